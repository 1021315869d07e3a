"""Dates in English sentences. The mail is of Wednesday, March 18, 2026, 10:00 in New York unless a case says otherwise."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterword_parsers.dates import DateInWords, DateKind, Precision, find_dates

NEW_YORK = ZoneInfo("America/New_York")
SENT = "2026-03-18 10:00"


def dates(text: str, sent: str = SENT, country: str | None = None) -> tuple[DateInWords, ...]:
    """The dates of an English text for a reader in New York."""
    moment = datetime.fromisoformat(sent).replace(tzinfo=NEW_YORK)
    return find_dates(text, sent=moment, zone=NEW_YORK, language="en", country=country)


def brief(found: tuple[DateInWords, ...]) -> list[str]:
    """What was found as "kind first-day" or "kind first-day..last-day", with times for MINUTE."""
    lines: list[str] = []
    for each in found:
        if each.precision is Precision.MINUTE:
            end = "" if each.latest == each.earliest else f"-{each.latest:%H:%M}"
            lines.append(f"{each.kind} {each.earliest:%Y-%m-%d %H:%M}{end}")
        elif each.precision is Precision.RANGE or each.ambiguous:
            lines.append(f"{each.kind} {each.earliest:%Y-%m-%d}..{each.latest:%m-%d}")
        else:
            lines.append(f"{each.kind} {each.earliest:%Y-%m-%d}")
    return lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("After our talk you will hear from us by Friday, March 20.", "promise 2026-03-20"),
        ("You will have our answer by Friday, October 23.", "promise 2026-10-23"),
        ("We expect to let you know our decision by May 22.", "promise 2026-05-22"),
        ("We will let you know within two weeks.", "promise 2026-04-01"),
        ("We will get back to you in the next 5-7 business days.", "promise 2026-03-25..03-27"),
        ("We'll respond within 48 hours.", "promise 2026-03-20"),
        ("You'll hear from us by the end of next week.", "promise 2026-03-27"),
        ("We'll be in touch early next week.", "promise 2026-03-23..03-24"),
        ("We will decide by the end of the month.", "promise 2026-03-31"),
        ("By the end of the week you'll have our answer.", "promise 2026-03-20"),
        ("We hope to have a decision by mid-April.", "promise 2026-04-11..04-20"),
        ("We'll get back to you next week.", "promise 2026-03-23..03-27"),
        ("In a couple of weeks we'll let you know.", "promise 2026-04-01"),
        ("We plan to make a decision within the next 2\N{EN DASH}3 weeks.", "promise 2026-04-01..04-08"),
        ("We hope to have an answer for you in a week or two.", "promise 2026-03-25..04-01"),
        ("The team will make a final decision by Thursday.", "promise 2026-03-19"),
        ("We're aiming to get back to all candidates by the end of March.", "promise 2026-03-31"),
        ("You can expect to hear back within 5 business days.", "promise 2026-03-25"),
        ("I'll follow up by Wednesday.", "promise 2026-03-25"),
        ("We'll have an update for you by close of business on Friday.", "promise 2026-03-20"),
        ("We'll let you know by Friday if we'd like to move forward.", "promise 2026-03-20"),
        ("We'll get back to you the week of March 30.", "promise 2026-03-30..04-03"),
        ("You will hear from us next Friday.", "promise 2026-03-20..03-27"),
        ("It'll take us until next Wednesday to decide.", "promise 2026-03-25"),
        ("Decision expected: 2026-03-27", "promise 2026-03-27"),
        ("If you haven't heard from us by Friday, feel free to ping me.", "promise 2026-03-20"),
        ("Feel free to nudge me if you haven't heard anything by the 23rd.", "promise 2026-03-23"),
        ("Our goal is to have feedback to you no later than EOB Monday, March 23.", "promise 2026-03-23"),
        ("We anticipate that final decisions will be made by April 1.", "promise 2026-04-01"),
        ("Someone from our team will be reaching out in the next day or two.", "promise 2026-03-19..03-20"),
        ("Expect an email from us on or before March 24.", "promise 2026-03-24"),
        ("Hope to circle back by Monday.", "promise 2026-03-23"),
        ("they said by Friday", "promise 2026-03-20"),
        ("Jane said next week", "promise 2026-03-23..03-27"),
        ("She promised an answer for Friday.", "promise 2026-03-20"),
        ("recruiter told me decision by March 27", "promise 2026-03-27"),
    ],
)
def test_promises(text: str, expected: str) -> None:
    """News is promised by then, in whatever words."""
    assert [expected] == brief(dates(text))


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("2026-02-27 16:44", "promise 2026-03-13"),
        ("2026-03-13 09:00", "promise 2026-04-13..11-13"),
    ],
)
def test_friday_the_13th_is_the_next_such_day(sent: str, expected: str) -> None:
    """A weekday with a number is the next day that is both; where that is far away, two readings are kept."""
    assert [expected] == brief(
        dates("You will hear from me by Friday the 13th at the latest,\none way or the other.", sent)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You'll hear from IT by Friday, November 6 about your laptop.", "other 2026-11-06"),
        ("You will hear from us by Friday about your laptop.", "other 2026-03-20"),
        ("Your card will be mailed within 7-10 business days.", "other 2026-03-27..04-01"),
        ("If you do not hear from us within two weeks, please consider the role filled.", "other 2026-04-01"),
        ("If your background is a match, a recruiter will reach out within 10 days.", "other 2026-03-28"),
        ("Should your profile match, we will contact you within a week.", "other 2026-03-25"),
        ("If selected, you will be contacted within two weeks.", "other 2026-04-01"),
        ("You'll receive feedback within three business days of your interview.", "other 2026-03-23"),
        ("Two more candidates are on the calendar next week.", "other 2026-03-23..03-27"),
        ("We hope to schedule interviews within two weeks.", "other 2026-04-01"),
        ("We encourage you to apply again in six months.", "other 2026-09-18"),
        ("Your first day is Monday, November 16, at 9:30 am.", "other 2026-11-16 09:30"),
        ("Are you available on Monday the 23rd between 2 and 4 pm?", "other 2026-03-23 14:00-16:00"),
        (
            "I am out of the office from Thursday, April 16 through Friday, April 24 and won't be reading mail.",
            "other 2026-04-16..04-24",
        ),
    ],
)
def test_what_promises_no_news_on_the_application(text: str, expected: str) -> None:
    """Other topics, conditions, absences and windows are none of promise, appointment and deadline."""
    assert [expected] == brief(dates(text))


def test_an_absent_person_promises_nothing() -> None:
    """A holiday notice does not speak of the application, whatever it announces."""
    text = "I am on vacation until March 30. I will reply to your message by March 31."

    assert {DateKind.OTHER} == {each.kind for each in dates(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Please send me your solution by Monday, March 23.", "deadline 2026-03-23"),
        ("If you'd like to accept, sign it by\nFriday, March 27. I'm happy to jump on a call.", "deadline 2026-03-27"),
        ("We'd be glad to have your answer by Wednesday, October 28.", "deadline 2026-10-28"),
        ("The offer expires on April 2.", "deadline 2026-04-02"),
        ("Please submit your feedback by Friday.", "deadline 2026-03-20"),
        ("The test link expires on October 16, 2026, 11:59 PM EDT", "deadline 2026-10-16 23:59"),
        ("Let me know by tomorrow.", "deadline 2026-03-19"),
        ("Could you send me your availability by EOD Thursday?", "deadline 2026-03-19"),
        ("Please complete the assessment within 5 days.", "deadline 2026-03-23"),
        ("You have until Sunday, March 29 to finish the test.", "deadline 2026-03-29"),
        ("We look forward to hearing from you by Tuesday.", "deadline 2026-03-24"),
    ],
)
def test_deadlines(text: str, expected: str) -> None:
    """The reader has to do something by then."""
    assert [expected] == brief(dates(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Would tomorrow (Thursday) at 11:00 am\nET work for you?", "appointment 2026-03-19 11:00"),
        (
            "I would like to talk to you: Tuesday, March 24, 2:00 to 2:45 pm on Teams?",
            "appointment 2026-03-24 14:00-14:45",
        ),
        ("Our panel interview: Thursday, March 26, 1:00 pm - 2:30 pm ET", "appointment 2026-03-26 13:00-14:30"),
        ("A video chat with me this Friday, March 20, at 2:00 pm ET?", "appointment 2026-03-20 14:00"),
        ("You are invited: Tuesday, 29 September, 10:00 - 11:00", "appointment 2026-09-29 10:00-11:00"),
        (
            "Are you free this Friday, 5 June, from 2 to 3 pm for a video interview?",
            "appointment 2026-06-05 14:00-15:00",
        ),
        ("Would Tuesday, May 12 at 3pm ET work?", "appointment 2026-05-12 15:00"),
        ("Wednesday the 25th at 10 is fine.", "appointment 2026-03-25 10:00"),
        ("Tuesday at 2 suits me well.", "appointment 2026-03-24 14:00"),
        ("Thursday the 26th works, see you at reception.", "appointment 2026-03-26"),
        ("Let's talk at 2pm on Thursday.", "appointment 2026-03-19 14:00"),
        ("Let's do Wednesday, March 25th, at noon ET.", "appointment 2026-03-25 12:00"),
        ("The interview has been moved to Friday, March 27 at 4 pm ET.", "appointment 2026-03-27 16:00"),
        ("When: Thu Mar 26, 2026 11am \N{EN DASH} 12:30pm (EDT)", "appointment 2026-03-26 11:00-12:30"),
        (
            "Your interview:\n\nDate: Tuesday, March 24, 2026\nTime: 2:00 PM - 3:00 PM",
            "appointment 2026-03-24 14:00-15:00",
        ),
        ("The interview will take place on the 24th at 9.", "appointment 2026-03-24 09:00"),
    ],
)
def test_appointments(text: str, expected: str) -> None:
    """A day with a time in words about meeting."""
    assert [expected] == brief(dates(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Your application was submitted on February 9, 2026.", "past 2026-02-09"),
        ("Thanks again for coming in yesterday, the team enjoyed meeting you.", "past 2026-03-17"),
        ("The interview ended at 3:00 PM on March 10.", "past 2026-03-10 15:00"),
        ("It was great meeting you on Monday.", "past 2026-03-16"),
        ("We spoke last Tuesday.", "past 2026-03-17"),
        ("Thanks so much for taking the time to speak with us on Tuesday.", "past 2026-03-17"),
        ("As discussed on Friday, the next step is a call.", "past 2026-03-13"),
        ("Really good talking to you last week.", "past 2026-03-09..03-13"),
        ("We had promised you news by March 16 and are late.", "past 2026-03-16"),
        ("Applied on October 8", "past 2025-10-08"),
    ],
)
def test_what_is_past(text: str, expected: str) -> None:
    """Something happened: the day is looked for before the mail."""
    assert [expected] == brief(dates(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Please send me your solution by Monday, March 23; we will get back to you by Friday, March 27.",
            ["deadline 2026-03-23", "promise 2026-03-27"],
        ),
        (
            "We expect to finish interviews this week and will reach out early next week with an update.",
            ["other 2026-03-18..03-20", "promise 2026-03-23..03-24"],
        ),
        (
            "Interviews will be held March 23-27 and we'll notify everyone by March 31.",
            ["other 2026-03-23..03-27", "promise 2026-03-31"],
        ),
        (
            "Do you have 45 minutes next week? Wednesday, March 25 at 9:00 am or Thursday, March 26 at 2:00 pm would work.",
            ["other 2026-03-23..03-27", "appointment 2026-03-25 09:00-09:45", "appointment 2026-03-26 14:00-14:45"],
        ),
        ("Thanks for your time today! You'll hear from me by Tuesday.", ["past 2026-03-18", "promise 2026-03-24"]),
    ],
)
def test_each_date_has_its_own_words(text: str, expected: list[str]) -> None:
    """Of several dates in one text each is what the words beside it make of it."""
    assert expected == brief(dates(text))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("I'd love to set up a 30-minute intro call. Would tomorrow at 11:00 am ET work?", 30),
        ("I'd like you to meet Leonie, for an hour over video. Would Tuesday at 3pm ET work?", 60),
        ("Are you free for half an hour this Friday, March 20, at 11:30 am? A video call.", 30),
        ("Plan for about 90 minutes, with Janelle, Tuesday, March 24, 1:00 pm ET, by video. OK for the call?", 90),
        ("We've scheduled your call for 3/26 at 1 PM. It should take an hour and a half.", 90),
        ("Your interview is Thursday at 3 pm. The take-home test takes 2 hours.", 0),
        ("The call is Thursday at 3 pm. You will be reminded in 15 minutes.", 0),
    ],
)
def test_a_duration_sets_the_end(text: str, minutes: int) -> None:
    """Where only a start was said, the length of the meeting that stands near gives the end."""
    (found,) = dates(text)

    assert timedelta(minutes=minutes) == found.latest - found.earliest


def test_a_schedule_belongs_to_the_day_above() -> None:
    """Times at the head of lines take the last day named and the zone that is said for all."""
    text = (
        "You're all set for Thursday, March 26! Here is your schedule (all times Pacific):\n\n"
        "10:00 am - 10:45 am | Coding | Solveig\n11:00 am - 12:00 pm | System design | Rajiv\n"
        "1:00 pm - 1:45 pm | Hiring manager | Keane\n\nLunch is on us."
    )

    assert ["10:00-10:45 -0700", "11:00-12:00 -0700", "13:00-13:45 -0700"] == [
        f"{each.earliest:%H:%M}-{each.latest:%H:%M} {each.earliest:%z}" for each in dates(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected", "known"),
    [
        ("Call on Thursday at 11:30 am Central?", "2026-03-19T11:30:00-05:00", True),
        ("Call on July 24 at 9:30am EST?", "2026-07-24T09:30:00-04:00", True),
        ("The call is on 2026-03-24 at 15:00 UTC.", "2026-03-24T15:00:00+00:00", True),
        ("Call at 14:30 CET on 27 March?", "2026-03-27T14:30:00+01:00", True),
        ("The call is Thursday at 3pm your time.", "2026-03-19T15:00:00-04:00", True),
        ("The call is Thursday at 3pm IST.", "2026-03-19T15:00:00-04:00", False),
        (
            "The call is at 11:00am - Wednesday, March 25, 2026 (Pacific Time - US & Canada)",
            "2026-03-25T11:00:00-07:00",
            True,
        ),
        ("The call is March 26, 10:00 AM America/Denver", "2026-03-26T10:00:00-06:00", True),
        ("Call on Thursday at 3?", "2026-03-19T15:00:00-04:00", True),
    ],
)
def test_zones(text: str, expected: str, known: bool) -> None:
    """A time is read in the zone that stands behind it; one that cannot be told is the reader's and said to be unknown."""
    (found,) = dates(text)

    assert (expected, known) == (found.earliest.isoformat(), found.zone_known)


def test_one_zone_for_all_times_of_a_list() -> None:
    """A zone named once holds for the other times as well."""
    text = "For the call I can offer Tuesday, March 24 at 2:00 pm or Wednesday, March 25 at 10:00 am PT."

    assert ["-0700", "-0700"] == [f"{each.earliest:%z}" for each in dates(text)]


def test_the_same_time_in_two_zones_is_one() -> None:
    """ "10 am PT / 1 pm ET" is one appointment."""
    assert 1 == len(dates("Your interview: Tuesday, March 24 from 10am-11am PT / 1pm-2pm ET"))


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("You will hear from us by 12/05.", None, "promise 2026-05-12..12-05"),
        ("You will hear from us by 12/05.", "CA", "promise 2026-05-12..12-05"),
        ("You will hear from us by 12/05.", "US", "promise 2026-12-05"),
        ("You will hear from us by 12/05.", "GB", "promise 2026-05-12"),
        ("You will hear from us by 3/27.", None, "promise 2026-03-27"),
        ("You will hear from us by 27/3/2026.", "US", "promise 2026-03-27"),
        ("You will hear from us by Tuesday, 12/05.", None, "promise 2026-05-12"),
        ("You will hear from us by 05.06.2026.", "US", "promise 2026-06-05"),
        ("You will hear from us by Friday, March 19.", None, "promise 2026-03-19..03-20"),
    ],
)
def test_two_readings_are_kept_unless_something_decides(text: str, country: str | None, expected: str) -> None:
    """Day and month in figures: a number over 12, a dot, the weekday or the country decides, else nothing does."""
    (found,) = dates(text, country=country)

    assert [expected] == brief((found,))
    assert (".." in expected) == found.ambiguous


@pytest.mark.parametrize(
    ("sent", "text", "expected"),
    [
        ("2026-12-30 09:00", "You will hear from us by January 8.", "promise 2027-01-08"),
        ("2026-12-30 09:00", "We received your application on December 12.", "past 2026-12-12"),
        ("2026-01-05 09:00", "We received your application on December 12.", "past 2025-12-12"),
        ("2026-03-20 09:00", "You will hear from us by Friday.", "promise 2026-03-27"),
        ("2026-03-21 09:00", "You will hear from us by the end of the week.", "promise 2026-03-27"),
        ("2026-01-30 09:00", "You will hear from us in one month.", "promise 2026-02-28"),
        ("2026-03-20 09:00", "You will hear from us within one business day.", "promise 2026-03-23"),
    ],
)
def test_the_calendar_turns(sent: str, text: str, expected: str) -> None:
    """Years, weeks and months end as they do in the calendar."""
    assert [expected] == brief(dates(text, sent))


@pytest.mark.parametrize(
    "text",
    [
        "Salary of 120,000-140,000 USD, version 3.12.1, call 555-0148 or +1 212-555-0148 x 1200.",
        "May I ask you something? You may march on, sun or sat.",
        "1200 Market Street, Suite 10, 5th floor, Sheridan, WY 82801",
        "Job id 4179990001, R-2207, REQ 2026-3117, R0048213",
        "Our office hours are Mon-Fri 9-5, Monday to Friday, 9am to 5pm. Happy Friday!",
        "24/7 support, 401(k), 3/4 time, rated 4.5/5, 10 years of experience, 20 days of PTO",
        "Every Friday at 4pm we have drinks.",
        "C#Today and Python 3.13 at 16:9",
        "Zoom ID 932 1104 7788, passcode 104577",
    ],
)
def test_what_is_no_date(text: str) -> None:
    """Salaries, phones, versions, ids, streets and habits name no date."""
    assert () == dates(text)


def test_offsets_are_those_of_the_text() -> None:
    """`begin` and `end` cut the words out of the very text that was given."""
    text = "Hi Sam,\u00a0see you\u2019re set \u2013 you will hear from us by Friday,\u202fMarch 20."
    (found,) = dates(text)

    assert "Friday,\u202fMarch 20" == text[found.begin : found.end] == found.text


@pytest.mark.parametrize(
    "text",
    [
        "0123456789 " * 20_000,
        "by Friday " * 10_000,
        "we will we will let you know " * 5_000,
        "10:00 - " * 20_000,
        "if you " * 20_000,
        "1/" * 50_000,
        "a" * 200_000,
        "\n" * 200_000,
        "Friday, March 20, 2:00 pm - 3:00 pm ET\n" * 5_000,
        "within two " * 10_000,
        "see you Friday at 10:00" + " " * 50_000 + "x",
        "on 3/20" + " " * 50_000 + "x",
        "within two" + " " * 50_000 + "x",
        ("by" + " " * 500) * 100,
        ("\n" + " " * 500) * 100,
    ],
)
def test_hostile_texts_give_a_bounded_answer(text: str) -> None:
    """However long and repetitive a text is, what is read and what is found stays bounded."""
    assert 1_300 > len(dates(text))


def test_a_language_nobody_knows_is_read_as_english() -> None:
    """An unknown language finds what English finds, and a known one without a file its full dates."""
    sent = datetime(2026, 3, 18, 10, tzinfo=NEW_YORK)
    strange = find_dates("You will hear from us by May 22.", sent=sent, zone=NEW_YORK, language="xx")
    dutch = find_dates("U hoort van ons op 3 mei 2026.", sent=sent, zone=NEW_YORK, language="nl")

    assert ["promise 2026-05-22"] == brief(strange)
    assert ["other 2026-05-03"] == brief(dutch)


_WORDS = st.sampled_from(
    [
        "by",
        "Friday",
        "the",
        "13th",
        "March",
        "20",
        "2026",
        "at",
        "3",
        "pm",
        "ET",
        "-",
        "to",
        "29",
        "Feb",
        "within",
        "two",
        "weeks",
        "ago",
        "next",
        "week",
        "of",
        ".",
        "\n",
        ",",
        "12/05",
        "31/31",
        "00:60",
        "24:00",
        "you",
        "will",
        "hear",
        "from",
        "us",
        "if",
        "not",
        "tomorrow",
        "(Thursday)",
        "end",
        "month",
        "99999999999",
        "between",
        "and",
        "noon",
        "IST",
        "2026-02-30",
        "1.",
        "30.",
        "²",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_WORDS, max_size=25), st.datetimes(), st.sampled_from(["en", "de", "fr", "es", "nl", "", "../x", "zz"]))
def test_no_words_raise(words: list[str], sent: datetime, language: str) -> None:
    """Whatever stands there, whenever it was sent: there is a result, in order, aware, inside of the text."""
    text = " ".join(words)
    for each in find_dates(text, sent=sent.replace(tzinfo=NEW_YORK), zone=NEW_YORK, language=language):
        assert each.earliest.tzinfo
        assert each.earliest <= each.latest
        assert each.text == text[each.begin : each.end]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["en", "de", "fr", "es"]))
def test_no_text_raises(text: str, language: str) -> None:
    """Any characters give a result."""
    find_dates(text, sent=datetime(2026, 3, 18, tzinfo=NEW_YORK), zone=NEW_YORK, language=language)


@pytest.mark.parametrize("zone", ["ET", "et", "eastern", "Eastern time", "est"])
def test_zone_behind_a_time_may_be_in_lower_case(zone: str) -> None:
    """Those who write no capitals write none here either."""
    (found,) = dates(f"thursday, march 26 at 11am {zone}")

    assert datetime.fromisoformat("2026-03-26T11:00-04:00") == found.earliest
    assert found.text.endswith(zone)


@pytest.mark.parametrize(("written_there", "known"), [(False, True), (True, False)])
def test_your_time_is_the_readers(written_there: bool, known: bool) -> None:
    """In the owner's own mail that is the other side, and its zone is not known."""
    moment = datetime.fromisoformat(SENT).replace(tzinfo=NEW_YORK)
    (found,) = find_dates(
        "Thursday, March 26 at 2 pm your time?",
        sent=moment, zone=NEW_YORK, language="en", written_there=written_there,
    )  # fmt: skip

    assert known == found.zone_known
    assert 14 == found.earliest.hour


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thursday, March 26, 9:30 am to noon", ["2026-03-26 09:30-12:00"]),
        ("Thursday, March 26, noon to 1 pm", ["2026-03-26 12:00-13:00"]),
        ("Thursday, March 26 at noon or 2 pm", ["2026-03-26 12:00", "2026-03-26 14:00"]),
    ],
)
def test_noon_begins_or_ends_a_time(text: str, expected: list[str]) -> None:
    """It is an hour like any other."""
    assert expected == [line.partition(" ")[2] for line in brief(dates(text))]
