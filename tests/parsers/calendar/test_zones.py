"""Time zones as people and calendars write them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from afterword_parsers.calendar.zones import is_readers_zone, zone_named, zone_of, zone_of_tzid, zone_words

WINTER, SUMMER = datetime(2026, 1, 15, 12), datetime(2026, 7, 15, 12)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("words", "country", "expected"),
    [
        ("ET", None, "America/New_York"),
        ("EST", None, "America/New_York"),
        ("EDT", None, "America/New_York"),
        ("Eastern", None, "America/New_York"),
        ("Eastern Daylight Time", None, "America/New_York"),
        ("(ET)", None, "America/New_York"),
        ("EST", "AU", "Australia/Sydney"),
        ("Central", None, "America/Chicago"),
        ("CT", None, "America/Chicago"),
        ("MT", None, "America/Denver"),
        ("Pacific Time", None, "America/Los_Angeles"),
        ("GMT", None, "UTC"),
        ("GMT", "GB", "Europe/London"),
        ("BST", None, "Europe/London"),
        ("CET", None, "Europe/Berlin"),
        ("MESZ", None, "Europe/Berlin"),
        ("IST", "IN", "Asia/Kolkata"),
        ("IST", "IE", "Europe/Dublin"),
        ("IST", "IL", "Asia/Jerusalem"),
        ("London time", None, "Europe/London"),
        ("heure de Paris", None, "Europe/Paris"),
        ("hora de Madrid", None, "Europe/Madrid"),
        ("Europe/Berlin", None, "Europe/Berlin"),
    ],
)
def test_words_name_a_place(words: str, country: str | None, expected: str) -> None:
    """A zone's words give the wall time of the place they stand for, by the country where they mean two."""
    assert expected == str(zone_of(words, country))


@pytest.mark.parametrize(
    "words", ["IST", "Klingon time", "", "Camelot", "your time", "x" * 5_000, "localtime", "../UTC"]
)
def test_what_decides_nothing_gives_nothing(words: str) -> None:
    """An ambiguous word without a country, and everything unknown, gives no zone."""
    assert zone_of(words) is None


@pytest.mark.parametrize(
    ("words", "minutes"), [("UTC+2", 120), ("GMT -05:00", -300), ("gmt+5:30", 330), ("UTC-0800", -480)]
)
def test_offsets_are_offsets(words: str, minutes: int) -> None:
    """A plain offset holds in summer and winter alike."""
    zone = zone_of(words)

    assert zone is not None
    assert {timedelta(minutes=minutes)} == {
        WINTER.replace(tzinfo=zone).utcoffset(),
        SUMMER.replace(tzinfo=zone).utcoffset(),
    }


def test_est_in_july_is_eastern_wall_time() -> None:
    """People write "EST" the whole year and mean the clock on the wall in New York."""
    assert timedelta(hours=-4) == SUMMER.replace(tzinfo=zone_of("EST")).utcoffset()


@pytest.mark.parametrize("words", ["your time", "Your local time", "Ortszeit", "heure locale"])
def test_the_readers_own_zone_is_told_apart(words: str) -> None:
    """Words for the clock of the reader name no place."""
    assert is_readers_zone(words)


@pytest.mark.parametrize(
    ("tzid", "expected"),
    [
        ("Pacific Standard Time", "America/Los_Angeles"),
        ('"W. Europe Standard Time"', "Europe/Berlin"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin"),
        ("(UTC) Dublin, Edinburgh, Lisbon, London", "Europe/London"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("GMT-0500", "UTC-05:00"),
        ("US/Eastern", "US/Eastern"),
        ("EST", "America/New_York"),
        ("Customized Time Zone", "None"),
        ("tzone://Microsoft/Custom", "None"),
        ("../../etc/passwd", "None"),
        ("localtime", "None"),
    ],
)
def test_the_names_of_calendars(tzid: str, expected: str) -> None:
    """IANA, Windows and display names and plain offsets are known; files of the system are not asked for."""
    assert expected == str(zone_of_tzid(tzid))


@pytest.mark.parametrize("name", ["", "UTC/../x", "America", "Europe/Nowhere", "A" * 300])
def test_no_name_raises(name: str) -> None:
    """Whatever stands there, there is a zone or there is none."""
    assert zone_named(name) is None


def test_french_words_are_no_zones() -> None:
    """ "et" and "est" count as zones in capitals only."""
    expression = re.compile(zone_words(), re.IGNORECASE)

    assert expression.match("ET")
    assert not expression.match("et")
    assert not expression.match("est")
