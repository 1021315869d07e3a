"""The owner who is attacked: a mailbox with three real applications, and the moments at which one looks at it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from afterword.owner.configuration import load_configuration
from afterword.passes import Outcome, run_pass
from afterword.world import World, open_world
from afterword_rules.application import Application
from daemon.homes import DAY, ME, NOON, Home, confirmation, letter

ATTACK = NOON
"""The hostile mail comes on this Tuesday, two days before the interview at Larkspur Atlas."""
BEFORE = ATTACK - timedelta(hours=1)
MOMENTS = (
    ATTACK + timedelta(hours=1),
    datetime(2026, 3, 12, 12, 0, tzinfo=UTC),
    datetime(2026, 3, 25, 10, 0, tzinfo=UTC),
)
"""Just after the attack; after the interview, when thanks are due; and when it is time to ask for news."""

RITA = "Rita Blom <rita.blom@larkspur.example>"
TOMAS = "tomas.reyes@larkspur.example"
OTIS = "Otis Lark <otis.lark@quillfeather.example>"
TALK = "talk-with-tomas@larkspur.example"
"""The UID of the interview that lies ahead, its SEQUENCE is 1."""
LETTER = "<letter-of-rita@larkspur.example>"
ANSWER = "<answer-of-nell@home.example>"
"""The thread that is known: Rita's letter, and the owner's answer to it."""


def event(
    start: datetime,
    *,
    uid: str = TALK,
    method: str = "REQUEST",
    organizer: str = "rita.blom@larkspur.example",
    guests: tuple[str, ...] = (TOMAS,),
    sequence: int = 1,
    summary: str = "Interview: Nell Hopper and Larkspur Atlas, Map Librarian",
    stamp: datetime = ATTACK,
    more: str = "",
) -> str:
    """One event as it stands in an invitation, an hour long."""
    attendees = "".join(f"ATTENDEE;CN={one.partition('@')[0]}:mailto:{one}\r\n" for one in (ME, *guests))
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\nDTEND:{start + timedelta(hours=1):%Y%m%dT%H%M%SZ}\r\n"
        f"SEQUENCE:{sequence}\r\nSUMMARY:{summary}\r\nORGANIZER;CN=Organizer:mailto:{organizer}\r\n{attendees}"
        f"{more}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


INTERVIEW = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
_HELD = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
_FIRST = NOON - 8 * DAY


def victims_home(folder: Path) -> Home:
    """Nell Hopper's home on the morning of the attack.

    Larkspur Atlas talks with her on Thursday; Quillfeather Press has, yesterday, and the draft of thanks stands; Brindle
    Foundry confirmed yesterday, and the draft to nobody yet stands.
    """
    home = Home(folder)
    home.deliver(_confirmed(_FIRST), _FIRST)
    home.deliver(_rita(_FIRST + DAY), _FIRST + DAY)
    answered = _FIRST + 2 * DAY
    home.deliver(_reply(answered), answered, "Sent")
    invited = _FIRST + 3 * DAY
    home.deliver(invitation(RITA, event(INTERVIEW, stamp=invited), invited), invited)
    home.deliver(_confirmed(_FIRST, "Quillfeather Press", "Proof Reader"), _FIRST)
    talk = event(
        _HELD,
        uid="proofs@quillfeather.example",
        organizer="otis.lark@quillfeather.example",
        guests=("mina.crowe@quillfeather.example",),
        summary="Interview: Nell Hopper and Quillfeather Press, Proof Reader",
        stamp=invited,
    )
    home.deliver(invitation(OTIS, talk, invited, "Interview for Proof Reader at Quillfeather Press"), invited)
    home.deliver(_confirmed(NOON - DAY, "Brindle Foundry", "Kiln Technician"), NOON - DAY)
    return home


def _confirmed(at: datetime, company: str = "Larkspur Atlas", role: str = "Map Librarian") -> bytes:
    # The same id in every home: what is drafted hangs on it.
    return _with_id(confirmation(at, company, role), f"<confirmed@{company.partition(' ')[0].lower()}.example>")


def _rita(at: datetime) -> bytes:
    raw = letter(
        "Map Librarian at Larkspur Atlas",
        "Hi Nell,\n\nthank you for your application for the Map Librarian position at Larkspur Atlas. We would like to"
        " invite you to an interview with Tomas Reyes. Would Thursday 12 March at 10:00 suit you?\n\nBest regards,\n"
        "Rita Blom\nTalent Partner\nLarkspur Atlas\n",
        at,
        RITA,
    )
    return _with_id(raw, LETTER)


def _reply(at: datetime) -> bytes:
    raw = letter(
        "Re: Map Librarian at Larkspur Atlas",
        "Hi Rita,\n\nThursday 12 March at 10:00 works for me.\n\nNell\n",
        at,
        f"Nell Hopper <{ME}>",
        RITA,
    )
    threaded = f"In-Reply-To: {LETTER}\nReferences: {LETTER}\nSubject:".encode()
    return _with_id(raw, ANSWER).replace(b"Subject:", threaded, 1)


def _with_id(raw: bytes, message_id: str) -> bytes:
    head, _, rest = raw.partition(b"Message-ID: ")
    return head + b"Message-ID: " + message_id.encode() + b"\n" + rest.partition(b"\n")[2]


def invitation(
    sender: str, ics: str, at: datetime, subject: str = "Interview for Map Librarian at Larkspur Atlas"
) -> bytes:
    """A mail that brings `ics` (RFC 6047)."""
    method = ics.partition("METHOD:")[2].partition("\r\n")[0]
    head = f"From: {sender}\r\nTo: {ME}\r\nSubject: {subject}\r\nDate: {format_datetime(at)}\r\n"
    name = f"{at:%d%H%M%S}.{method}.{hashlib.sha256(repr((sender, ics)).encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"
    body = (
        "--cut\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nYou have been invited to an interview.\r\n"
        f"--cut\r\nContent-Type: text/calendar; charset=utf-8; method={method}\r\n\r\n{ics}--cut--\r\n"
    )
    mime = "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=cut\r\n\r\n"
    return f"{head}Message-ID: <{name}@invitations.example>\r\n{mime}{body}".encode("utf-8", "surrogateescape")


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands at one moment: the applications by their keys, and the bytes of every draft.

    `disbelieved` are the messages that an application does not believe, each with the rule.
    """

    applications: dict[str, dict[str, Any]]
    drafts: tuple[bytes, ...]
    disbelieved: dict[str, str]
    refused: str = ""


def looked_at(home: Home, hostile: Sequence[bytes] = (), events: Sequence[str] = ()) -> tuple[Seen, ...]:
    """What stands at each of MOMENTS after the mail `hostile`, and these events, came to `home`."""
    home.state.mkdir(exist_ok=True)
    world = open_world(load_configuration(home.config), home.state)
    try:
        run_pass(world, BEFORE)
        for number, raw in enumerate(hostile):
            home.deliver(raw, ATTACK + timedelta(milliseconds=number))
        for number, ics in enumerate(events):
            (home.calendar / f"hostile-{number}.ics").write_text(ics, encoding="utf-8", newline="")
        return tuple(_seen(home, world, run_pass(world, moment)) for moment in MOMENTS)
    finally:
        world.close()


def _seen(home: Home, world: World, outcome: Outcome) -> Seen:
    found = outcome.decision.search.applications
    applications = {one.key: _told(one) for one in found}
    disbelieved = {
        letter.message_id: letter.disbelieved for one in found for letter in one.letters if letter.disbelieved
    }
    drafts = tuple(sorted(path.read_bytes() for path in home.drafts()))
    return Seen(applications, drafts, disbelieved, outcome.refused)


def _told(application: Application) -> dict[str, Any]:
    """What of an application must not change; that a letter came, which did nothing, may be known."""
    whole = asdict(application)
    del whole["letters"]
    return whole
