"""Events of strangers (RFC 5546, RFC 6047): only the organizer's side may move or cancel what it arranged."""

from __future__ import annotations

from datetime import timedelta

from hostile.cases import Case
from hostile.victim import ATTACK, INTERVIEW, TALK, event, invitation

_MALLORY = "Mallory Quist <mallory.quist@attack.example>"
_LATER = INTERVIEW + timedelta(days=4, hours=5)


def _event(
    name: str, tries: str, ics: str, distrust: str = "stranger", subject: str = "Interview at Larkspur Atlas"
) -> Case:
    return Case(name, tries, (invitation(_MALLORY, ics, ATTACK, subject),), distrust=distrust)


CASES = (
    _event(
        "CANCEL as oneself",
        "A stranger cancels the known event: it stands.",
        event(
            INTERVIEW,
            method="CANCEL",
            organizer="mallory.quist@attack.example",
            sequence=2,
            more="STATUS:CANCELLED\r\n",
        ),
    ),
    _event(
        "CANCEL in the organizer's name",
        "A stranger cancels the known event, and writes the organizer's address into it: it stands.",
        event(INTERVIEW, method="CANCEL", sequence=2, more="STATUS:CANCELLED\r\n"),
    ),
    _event(
        "CANCEL without organizer",
        "A stranger cancels and names no organizer: it stands.",
        event(INTERVIEW, method="CANCEL", sequence=2).replace(
            "ORGANIZER;CN=Organizer:mailto:rita.blom@larkspur.example\r\n", ""
        ),
    ),
    _event(
        "REQUEST with a higher SEQUENCE",
        "A stranger moves the known event to Monday: it stays on Thursday.",
        event(_LATER, organizer="mallory.quist@attack.example", sequence=9),
    ),
    _event(
        "REQUEST in the organizer's name",
        "A stranger moves the known event under the organizer's address: it stays.",
        event(_LATER, sequence=9),
    ),
    _event(
        "REQUEST that adds a guest",
        "A stranger puts themselves among the guests of the known event: no thanks go to them.",
        event(INTERVIEW, sequence=9, guests=("tomas.reyes@larkspur.example", "mallory.quist@attack.example")),
    ),
    _event(
        "REQUEST with the highest SEQUENCE there is",
        "A stranger takes a number that nobody can outbid: later versions still hold.",
        event(_LATER, sequence=2**31 - 1),
    ),
    _event(
        "PUBLISH",
        "A stranger publishes a version of the known event: it stays.",
        event(_LATER, method="PUBLISH", sequence=9),
    ),
    _event(
        "ADD", "A stranger adds an instance to the known event: there is none.", event(_LATER, method="ADD", sequence=9)
    ),
    _event("COUNTER", "A stranger proposes another time: nothing moves.", event(_LATER, method="COUNTER"), distrust=""),
    _event(
        "REPLY",
        "A stranger answers in the owner's name that they decline: the owner has not.",
        event(INTERVIEW, method="REPLY").replace(
            "ATTENDEE;CN=nell:mailto:nell@home.example", "ATTENDEE;PARTSTAT=DECLINED:mailto:nell@home.example"
        ),
        distrust="",
    ),
    _event(
        "the owner declined, says the stranger",
        "A stranger's REQUEST says that the owner has declined: the interview stands.",
        event(INTERVIEW, sequence=9).replace("ATTENDEE;CN=nell", "ATTENDEE;PARTSTAT=DECLINED;CN=nell"),
    ),
    _event(
        "a new event in the employer's name",
        "A stranger invites to a talk at the employer: there is none, and no thanks for it.",
        event(
            INTERVIEW - timedelta(days=1),
            uid="new@attack.example",
            organizer="mallory.quist@attack.example",
            guests=("eve@attack.example",),
        ),
    ),
    _event(
        "a new event with known guests",
        "A stranger invites to a talk with Tomas among the guests: there is none.",
        event(
            INTERVIEW - timedelta(days=1),
            uid="new-with-tomas@attack.example",
            organizer="mallory.quist@attack.example",
            guests=("tomas.reyes@larkspur.example", "eve@attack.example"),
        ),
    ),
    _event(
        "RECURRENCE-ID",
        "A stranger moves one instance of the known event: nothing moves.",
        event(_LATER, sequence=9, more=f"RECURRENCE-ID:{INTERVIEW:%Y%m%dT%H%M%SZ}\r\n"),
    ),
    _event(
        "two events of one UID",
        "A stranger cancels and moves the known event in one file: it stays.",
        event(_LATER, sequence=9).replace("END:VCALENDAR\r\n", "")
        + event(INTERVIEW, method="CANCEL", sequence=10).partition("METHOD:CANCEL\r\n")[2],
    ),
    _event(
        "an event about money",
        "Calendar spam: an event full of links that has nothing to do with anything is no interview.",
        event(
            INTERVIEW - timedelta(days=1),
            uid=f"{TALK}.spam",
            organizer="prize@attack.example",
            guests=(),
            summary="You have won! Claim your prize https://attack.example",
        ),
        distrust="",
        subject="Your prize is waiting",
    ),
    Case(
        "an event of a stranger's in the calendar",
        "A talk at the employer that a stranger put into the owner's calendar, as calendars allow: no thanks go to them.",
        (),
        events=(
            event(
                INTERVIEW - timedelta(days=1),
                uid="planted@attack.example",
                method="PUBLISH",
                organizer="mallory.quist@attack.example",
                guests=("eve@attack.example",),
            ),
        ),
    ),
    Case(
        "a known event from another organizer in the calendar",
        "A stranger's version of the known event in the owner's calendar, with a higher SEQUENCE: the talk stays.",
        (),
        events=(event(_LATER, method="PUBLISH", organizer="mallory.quist@attack.example", sequence=9),),
    ),
)
