"""Calendar data as it comes: by mail and from calendar accounts, sound and broken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterword_parsers.calendar.ics import read_invitations
from afterword_parsers.invitation import Attendee, Invitation, Method

BERLIN = ZoneInfo("Europe/Berlin")
START = "DTSTART:20260512T170000Z"


def calendar(*lines: str, head: str = "METHOD:REQUEST", uid: str = "UID:1@talk.example") -> bytes:
    """A calendar with one event of the given lines."""
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", head, "BEGIN:VEVENT", uid, *lines, "END:VEVENT", "END:VCALENDAR", ""]
    ).encode()


def only(data: bytes, method: str | None = None) -> Invitation:
    """The one event of the data."""
    found, _ = read_invitations(data, zone=BERLIN, method=method)
    assert len(found) == 1
    return found[0]


def test_an_invitation_is_read_whole() -> None:
    """Everything a sound invitation says arrives, with its escapes undone."""
    data = calendar(
        START,
        "DTEND:20260512T180000Z",
        "DTSTAMP:20260505T212400Z",
        "SEQUENCE:2",
        "SUMMARY;LANGUAGE=en-US:Interview: Noor\\, Payments",
        "LOCATION:Room 4\\; second floor",
        "DESCRIPTION:With Margit.\\nBring nothing.",
        "ORGANIZER;CN=Owen Faraday:mailto:Owen.Faraday@ledger.example",
        'ATTENDEE;CN="Whitcombe, Margit";PARTSTAT=ACCEPTED:mailto:margit@ledger.example',
        "ATTENDEE;CUTYPE=ROOM;CN=Room 4:MAILTO:room4@ledger.example",
        "ATTENDEE;CN=noor@letterbox.example:mailto:noor@letterbox.example",
    )
    expected = Invitation(
        uid="1@talk.example",
        start=datetime(2026, 5, 12, 17, tzinfo=UTC),
        end=datetime(2026, 5, 12, 18, tzinfo=UTC),
        method=Method.REQUEST,
        sequence=2,
        stamp=datetime(2026, 5, 5, 21, 24, tzinfo=UTC),
        summary="Interview: Noor, Payments",
        description="With Margit.\nBring nothing.",
        location="Room 4; second floor",
        organizer=Attendee("Owen Faraday", "owen.faraday@ledger.example"),
        attendees=(
            Attendee("Whitcombe, Margit", "margit@ledger.example", status="accepted"),
            Attendee("Room 4", "room4@ledger.example", kind="room"),
            Attendee("", "noor@letterbox.example"),
        ),
    )

    assert (expected,) == read_invitations(data, zone=BERLIN)[0]
    assert () == read_invitations(data, zone=BERLIN)[1]


@pytest.mark.parametrize(
    ("line", "expected", "known"),
    [
        ("DTSTART;TZID=Pacific Standard Time:20260512T100000", "2026-05-12T10:00:00-07:00", True),
        ('DTSTART;TZID="W. Europe Standard Time":20260512T100000', "2026-05-12T10:00:00+02:00", True),
        ("DTSTART;TZID=(UTC-05:00) Eastern Time (US & Canada):20260712T100000", "2026-07-12T10:00:00-04:00", True),
        ("DTSTART;TZID=tzone://Microsoft/Utc:20260512T100000", "2026-05-12T10:00:00+00:00", True),
        ("DTSTART;TZID=GMT-0500:20260512T100000", "2026-05-12T10:00:00-05:00", True),
        ("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Dublin:20260512T100000", "2026-05-12T10:00:00+01:00", True),
        ("DTSTART;TZID=Customized Time Zone:20260512T100000", "2026-05-12T10:00:00+02:00", False),
        ("DTSTART:20260512T100000", "2026-05-12T10:00:00+02:00", False),
        ("DTSTART:2026-05-12T10:00:00Z", "2026-05-12T10:00:00+00:00", True),
        ("DTSTART:2026-05-12T10:00:00-04:00", "2026-05-12T10:00:00-04:00", True),
    ],
)
def test_zones_of_every_make(line: str, expected: str, known: bool) -> None:
    """A start is read in the zone it names; without a known one in the reader's, and that is told."""
    found = only(calendar(line))

    assert (expected, known) == (found.start.isoformat(), found.zone_known)


def test_a_zone_nobody_knows_is_read_from_its_definition() -> None:
    """A calendar's own VTIMEZONE counts where its name says nothing, and only in that calendar."""
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\n"
        "BEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:-0700\nTZOFFSETTO:-0800\n"
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nEND:STANDARD\n"
        "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:-0800\nTZOFFSETTO:-0700\n"
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE"
    )
    summer = calendar("DTSTART;TZID=Customized Time Zone:20260512T100000", head=zone)
    winter = calendar("DTSTART;TZID=Customized Time Zone:20260112T100000", head=zone)

    assert "2026-05-12T10:00:00-07:00" == only(summer).start.isoformat()
    assert "2026-01-12T10:00:00-08:00" == only(winter).start.isoformat()
    assert only(summer).zone_known
    assert not only(calendar("DTSTART;TZID=Customized Time Zone:20260512T100000")).zone_known


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        ((START, "DURATION:PT45M"), 45),
        ((START, "DURATION:P1DT1H"), 25 * 60),
        ((START,), 0),
        ((START, "DTEND:20260512T160000Z"), 0),
        ((START, "DURATION:nonsense"), 0),
        (("DTSTART;VALUE=DATE:20260512",), 24 * 60),
        (("DTSTART;VALUE=DATE:20260512", "DTEND;VALUE=DATE:20260514"), 48 * 60),
    ],
)
def test_the_end_follows_from_what_is_there(lines: tuple[str, ...], minutes: int) -> None:
    """Without an end the duration counts, else the start; an all-day event lasts its day."""
    found = only(calendar(*lines))

    assert timedelta(minutes=minutes) == found.end - found.start


def test_an_all_day_event_begins_at_the_readers_midnight() -> None:
    """A date without a time has no zone to be unknown."""
    found = only(calendar("DTSTART;VALUE=DATE:20260512"))

    assert "2026-05-12T00:00:00+02:00" == found.start.isoformat()
    assert (True, True) == (found.all_day, found.zone_known)


@pytest.mark.parametrize(
    ("head", "line", "argument", "method", "cancelled"),
    [
        ("METHOD:CANCEL", "STATUS:CANCELLED", None, Method.CANCEL, True),
        ("METHOD:CANCEL", "STATUS:CONFIRMED", None, Method.CANCEL, True),
        ("METHOD:REPLY", "STATUS:CONFIRMED", None, Method.REPLY, False),
        ("METHOD:COUNTER", "STATUS:CONFIRMED", None, Method.COUNTER, False),
        ("VERSION:2.0", "STATUS:CONFIRMED", "request", Method.REQUEST, False),
        ("METHOD:REQUEST", "STATUS:CONFIRMED", "cancel", Method.REQUEST, False),
        ("VERSION:2.0", "STATUS:CANCELLED", None, Method.PUBLISH, True),
        ("METHOD:WHATEVER", "STATUS:CONFIRMED", None, Method.PUBLISH, False),
    ],
)
def test_what_is_asked_for(head: str, line: str, argument: str | None, method: Method, cancelled: bool) -> None:
    """The data's own method goes before the mail part's parameter, and a cancellation is one either way."""
    found = only(calendar(START, line, head=head), argument)

    assert (method, cancelled) == (found.method, found.cancelled)


def test_a_cancellation_without_a_start_carries_its_stamp() -> None:
    """RFC 5546 lets a CANCEL name only the event: it must still be seen."""
    found = only(calendar("DTSTAMP:20260505T212400Z", head="METHOD:CANCEL"))

    assert found.cancelled
    assert datetime(2026, 5, 5, 21, 24, tzinfo=UTC) == found.start


def test_a_recurring_event_is_never_expanded() -> None:
    """The first occurrence is given, whatever the rule would cost."""
    found = only(calendar(START, "RRULE:FREQ=SECONDLY;COUNT=999999999"))

    assert found.recurs
    assert datetime(2026, 5, 12, 17, tzinfo=UTC) == found.start


def test_the_moved_instance_of_a_series_keeps_its_identity() -> None:
    """RECURRENCE-ID is the same instant whatever zone it was written in."""
    here = only(calendar(START, "RECURRENCE-ID;TZID=America/New_York:20260512T120000"))
    there = only(calendar(START, "RECURRENCE-ID:20260512T160000Z"))

    assert "2026-05-12T16:00:00+00:00" == here.recurrence == there.recurrence


def test_alarms_do_not_leak() -> None:
    """The description of a reminder is not the event's."""
    data = calendar(START, "BEGIN:VALARM", "DESCRIPTION:REMINDER", "TRIGGER:-PT15M", "SUMMARY:Alarm", "END:VALARM")

    assert ("", "") == (only(data).description, only(data).summary)


@pytest.mark.parametrize(
    "line",
    [
        "DESCRIPTION:<p>We decide <b>by Friday</b>.</p><br>See &amp; hear",
        "X-ALT-DESC;FMTTYPE=text/html:<html><head><style>p {x: y}</style></head><body><p>We decide <b>by Friday</b>.</p><br>See &amp; hear",
    ],
)
def test_html_becomes_text(line: str) -> None:
    """Calendars put HTML where text belongs."""
    assert ["We decide by Friday.", "See & hear"] == only(calendar(START, line)).description.split("\n\n")


@pytest.mark.parametrize("change", ["bom", "utf-16", "cp1252", "lf", "junk before", "no end", "cut in the middle"])
def test_broken_files_are_read_on(change: str) -> None:
    """Encodings, junk and missing ends do not hide the event."""
    text = calendar(START, "SUMMARY:Gespräch mit Weiß", "ATTENDEE;CN=A B:mailto:a@b.example").decode()
    data = {
        "bom": text.encode("utf-8-sig"),
        "utf-16": text.encode("utf-16"),
        "cp1252": text.encode("cp1252"),
        "lf": text.replace("\r\n", "\n").encode(),
        "junk before": b"Content-Type: text/calendar\r\n\r\n" + text.encode(),
        "no end": text.partition("END:VEVENT")[0].encode(),
        "cut in the middle": text.partition("b.example")[0].encode(),
    }[change]
    found = only(data)

    assert ("Gespräch mit Weiß", datetime(2026, 5, 12, 17, tzinfo=UTC)) == (found.summary, found.start)


def test_two_calendars_in_one_file() -> None:
    """Each event has the method of its own calendar."""
    found, _ = read_invitations(calendar(START) + calendar(START, head="METHOD:CANCEL"), zone=BERLIN)

    assert [Method.REQUEST, Method.CANCEL] == [each.method for each in found]


def test_one_broken_event_does_not_hide_the_next() -> None:
    """What cannot be read is named, and the rest is read."""
    found, problems = read_invitations(calendar("DTSTART:sometime") + calendar(START), zone=BERLIN)

    assert 1 == len(found)
    assert problems == ("event 1: no date in 'DTSTART:sometime'",)


def test_an_event_without_uid_gets_the_same_one_twice() -> None:
    """The same event has the same identity whenever it is read."""
    data = calendar(START, "SUMMARY:Talk", uid="X-NONE:1")

    assert only(data).uid == only(data).uid
    assert only(data).uid.endswith("@no-uid.invalid")


def test_a_calendar_that_is_none_is_said_to_be_none() -> None:
    """Something else is empty, with the reason."""
    assert ((), ("no calendar in it",)) == read_invitations(b"<html>Please log in</html>", zone=BERLIN)


def test_too_many_events_are_cut_and_told() -> None:
    """Work is bounded by the caller's limit."""
    found, problems = read_invitations(calendar(START) * 5, zone=BERLIN, most=3)

    assert 3 == len(found)
    assert problems == ("more than 3 events, the rest was not read",)


def test_too_many_bytes_are_cut_and_told() -> None:
    """Five megabytes are enough for any calendar."""
    _, problems = read_invitations(calendar(START) + b"X:" + b"y" * 6_000_000, zone=BERLIN)

    assert "only the first 5000000 were read" in problems[0]


@pytest.mark.parametrize(
    "lines",
    [
        "x\n" * 500_000,
        "BEGIN:VEVENT\n" * 100_000,
        "ATTENDEE;CN=a,b:mailto:x@y.example\n" * 50_000,
        "DESCRIPTION:" + "<p" * 500_000,
    ],
)
def test_hostile_calendars_give_a_bounded_answer(lines: str) -> None:
    """However much there is of one thing, what is kept of it is bounded."""
    data = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260512T100000Z\n" + lines.encode()
    found, problems = read_invitations(data, zone=BERLIN)

    assert 1 == len(found)
    assert 1_000 >= len(found[0].attendees)
    assert 60 > len(problems)


@pytest.mark.parametrize("year", ["0001", "9999", "0000"])
def test_years_outside_of_life_are_no_dates(year: str) -> None:
    """No arithmetic overflows on a date that nobody means."""
    assert () == read_invitations(calendar(f"DTSTART:{year}0101T000000Z"), zone=BERLIN)[0]


_LINES = st.sampled_from(
    [
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VALARM",
        "END:VALARM",
        "BEGIN:VTIMEZONE",
        "TZID:X",
        "BEGIN:STANDARD",
        "TZOFFSETTO:+9900",
        "RRULE:FREQ=YEARLY;BYMONTH=13;BYDAY=9SU",
        "END:STANDARD",
        "END:VTIMEZONE",
        "DTSTART;TZID=X:20260229T250000",
        "DTSTART;TZID=X:20260512T100000",
        "DTEND:20260512T110000Z",
        "DURATION:P99999999W",
        'ATTENDEE;CN=^n;X=":mailto:',
        "ORGANIZER",
        "SEQUENCE:-1",
        "METHOD:CANCEL",
        "DESCRIPTION:<p",
        "UID:",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_LINES | st.text(max_size=40), max_size=30))
def test_lines_in_any_order_never_raise(lines: list[str]) -> None:
    """Whatever the order, there is a result, and every start is aware and not behind its end."""
    found, problems = read_invitations("\n".join(lines).encode("utf-8", "surrogatepass"), zone=BERLIN)

    assert all(each.start.tzinfo and each.start <= each.end for each in found)
    assert all(isinstance(problem, str) for problem in problems)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_never_raise(data: bytes) -> None:
    """Any bytes inside an event give a result."""
    read_invitations(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260512T100000Z\n" + data, zone=BERLIN)
