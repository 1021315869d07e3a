"""Events that cost: rules without end, guests without number, and a thousand invitations in an hour."""

from __future__ import annotations

from datetime import timedelta

from hostile.cases import Case
from hostile.victim import ATTACK, INTERVIEW, event, invitation

_MALLORY = "Mallory Quist <mallory.quist@attack.example>"
_TOMORROW = INTERVIEW - timedelta(days=1)


def _bomb(name: str, tries: str, ics: str) -> Case:
    return Case(name, tries, (invitation(_MALLORY, ics, ATTACK, "Weekly sync"),))


def _sync(more: str = "", guests: tuple[str, ...] = (), uid: str = "", summary: str = "Weekly sync") -> str:
    return event(
        _TOMORROW,
        uid=uid or f"{abs(len(more))}.{len(guests)}.{summary[:9]}@attack.example",
        organizer="mallory.quist@attack.example",
        guests=guests,
        summary=summary,
        more=more,
    )


def _days(count: int) -> str:
    return ",".join(f"{_TOMORROW + timedelta(days=number):%Y%m%dT%H%M%SZ}" for number in range(count))


CASES = (
    _bomb(
        "every second for ever", "A rule of a talk every second: it is not unrolled.", _sync("RRULE:FREQ=SECONDLY\r\n")
    ),
    _bomb(
        "a billion times",
        "A rule with a count of a billion: it is not unrolled.",
        _sync("RRULE:FREQ=SECONDLY;INTERVAL=1;COUNT=1000000000\r\n"),
    ),
    _bomb(
        "every part at once",
        "A rule of all BY parts, which has no day: nobody looks for it for ever.",
        _sync("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYDAY=MO;BYSETPOS=366;BYHOUR=25\r\n"),
    ),
    _bomb(
        "ten thousand guests",
        "10,000 guests: none is thanked.",
        _sync(guests=tuple(f"g{n}@attack.example" for n in range(10_000))),
    ),
    _bomb(
        "50,000 lines",
        "A description of 50,000 lines: read to a limit.",
        _sync("DESCRIPTION:" + "\\n".join(["Interview at Larkspur Atlas"] * 50_000) + "\r\n"),
    ),
    _bomb(
        "50,000 folded lines",
        "A description folded 50,000 times: read to a limit.",
        _sync("DESCRIPTION:a" + "\r\n b" * 50_000 + "\r\n"),
    ),
    _bomb("100,000 dates", "A list of 50,000 further dates: not unrolled.", _sync(f"RDATE:{_days(50_000)}\r\n")),
    _bomb(
        "alarms",
        "20,000 alarms in one event: none rings here.",
        _sync("BEGIN:VALARM\r\nACTION:EMAIL\r\nTRIGGER:-PT1S\r\nEND:VALARM\r\n" * 20_000),
    ),
    _bomb(
        "components in each other", "Components nested 10,000 deep: no recursion.", _sync("BEGIN:X-DEEP\r\n" * 10_000)
    ),
    _bomb(
        "20,000 events",
        "20,000 events in one file: read to a limit.",
        _sync().replace("END:VCALENDAR\r\n", "")
        + "BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\n" * 20_000
        + "END:VCALENDAR\r\n",
    ),
    _bomb(
        "the year 9999",
        "A talk that ends with the calendar, in the easternmost zone: nothing overflows.",
        _sync().replace(f"DTEND:{_TOMORROW:%Y}", "DTEND:9999").replace("DTSTAMP:2026", "DTSTAMP:0001"),
    ),
    _bomb(
        "a duration of ages", "A duration of a trillion weeks: nothing overflows.", _sync("DURATION:P999999999999W\r\n")
    ),
    _bomb(
        "a zone of many rules",
        "A time zone of 20,000 rules: nobody waits for it.",
        _sync()
        .replace(
            "BEGIN:VEVENT",
            "BEGIN:VTIMEZONE\r\nTZID:Mallory\r\n"
            + "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n"
            "END:STANDARD\r\n" * 5_000 + "END:VTIMEZONE\r\nBEGIN:VEVENT",
            1,
        )
        .replace("DTSTART:2026", "DTSTART;TZID=Mallory:2026"),
    ),
    _bomb(
        "a long parameter",
        "A parameter of a megabyte: read to a limit.",
        _sync(f"ATTENDEE;CN={'x' * 1_000_000}:mailto:x@attack.example\r\n"),
    ),
    _bomb(
        "an attachment inside",
        "Two megabytes of base64 in the event: left alone.",
        _sync(f"ATTACH;ENCODING=BASE64;VALUE=BINARY:{'QUFB' * 500_000}\r\n"),
    ),
    Case(
        "a thousand invitations in an hour",
        "A thousand invitations to talks in the employer's name: not one interview, not one draft.",
        tuple(
            invitation(
                f"Mallory {number} <m{number}@attack.example>",
                event(
                    _TOMORROW + timedelta(minutes=number),
                    uid=f"flood-{number}@attack.example",
                    organizer=f"m{number}@attack.example",
                    guests=(f"eve{number}@attack.example",),
                ),
                ATTACK + timedelta(seconds=3 * number),
            )
            for number in range(1_000)
        ),
    ),
)
