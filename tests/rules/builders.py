"""What the tests of decisions are told: mail as it was read, events, and the applications made of them. All invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from afterword_parsers.dates.span import DateInWords, DateKind, Precision
from afterword_parsers.invitation import Attendee, Invitation, Method
from afterword_parsers.message import Address, Marks
from afterword_parsers.person import Person, PersonSource
from afterword_parsers.subject_matter import SubjectMatter
from afterword_rules.application import Application, Contact, ContactRole, Interview, Letter, Promise, Stage, Step
from afterword_rules.calendar_entry import CalendarEntry
from afterword_rules.drafts.identity import draft_message_id
from afterword_rules.drafts.record import DraftRecord
from afterword_rules.follow_up import DraftState, FollowUp
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import Signal, SignalKind

CHICAGO = ZoneInfo("America/Chicago")
OWNER = Owner("Theo Lindqvist", ("theo@lindqvist-home.example", "theo@inbox.example"), CHICAGO, "US")
ME = Attendee("Theo Lindqvist", "theo@inbox.example")

CALLOWAY = SubjectMatter(company="Calloway Freight", role="Backend Developer")
CALLOWAY_DATA = SubjectMatter(company="Calloway Freight", role="Data Engineer")
TIDEWATER = SubjectMatter(company="Tidewater Labs", role="Machine Learning Engineer")
UNTOLD = SubjectMatter()

HANNAH = Person("Hannah Voss", "hannah.voss@calloway.example", "Senior Recruiter", source=PersonSource.SENDER)
PAIGE = Person("Paige Whit", "paige.whit@calloway.example", "Recruiting Coordinator", source=PersonSource.SENDER)
GRANT = Person("Grant Ellery", "grant.ellery@calloway.example", "Engineering Manager", source=PersonSource.SENDER)
PRIYA = Person("Priya Raman", "priya.raman@calloway.example", "Staff Engineer", source=PersonSource.SENDER)
RAJIV = Person("Rajiv Menon", "rajiv.menon@tidewaterlabs.example", "Recruiter", source=PersonSource.SENDER)
STRANGER = Person("Ola Berg", "ola.berg@nowhere.example", source=PersonSource.SENDER)
ROBOT = "no-reply@hire.lever.co"


def at(text: str) -> datetime:
    """A moment in Chicago: "3-10 14:30" is the 10th of March 2026."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=CHICAGO)


def mail(
    kind: SignalKind, arrived: str, sender: Person = HANNAH, about: SubjectMatter = CALLOWAY, **changes: Any
) -> Reading:
    """A human's mail to the owner."""
    reading = Reading(
        message_id=f"<{kind}.{arrived.replace(' ', '.')}.{sender.email}>",
        references=(),
        direction=Direction.INCOMING,
        arrived=at(arrived),
        sender=Address(sender.name, sender.email),
        recipients=(Address(OWNER.name, OWNER.addresses[0]),),
        subject="Your application",
        language="en",
        marks=Marks(),
        signal=Signal(kind, 0.9, f"test.{kind}"),
        about=about,
        people=(sender,),
        about_own_application=True,
    )
    return replace(reading, **changes)


def robot_mail(
    kind: SignalKind, arrived: str, about: SubjectMatter = CALLOWAY, email: str = ROBOT, **changes: Any
) -> Reading:
    """A machine's mail to the owner: nobody can answer it."""
    marks = Marks(generated=True, no_reply=True)
    robot = Person("", email, source=PersonSource.SENDER)
    return mail(kind, arrived, robot, about, **{"people": (), "marks": marks} | changes)


def confirmation(arrived: str, about: SubjectMatter = CALLOWAY, email: str = ROBOT, **changes: Any) -> Reading:
    """A machine's word that an application arrived."""
    return robot_mail(SignalKind.APPLICATION_RECEIVED, arrived, about, email, **changes)


def sent(arrived: str, to: Person = HANNAH, kind: SignalKind = SignalKind.NONE, **changes: Any) -> Reading:
    """A mail of the owner's."""
    me = Person(OWNER.name, OWNER.addresses[0])
    recipients = (Address(to.name, to.email),)
    letter = mail(kind, arrived, me, UNTOLD, direction=Direction.OUTGOING, recipients=recipients, people=())
    return replace(letter, **changes)


def named(person: Person, *, meets: bool | None = True, email: str = "") -> Person:
    """`person` as a text names them; without an address unless one is given."""
    return replace(person, email=email, source=PersonSource.TEXT, meets=meets)


def appointment(start: str, end: str = "", **changes: Any) -> DateInWords:
    """A meeting in words, to the minute."""
    date = DateInWords(DateKind.APPOINTMENT, Precision.MINUTE, at(start), at(end or start), start, 0, len(start))
    return replace(date, **changes)


def day(text: str, kind: DateKind = DateKind.OTHER, until: str = "", **changes: Any) -> DateInWords:
    """A day in words ("3-10"), or the range of days up to `until`."""
    precision = Precision.RANGE if until else Precision.DAY
    first, last = at(f"{text} 00:00"), at(f"{until or text} 23:59")
    return replace(DateInWords(kind, precision, first, last, text, 0, len(text)), **changes)


def promised(text: str, until: str = "", **changes: Any) -> DateInWords:
    """A day (or a range of days) by which the other side said it would write."""
    return day(text, DateKind.PROMISE, until, **changes)


def guest(person: Person, status: str = "needs-action") -> Attendee:
    """`person` in the guest list of an event."""
    return Attendee(person.name, person.email, status=status)


def invitation(
    start: str, *guests: Attendee | Person, organizer: Person | None = HANNAH, minutes: int = 60, **changes: Any
) -> Invitation:
    """An event of `organizer`'s with the owner and `guests`, described by nothing but its time."""
    event = Invitation(
        uid=f"{start.replace(' ', 'T')}@calloway.example",
        start=at(start),
        end=at(start) + timedelta(minutes=minutes),
        summary="Interview",
        organizer=guest(organizer) if organizer else None,
        attendees=(ME, *(guest(one) if isinstance(one, Person) else one for one in guests)),
    )
    return replace(event, **changes)


def entry(event: Invitation, appeared: str, vanished: str = "") -> CalendarEntry:
    """`event` as it stood in the owner's calendar."""
    return CalendarEntry(event, at(appeared), at(vanished) if vanished else None)


def contact(person: Person, role: ContactRole = ContactRole.INTERVIEWER) -> Contact:
    return Contact(person.name, person.email, role, "a test says so", person.title)


def conversation(
    start: str, *interviewers: Person, organizer: Person | None = HANNAH, minutes: int = 60, **changes: Any
) -> Interview:
    """An interview that stands in the calendar."""
    begin = at(start)
    interview = Interview(
        key=f"{begin:%Y%m%dT%H%M}",
        start=begin,
        end=begin + timedelta(minutes=minutes),
        interviewers=tuple(contact(person) for person in interviewers),
        organizer=contact(organizer, ContactRole.RECRUITER) if organizer else None,
        known=begin - timedelta(days=2),
    )
    return replace(interview, **changes)


def step(stage: Stage, moment: str, source: str = "<source@calloway.example>") -> Step:
    return Step(stage, at(moment), "a test says so", source)


def promise(until: str, said: str) -> Promise:
    """A promise of news by the end of the day `until` ("3-13")."""
    return Promise(at(f"{until} 23:59"), at(said), "a test says so", "<promise@calloway.example>")


def letter_from(
    person: Person, moment: str, signal: SignalKind = SignalKind.HUMAN_REPLY, *, human: bool = True, **changes: Any
) -> Letter:
    """A letter of the employer's."""
    letter = Letter(
        message_id=f"<letter.{moment.replace(' ', '.')}@calloway.example>",
        references=("<root@calloway.example>",),
        at=at(moment),
        outgoing=False,
        correspondent=person.email,
        correspondents=(person.email,),
        subject="Backend Developer",
        language="en",
        human=human,
        automatic_reply=False,
        signal=signal,
    )
    return replace(letter, **changes)


def letter_to(person: Person, moment: str, *, asks: bool = False) -> Letter:
    """A letter of the owner's; `asks` for news or not."""
    outgoing = letter_from(person, moment, SignalKind.NONE, asks_for_news=asks, outgoing=True)
    return replace(outgoing, correspondent=OWNER.addresses[0])


def application(*steps: Step, contacts: Sequence[Contact] = (), **changes: Any) -> Application:
    """An application at Calloway Freight with this history."""
    made = Application(
        key="calloway",
        company="Calloway Freight",
        role="Backend Developer",
        requisition=None,
        vendor=None,
        history=steps,
        contacts=tuple(contacts),
    )
    return replace(made, **changes)


def waiting_since(interview: Interview, **changes: Any) -> Application:
    """An application whose only interview is over and that awaits its decision."""
    awaiting = Step(Stage.AWAITING_DECISION, interview.end, "the interview has ended")
    steps = (step(Stage.APPLIED, "3-02 10:00"), step(Stage.INTERVIEW, "3-04 10:00"), awaiting)
    return replace(application(*steps), **{"interviews": (interview,)} | changes)


def record_of(follow_up: FollowUp, now: datetime, state: DraftState = DraftState.PLACED) -> DraftRecord:
    """What is remembered of the draft for `follow_up`, made at `now`."""
    person = follow_up.recipient
    return DraftRecord(
        key=follow_up.key,
        message_id=draft_message_id(follow_up.key, OWNER.addresses[0]),
        kind=follow_up.kind,
        company=follow_up.company,
        application=follow_up.application,
        to_email=person.email if person else "",
        to_name=person.name if person else "",
        subject="Re: Your application",
        body="thank you",
        body_digest="digest",
        due=follow_up.due,
        intended_at=now,
        placed_at=now,
        state=state,
        standing=state is DraftState.PLACED,
    )


@st.composite
def mail_of_a_search(draw: st.DrawFn) -> list[Reading]:
    """Mail of a few people about a few applications of March, in no order; every message has an id of its own."""
    people = [HANNAH, PAIGE, GRANT, RAJIV, STRANGER]
    subjects = [CALLOWAY, CALLOWAY_DATA, TIDEWATER, replace(CALLOWAY, role=None), UNTOLD]
    starts = st.sampled_from(["3-10 10:00", "3-10 11:00", "3-12 14:00", "3-20 09:00"])
    founders = [
        confirmation("3-01 10:00"),
        confirmation("3-01 11:00", CALLOWAY_DATA),
        confirmation("3-02 10:00", TIDEWATER),
    ]
    readings = draw(st.lists(st.sampled_from(founders), unique_by=lambda founder: founder.message_id))
    for i in range(draw(st.integers(0, 10))):
        arrived = f"3-{draw(st.integers(1, 25))} {draw(st.sampled_from(['09:00', '09:01', '16:00']))}"
        kind = draw(st.sampled_from(list(SignalKind)))
        found: dict[str, Any] = {
            "message_id": f"<{i}@search.example>",
            "references": tuple(f"<{j}@search.example>" for j in draw(st.sets(st.integers(0, 12), max_size=1))),
            "dates": tuple(appointment(start) for start in draw(st.lists(starts, max_size=2))),
            "agrees": draw(st.sampled_from([None, True, False])),
            "about_own_application": draw(st.booleans()),
        }
        if draw(st.booleans()):
            found["invitations"] = (draw(_events_of_a_search()),)
        if draw(st.integers(0, 3)):
            readings.append(
                mail(kind, arrived, draw(st.sampled_from(people)), draw(st.sampled_from(subjects)), **found)
            )
        else:
            readings.append(sent(arrived, draw(st.sampled_from(people)), kind, **found))
    return readings


@st.composite
def entries_of_a_search(draw: st.DrawFn) -> list[CalendarEntry]:
    """Versions of a few events, each of which stood in a calendar for a while, in no order.

    Of one event no two appear at one moment.
    """
    entries: dict[tuple[str, int], CalendarEntry] = {}
    for _ in range(draw(st.integers(0, 6))):
        event, appeared = draw(_events_of_a_search()), draw(st.integers(1, 20))
        vanished = draw(st.none() | st.integers(appeared, 25))
        gone = f"3-{vanished} 18:00" if vanished else ""
        entries[event.uid, appeared] = entry(event, f"3-{appeared} 09:00", gone)
    return list(entries.values())


@st.composite
def _events_of_a_search(draw: st.DrawFn) -> Invitation:
    guests = draw(st.lists(st.sampled_from([HANNAH, GRANT, PRIYA, RAJIV, STRANGER]), unique=True, max_size=2))
    return invitation(
        draw(st.sampled_from(["3-10 10:00", "3-10 11:00", "3-12 14:00", "3-20 09:00"])),
        *guests,
        organizer=draw(st.sampled_from([HANNAH, GRANT, STRANGER, None])),
        minutes=draw(st.sampled_from([30, 60])),
        uid=draw(st.sampled_from(["one@search.example", "two@search.example", "three@search.example"])),
        method=draw(st.sampled_from([Method.REQUEST, Method.CANCEL, Method.REPLY, Method.PUBLISH])),
        sequence=draw(st.integers(0, 2)),
        stamp=draw(st.none() | st.integers(1, 9).map(lambda day: at(f"3-{day} 08:00"))),
        summary=draw(st.sampled_from(["Interview", "Interview with Tidewater Labs", "Data Engineer interview"])),
    )
