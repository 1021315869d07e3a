"""Figures: funnel, stages, rows, and what is next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from afterword.passes import Decision
from afterword.report.agenda import coming, waiting_drafts
from afterword.report.figures import funnel
from afterword_rules.application import Promise, Stage
from afterword_rules.applications.job_search import JobSearch
from afterword_rules.follow_up import DraftState
from afterword_rules.follow_ups.plan import Plan, Withdrawal
from daemon.report.search_cases import NOW, endless, everyday, follow_up, report
from rules.builders import GRANT, HANNAH, application, at, conversation, letter_from, record_of, step, waiting_since

APPLIED = step(Stage.APPLIED, "3-02 10:00")
NEW = application(APPLIED)


def test_funnel_counts_what_each_really_had() -> None:
    """Heard back, interviewed and offered are told apart, and an offer alone makes no interview."""
    heard = replace(application(APPLIED, letters=(letter_from(HANNAH, "3-05 10:00"),)), key="heard")
    talked = replace(waiting_since(conversation("3-11 14:00")), key="talked")
    ahead = replace(application(APPLIED, interviews=(conversation("3-30 14:00"),)), key="ahead")
    offered = replace(application(APPLIED, step(Stage.OFFER, "3-12 10:00")), key="offered")
    counts = {one.name: one.applications for one in funnel([NEW, heard, talked, ahead, offered], NOW)}

    assert ("calloway", "heard", "talked", "ahead", "offered") == counts["applied"]
    assert ("heard", "talked") == counts["heard back"]
    assert ("talked",) == counts["interviewed"]
    assert ("offered",) == counts["offer"]


def test_offer_that_was_taken_back_stays_one() -> None:
    """The funnel tells how far it came; where it stands tell the stages."""
    made = report([application(APPLIED, step(Stage.OFFER, "3-12 10:00"), step(Stage.REJECTED, "3-13 10:00"))])

    assert 1 == len(made.funnel[3])
    assert [("rejected", 1)] == [(count.name, len(count)) for count in made.stages]


def test_stages_are_counted_in_their_order() -> None:
    """Each application stands in one of them."""
    made = everyday()

    assert ["applied", "awaiting decision", "offer", "rejected"] == [count.name for count in made.stages]
    assert len(made.rows) == sum(map(len, made.stages))


def test_open_rows_come_first_and_the_newest_of_them_first() -> None:
    """What is over follows, the newest first as well."""
    made = endless(20)

    assert [f"key{number}" for number in (*range(18, -1, -2), *range(19, 0, -2))] == [
        row.application.key for row in made.rows
    ]
    assert 10 == len(made.open_rows)


def test_empty_search_has_figures() -> None:
    """Zeros, no rows, and a scale."""
    made = report()

    assert ((), (), ()) == (made.rows, made.stages, made.silences)
    assert [0, 0, 0, 0] == [len(count) for count in made.funnel]
    assert 0 < made.scale.at(NOW) < 100


@pytest.mark.parametrize(
    ("state", "waits"),
    [(state, state in {DraftState.PLACED, DraftState.EDITED, DraftState.COMPOSING}) for state in DraftState],
)
def test_draft_waits_until_the_owner_has_decided(state: DraftState, *, waits: bool) -> None:
    """In Drafts or open in a composer: not what was sent, thrown away or only meant."""
    record = replace(record_of(follow_up(NEW, "3-23 09:00"), at("3-23 09:00"), state), standing=False)

    assert waits == bool(report([NEW], records=[record]).drafts)


def test_draft_tells_why_and_until_when() -> None:
    """What its follow-up says; and that the next pass takes it out, where it does."""
    wanted = replace(follow_up(NEW, "3-23 09:00"), best_before=at("3-23 21:00"))
    record = record_of(wanted, at("3-23 09:00"))
    goes = Plan((), (Withdrawal(record, "they have declined"),))
    kept, gone = (
        waiting_drafts([record], Decision(JobSearch((NEW,)), plan, (), wanted=(wanted,)))
        for plan in (Plan((), ()), goes)
    )

    assert ("a week has passed", at("3-23 21:00"), "") == (kept[0].why, kept[0].best_before, kept[0].goes)
    assert "they have declined" == gone[0].goes


def test_what_comes_is_in_order() -> None:
    """Due now, then drafts, conversations and promised days as they come; what has passed or was called off is left out."""
    talks = (
        conversation("3-05 14:00"),
        conversation("3-26 14:00", GRANT, agenda="System design"),
        conversation("3-27 14:00", cancelled=True),
    )
    made = replace(
        application(APPLIED, interviews=talks), promise=Promise(at("3-25 23:59"), at("3-20 10:00"), "by Wednesday")
    )
    refused = replace(application(APPLIED, step(Stage.REJECTED, "3-12 10:00")), promise=made.promise)
    plan = Plan((follow_up(made, "3-24 09:00"),), (), waiting=(follow_up(made, "3-31 09:00"),))
    found = coming(Decision(JobSearch((made, refused)), plan, ()), NOW)

    assert [
        "draft: status inquiry to Hannah Voss",
        "news was promised by then",
        "interview with Grant Ellery",
        "draft: status inquiry to Hannah Voss",
    ] == [one.what for one in found]
    assert [True, False, False, False] == [one.due for one in found]
    assert ["by Wednesday", "System design"] == [one.why for one in found[1:3]]


def test_report_of_the_same_facts_is_the_same() -> None:
    """In whatever order drafts are remembered."""
    one, other = (record_of(follow_up(NEW, day), at(day)) for day in ("3-20 09:00", "3-23 09:00"))
    other = replace(other, key="other", placed_at=other.intended_at + timedelta(seconds=1))

    assert report([NEW], records=[one, other]).drafts == report([NEW], records=[other, one]).drafts
