"""No text makes the search for dates raise, and what is found lies in the text and in order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from afterword_parsers.dates import find_dates
from fuzz.fuzzing import fuzz

ZONES = [
    ZoneInfo(name)
    for name in ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe")
]
WORDS = [
    "by",
    "on",
    "within",
    "in",
    "the",
    "next",
    "end",
    "of",
    "early",
    "week",
    "weeks",
    "month",
    "Friday",
    "Freitag",
    "vendredi",
    "viernes",
    "Monday",
    "morning",
    "noon",
    "midnight",
    "March",
    "März",
    "mars",
    "marzo",
    "13th",
    "31",
    "29",
    "February",
    "0",
    "2026",
    "9999",
    "0000",
    "12/05",
    "31.02.",
    "2026-02-30",
    "at",
    "3",
    "pm",
    "25:99",
    "24:00",
    "00:00",
    "ET",
    "IST",
    "CET",
    "UTC+14",
    "two-three",
    "2–3",
    "business",
    "days",
    "bis",
    "zum",
    "spätestens",
    "innerhalb",
    "von",
    "d'ici",
    "fin",
    "avant",
    "dentro",
    "de",
    "antes",
    "del",
    "-",
    "–",
    ",",
    ".",
    ":",
    "/",
    "to",
    "and",
    "or",
    "tomorrow",
    "gestern",
    "aujourd'hui",
    "mañana",
    "Q1",
    "half",
    "past",
    "quarter",
    "½",
    "٣",
    "三",
    "\u200b",
    "\u202e",
    "\n\n",
]
texts = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=60).map(" ".join) | st.text(max_size=200)
moments = st.integers(0, 3_700_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
cases = st.tuples(
    texts,
    moments,
    st.sampled_from(ZONES),
    st.sampled_from(["en", "de", "fr", "es", "nl", "xx", ""]),
    st.sampled_from([None, "US", "DE", "??"]),
)


def search(case: tuple[str, datetime, ZoneInfo, str, str | None]) -> None:
    text, sent, zone, language, country = case
    for date in find_dates(text, sent=sent, zone=zone, language=language, country=country):
        assert date.earliest.tzinfo
        assert date.latest.tzinfo
        assert date.earliest <= date.latest
        assert date.text
        assert abs(date.earliest - sent) < timedelta(days=366 * 200)


def test_any_text_is_searched() -> None:
    """Days that do not exist, hours beyond the day, words of four languages in no order."""
    fuzz(cases, search)
