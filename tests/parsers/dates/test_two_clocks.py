"""One time told by two clocks, and times whose day stands in the sentence before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from afterword_parsers.dates import find_dates

LONDON, NEW_YORK, BERLIN = ZoneInfo("Europe/London"), ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
# London is four hours ahead of New York in these weeks, and not five.
SENT = datetime(2026, 3, 11, 11, 10, tzinfo=timezone(timedelta(hours=-4)))
IN_UTC = datetime(2026, 3, 11, 15, 10, tzinfo=UTC)


def times(text: str, zone: ZoneInfo = LONDON, language: str = "en", sent: datetime = SENT) -> list[tuple[str, str]]:
    """Start and end of every time of day in the text, by the clock of London."""
    found = find_dates(text, sent=sent, zone=zone, language=language)
    return [
        (f"{one.earliest.astimezone(LONDON):%d %H:%M}", f"{one.latest.astimezone(LONDON):%H:%M}")
        for one in found
        if one.precision == "minute" and one.zone_known
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Our call: Thursday, March 19, 10:00-10:45am Eastern, which is 2pm in London.",
        "Our call: Thursday, March 19, 10:00-10:45am Eastern (2pm your time).",
        "Our call: Thursday, March 19, 10:00-10:45am our time, that's 2pm for you.",
        "Our call: Thursday, March 19, 10:00 to 10:45 am here, so 2pm on your side.",
        "Our call: Thursday, March 19, 10:00-10:45am here in Boston, 2pm yours.",
        "Our call: Thursday, March 19, 14:00-14:45 UK / 10:00 ET.",
        "Our call: Thursday, March 19, 10:00-10:45 ET (14:00 London).",
        "Our call: Thursday, March 19, 10:00 to 10:45 am our time.",
    ],
)
def test_one_time_by_two_clocks_is_one(text: str) -> None:
    """The clock that is known best is believed, and the end is that of the time which gives one."""
    assert [("19 14:00", "14:45")] == times(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das Gespräch ist am Donnerstag, 19. März, um 15 Uhr Ihrer Zeit (10 Uhr in New York).", "de"),
        ("Das Gespräch ist am Donnerstag, 19. März, um 10 Uhr New Yorker Zeit, also 15 Uhr bei Ihnen.", "de"),
        ("L'entretien aura lieu jeudi 19 mars à 10h heure de Montréal, soit 15h chez vous.", "fr"),
        ("La entrevista será el jueves 19 de marzo a las 10:00 hora de Nueva York, es decir, las 15:00 en Madrid.", "es"),
    ],
)  # fmt: skip
def test_two_clocks_in_other_languages(text: str, language: str) -> None:
    """Places and "with you" are said in every language."""
    assert [("19 14:00", "14:00")] == times(text, BERLIN, language)


@pytest.mark.parametrize(
    "text",
    [
        "Could you do Tuesday, March 17 at 2 pm or 4 pm your time?",
        "Could you do Tuesday, March 17 at 2 pm or 4 pm ET?",
    ],
)
def test_two_times_stay_two(text: str) -> None:
    """ "or" and "and" join two times, whatever clock the last one names."""
    assert [("17 18:00", "18:00"), ("17 20:00", "20:00")] == times(text, NEW_YORK)


def test_the_writers_clock_is_unknown_where_the_date_is_in_utc() -> None:
    """Many mail programs write every date in UTC: "our time" is then nobody's, unless the reader's is told beside it."""
    assert [] == times("Our call: Thursday, March 19, 10:00 am our time.", NEW_YORK, sent=IN_UTC)
    told = "Our call: Thursday, March 19, 3 pm our time, 10 am for you."
    assert [("19 14:00", "14:00")] == times(told, NEW_YORK, sent=IN_UTC)


def test_here_is_a_place_and_no_clock() -> None:
    """ "2 pm here in our office" says where."""
    assert [("17 18:00", "18:00")] == times("Our meeting: Tuesday, March 17 at 2 pm here in our office.", NEW_YORK)


@pytest.mark.parametrize(
    "text",
    [
        "Interviews are on Thursday 19 March. Yours is 2 pm to 2.45 pm in the library.",
        "Great - Thursday, March 19 then. I've blocked 2:00 to 2:45 pm for us and will call you.",
    ],
)
def test_a_time_goes_on_with_the_day_of_the_sentence_before(text: str) -> None:
    """People name the day, and then the hour in a sentence of its own."""
    assert [("19 14:00", "14:45")] == times(text)


@pytest.mark.parametrize(
    "text",
    [
        "The interview is on Thursday, March 19. Our office is open from 9:00 to 17:00.",
        "The interview is on Thursday, March 19. Please arrive by 9:45 am.",
        "The interview is on Thursday, March 19. The train leaves at 8:15 am.",
    ],
)
def test_other_hours_are_not_those_of_the_meeting(text: str) -> None:
    """Opening hours and trains have times of their own."""
    assert [] == times(text)
