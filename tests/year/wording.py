"""The mail of a simulated year: how employers, machines and everybody else word it. Invented here, with .example domains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

ME = "nell@home.example"
NAME = "Nell Hopper"
_INVITATION = """\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Example//EN\r
METHOD:{method}\r
BEGIN:VEVENT\r
UID:{uid}\r
DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}\r
SEQUENCE:{sequence}\r
DTSTART:{start:%Y%m%dT%H%M%SZ}\r
DTEND:{end:%Y%m%dT%H%M%SZ}\r
SUMMARY:Interview with {company}: {role}\r
STATUS:{status}\r
ORGANIZER;CN={recruiter.name}:mailto:{recruiter.email}\r
{guests}\
ATTENDEE;CN=Nell Hopper:mailto:nell@home.example\r
END:VEVENT\r
END:VCALENDAR\r
"""


@dataclass(frozen=True, slots=True)
class Human:
    """Somebody with an address."""

    name: str
    email: str

    @property
    def first(self) -> str:
        return self.name.split(maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Employer:
    """Somebody who was applied to, with whom one may talk there."""

    name: str
    domain: str
    role: str
    recruiter: Human
    panel: tuple[Human, ...]

    @property
    def machine(self) -> Human:
        return Human(self.name, f"no-reply@{self.domain}")


def mail(sender: Human, subject: str, text: str, at: datetime, number: int, invitation: str = "") -> bytes:
    """A message to the owner; `number` makes its Message-ID. With `invitation`, a calendar part as well."""
    message = EmailMessage()
    message["From"] = f"{sender.name} <{sender.email}>"
    message["To"] = f"{NAME} <{ME}>"
    message["Subject"], message["Date"] = subject, format_datetime(at)
    message["Message-ID"] = f"<{number}.{int(at.timestamp())}@{sender.email.rpartition('@')[2]}>"
    message.set_content(text)
    if invitation:
        method = "CANCEL" if "METHOD:CANCEL" in invitation else "REQUEST"
        message.add_alternative(invitation, subtype="calendar", params={"method": method})
        message.set_boundary(f"part of {number}")
    return message.as_bytes()


def invitation(
    employer: Employer, start: datetime, stamp: datetime, *, sequence: int = 0, method: str = "REQUEST"
) -> str:
    """An hour's talk as iCalendar (RFC 5545), all moments in UTC."""
    guests = "".join(f"ATTENDEE;CN={one.name}:mailto:{one.email}\r\n" for one in employer.panel)
    return _INVITATION.format(
        method=method,
        uid=f"talk@{employer.domain}",
        stamp=stamp,
        sequence=sequence,
        start=start,
        end=start + timedelta(hours=1),
        company=employer.name,
        role=employer.role,
        status="CANCELLED" if method == "CANCEL" else "CONFIRMED",
        recruiter=employer.recruiter,
        guests=guests,
    )


def received(employer: Employer) -> tuple[Human, str, str]:
    return (
        employer.machine,
        f"Thank you for applying to {employer.name}",
        (
            f"Hi Nell,\n\nThank you for applying for the position of {employer.role} at {employer.name}. We have received"
            f" your application and will review it carefully.\n\nBest regards,\nThe {employer.name} hiring team\n"
        ),
    )


def refused(employer: Employer) -> tuple[Human, str, str]:
    return (
        employer.machine,
        f"Your application to {employer.name}",
        (
            f"Hi Nell,\n\nThank you for your interest in the {employer.role} position at {employer.name}. Unfortunately, we"
            f" have decided not to move forward with your application.\n\nBest regards,\nThe {employer.name} hiring team\n"
        ),
    )


def reviewing(employer: Employer, promise: str = "") -> tuple[Human, str, str]:
    return (
        employer.recruiter,
        f"Your application to {employer.name}",
        (
            "Hi Nell,\n\nthank you for your patience with us. We are still reviewing the applications for the"
            f" {employer.role} position. {promise}\n\nBest regards,\n{employer.recruiter.name}\nRecruiter, {employer.name}\n"
        ),
    )


def invited(employer: Employer, start: datetime) -> tuple[Human, str, str]:
    panel = " and ".join(one.name for one in employer.panel)
    return (
        employer.recruiter,
        f"Interview with {employer.name}: {employer.role}",
        (
            f"Hi Nell,\n\nwe would like to invite you to an interview for the {employer.role} position with {panel} on"
            f" {start:%A, %d %B %Y} at {start:%H:%M} UTC.\n\nBest regards,\n{employer.recruiter.name}\n{employer.name}\n"
        ),
    )


def moved(employer: Employer, start: datetime) -> tuple[Human, str, str]:
    return (
        employer.recruiter,
        f"Interview with {employer.name}: {employer.role}",
        (
            f"Hi Nell,\n\nwe have to move your interview for the {employer.role} position to {start:%A, %d %B %Y} at"
            f" {start:%H:%M} UTC. Sorry for the trouble.\n\nBest regards,\n{employer.recruiter.name}\n{employer.name}\n"
        ),
    )


def called_off(employer: Employer) -> tuple[Human, str, str]:
    return (
        employer.recruiter,
        f"Cancelled: Interview with {employer.name}: {employer.role}",
        (
            f"Hi Nell,\n\nyour interview for the {employer.role} position has been cancelled.\n\nBest regards,\n"
            f"{employer.recruiter.name}\n{employer.name}\n"
        ),
    )


def offered(employer: Employer) -> tuple[Human, str, str]:
    return (
        employer.recruiter,
        f"Your offer from {employer.name}",
        (
            f"Hi Nell,\n\nwe are delighted to offer you the position of {employer.role} at {employer.name}. The offer letter"
            f" is attached.\n\nBest regards,\n{employer.recruiter.name}\n{employer.name}\n"
        ),
    )


NOISE = (
    (Human("Job Harbour", "alerts@jobharbour.example"), "12 new jobs for you", "New jobs that match your search.\n"),
    (
        Human("Green Kettle", "shop@greenkettle.example"),
        "Tea for the colder days",
        "Twenty percent off until Sunday.\n",
    ),
    (Human("Ottilie Brand", "ottilie@friends.example"), "Saturday?", "Shall we walk to the mill on Saturday?\n"),
    (Human("City Library", "loans@library.example"), "Two books are due", "Please return them within a week.\n"),
    (Human("Parcel Post", "track@parcelpost.example"), "Your parcel is on its way", "It arrives tomorrow.\n"),
)
