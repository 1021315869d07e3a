"""Values as they stand in the ledger: written, read again, and read by another version of the program."""

from __future__ import annotations

import gc
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.ledger.values import dumped, loaded, many
from afterword_parsers.invitation import Attendee, Invitation, Method

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TALK = Invitation(
    "u@larkspur.example", NOON, NOON, Method.REQUEST, attendees=(Attendee("Ida", "ida@larkspur.example"),)
)
# With a fixed offset: of two zones, an hour that a clock change repeats is never equal to itself (PEP 495).
moments = st.datetimes(timezones=st.timezones() | st.just(UTC)).map(
    lambda moment: moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta(0)))
)


@given(st.text(), moments, st.sampled_from(Method), st.none() | moments, st.booleans())
def test_what_is_written_is_read(
    text: str, moment: datetime, method: Method, stamp: datetime | None, flag: bool
) -> None:
    """Whatever stands in the fields; only lone surrogates, which SQLite cannot hold, become question marks."""
    value = replace(TALK, summary=text, start=moment, method=method, stamp=stamp, recurs=flag)

    assert value == loaded(Invitation, dumped(Invitation, value))


def test_moments_keep_their_offset() -> None:
    """Not the name of their zone, which another machine may not know."""
    there = NOON.astimezone(ZoneInfo("America/Chicago"))
    told = json.loads(dumped(Invitation, replace(TALK, start=there)))

    assert ("2026-03-10T07:00:00-05:00", "2026-03-10T12:00:00Z") == (told["start"], told["end"])


def test_another_version_is_understood() -> None:
    """What this one does not know is passed over, what is missing has its default, in whatever order it stands."""
    told = json.loads(dumped(Invitation, TALK))
    older = {name: told[name] for name in reversed(told) if name not in {"recurs", "location"}}

    assert TALK == loaded(Invitation, json.dumps(older | {"colour": "red"}))


@pytest.mark.parametrize(
    "change",
    [{"uid": ...}, {"start": "soon"}, {"start": 4}, {"method": "DANCE"}, {"method": []}, {"attendees": 3},
     {"attendees": [7]}, {"organizer": "Ida"}],
)  # fmt: skip
def test_what_does_not_fit_is_none(change: dict[str, object]) -> None:
    """A missing field, a word that is no member, a number for a mapping."""
    told = json.loads(dumped(Invitation, TALK)) | change

    assert loaded(Invitation, json.dumps({name: one for name, one in told.items() if one is not ...})) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "null"])
def test_what_is_no_mapping_is_none(text: str) -> None:
    """As a damaged ledger holds it."""
    assert loaded(Invitation, text) is None
    assert loaded(Invitation, text, uid="x") is None


def test_fields_may_come_from_elsewhere() -> None:
    """As the first arrival of a letter that was listed twice."""
    assert replace(TALK, uid="other") == loaded(Invitation, dumped(Invitation, TALK), uid="other")


def test_the_collector_works_again_afterwards() -> None:
    """Also where something went wrong meanwhile."""
    with pytest.raises(KeyError), many():
        raise KeyError

    assert gc.isenabled()
