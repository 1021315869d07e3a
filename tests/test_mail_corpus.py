"""How well the program reads the mail of tests/mail: a floor for each kind, a little below what is reached.

`make accuracy` prints the whole table. The mail is there to measure by: a rule is never written for one of its sentences.
"""

from __future__ import annotations

from collections import Counter
from email.utils import parseaddr

import pytest

from afterword_parsers.jobs.vendors import built_in_vendors, vendor_of
from afterword_rules.signal import SignalKind
from mail_corpus import Outcome, entries, outcomes

# Share of messages read right, for each label.
FLOORS = {
    "accepted": 0.78,
    "action_required": 0.6,
    "application_received": 0.76,
    "assessment_requested": 0.62,
    "human_reply": 0.87,
    "interview_cancelled": 0.4,
    "interview_proposed": 0.75,
    "interview_rescheduled": 0.4,
    "interview_scheduled": 0.58,
    "job_alert": 0.9,
    "none": 0.89,
    "offer": 0.72,
    "recruiter_outreach": 0.57,
    "rejected": 0.64,
    "status_update": 0.68,
    "withdrawn": 0.66,
}
EMPLOYER_FLOOR = 0.62
ROLE_FLOOR = 0.64
# Share of employers and roles that are read and are others than those named.
MOST_WRONG_EMPLOYERS = 0.12
MOST_WRONG_ROLES = 0.05
MOST_FALSE_ALARMS = 0.05

# Those whose mail every applicant meets.
VENDORS = {
    "greenhouse",
    "lever",
    "workday",
    "ashby",
    "icims",
    "smartrecruiters",
    "taleo",
    "successfactors",
    "bamboohr",
    "jobvite",
    "workable",
    "recruitee",
    "teamtailor",
    "personio",
    "rippling",
    "avature",
    "jazzhr",
    "comeet",
    "breezy",
    "pinpoint",
    "linkedin",
    "indeed",
    "wellfound",
    "ziprecruiter",
    "hackerrank",
    "codility",
    "codesignal",
    "hirevue",
    "calendly",
    "goodtime",
    "modernloop",
}
QUIET = {SignalKind.NONE, SignalKind.HUMAN_REPLY, SignalKind.JOB_ALERT, SignalKind.RECRUITER_OUTREACH}
MOVING = set(SignalKind) - QUIET - {SignalKind.STATUS_UPDATE, SignalKind.ACTION_REQUIRED}


@pytest.fixture(name="read", scope="module")
def _read() -> list[Outcome]:
    return list(outcomes())


def test_corpus_is_large_and_well_labelled() -> None:
    """At least 300 messages, each with an id of its own, labels that exist, and a date with an offset."""
    mail = entries()

    assert len(mail) >= 300
    assert [] == [name for name, count in Counter(entry.id for entry in mail).items() if count > 1]
    assert set() == {signal for entry in mail for signal in entry.signals} - set(SignalKind)
    assert all(entry.at.tzinfo for entry in mail)


def test_every_vendor_and_language_is_there() -> None:
    """Mail by each vendor that the program promises to know, and in each language it promises to read."""
    mail = entries()
    senders = {vendor.key for entry in mail if (vendor := vendor_of(parseaddr(entry.sender)[1]))}

    assert set() == VENDORS - {vendor.key for vendor in built_in_vendors().vendors}
    assert set() == VENDORS - senders
    assert {"en", "de", "fr", "es"} == {entry.lang for entry in mail}


def test_no_two_messages_are_alike() -> None:
    """Each message counts once."""
    assert [] == [body for body, count in Counter(entry.body for entry in entries()).items() if count > 1]


@pytest.mark.parametrize("label", FLOORS)
def test_kind_is_read_as_often_as_before(read: list[Outcome], label: str) -> None:
    """The share of messages of one kind that get a right verdict."""
    of_kind = [one for one in read if one.entry.signals[0] == label]
    missed = [f"{one.entry.id} read as {one.reading.signal.kind}" for one in of_kind if not one.signal_right]

    assert len(missed) <= (1 - FLOORS[label]) * len(of_kind), "\n".join(missed)


def test_mail_without_news_moves_nothing(read: list[Outcome]) -> None:
    """What says nothing about an application is never taken for a step of one."""
    quiet = [one for one in read if QUIET.issuperset(one.entry.signals)]
    alarms = [f"{one.entry.id} read as {one.reading.signal.kind}" for one in quiet if one.reading.signal.kind in MOVING]

    assert len(alarms) <= MOST_FALSE_ALARMS * len(quiet), "\n".join(alarms)


def test_employer_is_read_as_often_as_before(read: list[Outcome]) -> None:
    """The share of employers that are named right, and of those that are taken for others."""
    named = [one.employer for one in read if one.employer]

    assert named.count("right") >= EMPLOYER_FLOOR * len(named)
    assert named.count("wrong") <= MOST_WRONG_EMPLOYERS * len(named)


def test_role_is_read_as_often_as_before(read: list[Outcome]) -> None:
    """The share of roles that are named right, and of those that are taken for others."""
    named = [one.role for one in read if one.role]

    assert named.count("right") >= ROLE_FLOOR * len(named)
    assert named.count("wrong") <= MOST_WRONG_ROLES * len(named)
