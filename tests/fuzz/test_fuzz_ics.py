"""No calendar text makes its reading raise, and what is read is a span of time in order."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from afterword_parsers.calendar.ics import read_invitations
from fuzz.fuzzing import fuzz

LINES = [
    "BEGIN:VCALENDAR",
    "END:VCALENDAR",
    "BEGIN:VEVENT",
    "END:VEVENT",
    "BEGIN:VTIMEZONE",
    "END:VTIMEZONE",
    "BEGIN:STANDARD",
    "END:STANDARD",
    "TZID:Nowhere/Else",
    "TZOFFSETFROM:+9999",
    "TZOFFSETTO:-0000",
    "METHOD:REQUEST",
    "METHOD:CANCEL",
    "METHOD:",
    "UID:one@a.example",
    "UID:",
    "DTSTART:20260310T100000Z",
    "DTSTART;TZID=Nowhere/Else:20260329T023000",
    "DTSTART;VALUE=DATE:20260310",
    "DTSTART:00000000T000000",
    "DTSTART:99991231T235959Z",
    "DTEND:20260310T090000Z",
    "DTEND;TZID=W. Europe Standard Time:20260310T110000",
    "DURATION:-P1D",
    "DURATION:P99999999W",
    "RRULE:FREQ=SECONDLY",
    "RRULE:FREQ=DAILY;COUNT=999999999",
    "RRULE:FREQ=YEARLY;BYMONTH=13;UNTIL=x",
    "RDATE:20260311T100000Z",
    "EXDATE:99",
    "RECURRENCE-ID:20260310T100000Z",
    "SEQUENCE:99999999999999999999",
    "SEQUENCE:x",
    "SUMMARY:Talk\\nwith\\, Rita",
    "SUMMARY;LANGUAGE=:",
    'ATTENDEE;CN="a;b";PARTSTAT=ACCEPTED:mailto:rita@a.example',
    "ATTENDEE:",
    "ORGANIZER;CN=\u202eevil:MAILTO:@",
    "STATUS:CANCELLED",
    " folded",
    "\tfolded",
    "",
    ":",
    ";:;:",
    "X-A;B=" + "c" * 300 + ":d",
]
ZONE = ZoneInfo("Europe/Berlin")
texts = st.tuples(
    st.lists(st.sampled_from(LINES) | st.text(max_size=12), max_size=50), st.sampled_from(["\n", "\r\n", "\r"])
).map(lambda made: made[1].join(made[0]))
events = st.lists(st.sampled_from(LINES[11:]), max_size=14).map(
    lambda lines: "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"])
)


def read_calendar(text: str) -> None:
    invitations, problems = read_invitations(text.encode("utf-8", "surrogatepass"), zone=ZONE)
    assert all(isinstance(problem, str) for problem in problems)
    for invitation in invitations:
        assert invitation.start.tzinfo
        assert invitation.end.tzinfo
        assert invitation.start <= invitation.end


def test_any_lines_are_read() -> None:
    """Lines of calendars in no order at all."""
    fuzz(texts, read_calendar)


def test_any_event_is_read() -> None:
    """Events whose parts contradict each other."""
    fuzz(events, read_calendar)
