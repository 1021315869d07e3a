"""The mail of a job search as it stands right now: a talk that ended an hour ago, and an application of three days ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from daemon.homes import confirmation

ME = "nell@home.example"
COMPANY, ROLE = "Sedgemoor Instruments", "Survey Engineer"
OTHER_COMPANY, OTHER_ROLE = "Larkspur Atlas", "Map Librarian"
RECRUITER, INTERVIEWER = "imke.dahl@sedgemoor.example", "tobias.renner@sedgemoor.example"

_PROPOSAL = """\
Hi Nell,

Thank you for applying for the Survey Engineer position at Sedgemoor Instruments. We liked what we read and would love
to invite you to an interview with Tobias Renner, who leads our field team. I will send you an invitation in a minute.

Best regards,
Imke Dahl
Talent Acquisition Partner
Sedgemoor Instruments
"""
_BEFORE_THE_TALK = """\
Hi Nell,

I am the one you will be talking to. I look forward to it, and would like to hear how you plan a levelling network.

Best,
Tobias Renner
Head of Field Survey
Sedgemoor Instruments
"""
_INVITATION = """\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Sedgemoor//Calendar//EN\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
UID:talk-with-nell@sedgemoor.example\r
SEQUENCE:0\r
STATUS:CONFIRMED\r
DTSTAMP:{sent:%Y%m%dT%H%M%SZ}\r
DTSTART:{begin:%Y%m%dT%H%M%SZ}\r
DTEND:{end:%Y%m%dT%H%M%SZ}\r
SUMMARY:Interview: Nell Hopper - Survey Engineer at Sedgemoor Instruments\r
DESCRIPTION:Nell meets Tobias Renner to talk about levelling networks.\r
ORGANIZER;CN=Imke Dahl:mailto:imke.dahl@sedgemoor.example\r
ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Tobias Renner:mailto:tobias.renner@sedgemoor.example\r
ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Nell Hopper:mailto:nell@home.example\r
END:VEVENT\r
END:VCALENDAR\r
"""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that came to the inbox at `at`."""

    raw: bytes
    at: datetime


def search_so_far(now: datetime) -> list[Delivery]:
    """All of it, whatever the order. `now` is in UTC."""
    applied = now - timedelta(days=6)
    asked = now - timedelta(days=4)
    invited = asked + timedelta(minutes=20)
    begin, end = now - timedelta(minutes=110), now - timedelta(minutes=65)
    other = now - timedelta(days=3)
    proposal = _letter(
        "1.invite", "Interview for Survey Engineer at Sedgemoor Instruments", f"Imke Dahl <{RECRUITER}>", asked
    )
    proposal.set_content(_PROPOSAL)
    invitation = _letter(
        "2.invite", "Invitation: Interview: Nell Hopper - Survey Engineer", f"Imke Dahl <{RECRUITER}>", invited
    )
    invitation.set_content("Imke Dahl invites you to an interview with Tobias Renner.\n")
    talk = _INVITATION.format(sent=invited, begin=begin, end=end)
    invitation.add_alternative(talk.encode(), "text", "calendar", params={"method": "REQUEST"})
    hello = _letter("1.talk", "Before we talk", f"Tobias Renner <{INTERVIEWER}>", now - timedelta(days=2))
    hello.set_content(_BEFORE_THE_TALK)
    return [
        Delivery(confirmation(applied, COMPANY, ROLE), applied),
        Delivery(proposal.as_bytes(), asked),
        Delivery(invitation.as_bytes(), invited),
        Delivery(hello.as_bytes(), now - timedelta(days=2)),
        Delivery(confirmation(other, OTHER_COMPANY, OTHER_ROLE), other),
    ]


def _letter(name: str, subject: str, sender: str, at: datetime) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, f"Nell Hopper <{ME}>", subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{name}@sedgemoor.example>"
    return message
