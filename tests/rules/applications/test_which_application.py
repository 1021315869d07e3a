"""Which mail is about one application, and which founds another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from afterword_parsers.subject_matter import SubjectMatter
from afterword_rules.application import Application, Stage
from afterword_rules.applications.job_search import JobSearch, job_search
from afterword_rules.calendar_entry import CalendarEntry
from afterword_rules.note import Note
from afterword_rules.owners_word import OwnersWord
from afterword_rules.reading import Reading
from afterword_rules.signal import SignalKind
from rules.builders import (
    CALLOWAY,
    CALLOWAY_DATA,
    GRANT,
    HANNAH,
    OWNER,
    PRIYA,
    RAJIV,
    STRANGER,
    UNTOLD,
    at,
    confirmation,
    entry,
    invitation,
    mail,
    robot_mail,
    sent,
)

LATER = "7-31 12:00"
BOARD = "jobs-noreply@linkedin.com"
APPLE = SubjectMatter("Apple", "Backend Developer")
APPLE_BANK = SubjectMatter("Apple Bank", "Backend Developer")


def search(
    *readings: Reading, entries: Sequence[CalendarEntry] = (), notes: Sequence[Note] = (), now: str = LATER
) -> JobSearch:
    """Everything known at `now`."""
    return job_search(readings, entries, OWNER, at(now), OwnersWord(notes=tuple(notes)))


def told(found: JobSearch) -> list[tuple[str, str | None, Stage]]:
    """Employer, role and stage of each application."""
    return [(one.company, one.role, one.stage) for one in found.applications]


def only(found: JobSearch) -> Application:
    """The one application of these."""
    (application,) = found.applications
    return application


def test_two_roles_at_one_employer_stay_two() -> None:
    """The refusal of one leaves the other."""
    refusal = robot_mail(SignalKind.REJECTED, "3-12 10:00", CALLOWAY_DATA)
    found = search(confirmation("3-02 10:00"), confirmation("3-02 10:05", CALLOWAY_DATA), refusal)

    assert [
        ("Calloway Freight", "Backend Developer", Stage.APPLIED),
        ("Calloway Freight", "Data Engineer", Stage.REJECTED),
    ] == told(found)


def test_two_requisitions_of_one_title_stay_two() -> None:
    """The number tells them apart where the title does not."""
    found = search(
        confirmation("3-02 10:00", replace(CALLOWAY, requisition="R-1")),
        confirmation("3-02 10:05", replace(CALLOWAY, requisition="R-2")),
    )

    assert 2 == len(found.applications)


def test_board_and_vendor_confirm_one_application() -> None:
    """The job board says "was sent", the employer's vendor says "has arrived"."""
    assert 1 == len(search(confirmation("3-02 10:00", email=BOARD), confirmation("3-02 10:20")).applications)


def test_board_that_names_no_role_confirms_the_same_application() -> None:
    """Soon after each other, and from two senders."""
    vague = replace(CALLOWAY, role=None)

    assert [("Calloway Freight", "Backend Developer", Stage.APPLIED)] == told(
        search(confirmation("3-02 10:00", vague, BOARD), confirmation("3-02 10:20"))
    )


def test_same_confirmation_twice_is_one_application() -> None:
    """Two copies of one message, or the same words again."""
    first = confirmation("3-02 10:00")

    assert 1 == len(search(first, first, confirmation("3-02 10:30")).applications)


def test_application_after_a_refusal_is_new() -> None:
    """The same role at the same employer, once more."""
    refusal = robot_mail(SignalKind.REJECTED, "3-12 10:00")
    found = search(confirmation("3-02 10:00"), refusal, confirmation("5-04 10:00"))

    assert [Stage.REJECTED, Stage.APPLIED] == [one.stage for one in found.applications]


def test_application_after_a_long_silence_is_new() -> None:
    """A second confirmation of the same role after a quarter of a year."""
    assert 2 == len(search(confirmation("3-02 10:00"), confirmation("6-15 10:00")).applications)


def test_news_of_an_application_made_again_belong_to_the_new_one() -> None:
    """The refused one is over."""
    refusal = robot_mail(SignalKind.REJECTED, "3-12 10:00")
    call = mail(SignalKind.INTERVIEW_PROPOSED, "5-06 10:00")
    found = search(confirmation("3-02 10:00"), refusal, confirmation("5-04 10:00"), call)

    assert [Stage.REJECTED, Stage.INTERVIEW] == [one.stage for one in found.applications]


def test_apple_is_not_apple_bank() -> None:
    """A name that begins alike is another employer."""
    refusal = robot_mail(SignalKind.REJECTED, "3-12 10:00", APPLE_BANK)
    found = search(confirmation("3-02 10:00", APPLE), confirmation("3-02 10:05", APPLE_BANK), refusal)

    assert [("Apple", Stage.APPLIED), ("Apple Bank", Stage.REJECTED)] == [(c, stage) for c, _, stage in told(found)]


def test_legal_form_makes_no_other_employer() -> None:
    """ "Calloway Freight, LLC" in the second mail."""
    refusal = robot_mail(SignalKind.REJECTED, "3-12 10:00", replace(CALLOWAY, company="Calloway Freight, LLC"))

    assert [Stage.REJECTED] == [stage for _, _, stage in told(search(confirmation("3-02 10:00"), refusal))]


def test_mail_that_fits_two_applications_is_attached_to_none() -> None:
    """It becomes a question to the owner."""
    vague = robot_mail(SignalKind.REJECTED, "3-12 10:00", replace(CALLOWAY, role=None))
    found = search(confirmation("3-02 10:00"), confirmation("3-02 10:05", CALLOWAY_DATA), vague)

    assert [Stage.APPLIED, Stage.APPLIED] == [stage for _, _, stage in told(found)]
    assert [(vague, ("Calloway Freight", "Calloway Freight"))] == [(q.reading, q.may_be) for q in found.questions]


def test_mail_that_fits_nothing_is_no_question() -> None:
    """Most mail has nothing to do with it."""
    assert () == search(confirmation("3-02 10:00"), mail(SignalKind.NONE, "3-03 10:00", STRANGER, UNTOLD)).questions


def test_question_stays_one_when_an_application_ends_later() -> None:
    """The invitation may have been for the role that was refused a week after it."""
    vague = mail(SignalKind.INTERVIEW_SCHEDULED, "3-06 10:00", about=replace(CALLOWAY, role=None))
    refusal = robot_mail(SignalKind.REJECTED, "3-20 10:00", CALLOWAY_DATA)
    found = search(confirmation("3-02 10:00"), confirmation("3-02 10:05", CALLOWAY_DATA), vague, refusal)

    assert [Stage.APPLIED, Stage.REJECTED] == [stage for _, _, stage in told(found)]


def test_answer_in_the_thread_belongs_to_its_application() -> None:
    """Without a word on employer or role, by somebody there who has not written before."""
    first = mail(SignalKind.APPLICATION_RECEIVED, "3-02 10:00")
    answer = mail(SignalKind.REJECTED, "3-12 10:00", PRIYA, UNTOLD, references=(first.message_id,))

    assert [Stage.REJECTED] == [stage for _, _, stage in told(search(first, answer))]


def test_mail_from_the_employers_domain_belongs_to_its_application() -> None:
    """The domain bears the employer's name."""
    letter = mail(SignalKind.INTERVIEW_PROPOSED, "3-04 10:00", GRANT, UNTOLD)

    assert [Stage.INTERVIEW] == [stage for _, _, stage in told(search(confirmation("3-02 10:00"), letter))]


def test_mail_from_a_known_person_belongs_to_their_application() -> None:
    """Rajiv's agency does not bear the employer's name, but he wrote about it before."""
    agent = replace(RAJIV, email="rajiv.menon@brightagents.example")
    first = mail(SignalKind.INTERVIEW_PROPOSED, "3-04 10:00", agent, CALLOWAY)
    refusal = mail(SignalKind.REJECTED, "3-12 10:00", agent, UNTOLD)

    assert [Stage.REJECTED] == [stage for _, _, stage in told(search(confirmation("3-02 10:00"), first, refusal))]


@pytest.mark.parametrize("kind", [SignalKind.APPLICATION_RECEIVED, SignalKind.INTERVIEW_PROPOSED, SignalKind.REJECTED])
def test_agent_of_two_employers_speaks_of_the_one_they_name(kind: SignalKind) -> None:
    """The same recruiter, the same role, another employer."""
    agent = replace(RAJIV, email="rajiv.menon@brightagents.example")
    first = mail(SignalKind.INTERVIEW_PROPOSED, "3-04 10:00", agent, CALLOWAY)
    second = mail(kind, "3-12 10:00", agent, replace(CALLOWAY, company="Tidewater Labs"))

    assert ["Calloway Freight", "Tidewater Labs"] == [
        company for company, _, _ in told(search(confirmation("3-02 10:00"), first, second))
    ]


def test_owners_letter_belongs_to_the_application_of_its_recipient() -> None:
    """The owner need not name the employer."""
    first = mail(SignalKind.INTERVIEW_PROPOSED, "3-04 10:00")
    gone = sent("3-05 10:00", kind=SignalKind.WITHDRAWN)

    assert Stage.WITHDRAWN == only(search(confirmation("3-02 10:00"), first, gone)).stage


@pytest.mark.parametrize(
    "kind", [SignalKind.JOB_ALERT, SignalKind.RECRUITER_OUTREACH, SignalKind.NONE, SignalKind.HUMAN_REPLY]
)
def test_mail_that_is_about_no_application_makes_none(kind: SignalKind) -> None:
    """Whatever employer and role it names."""
    assert () == search(mail(kind, "3-02 10:00")).applications


@pytest.mark.parametrize("kind", [SignalKind.JOB_ALERT, SignalKind.RECRUITER_OUTREACH, SignalKind.NONE])
def test_advertisement_gives_an_application_no_role(kind: SignalKind) -> None:
    """The confirmation named none, and a newsletter of the same employer praises another job."""
    vague = confirmation("3-02 10:00", replace(CALLOWAY, role=None))
    advertisement = mail(kind, "3-06 10:00", HANNAH, replace(CALLOWAY, role="Forklift Driver"))

    assert only(search(vague, advertisement)).role is None


def test_event_of_either_role_stays_nobodys_when_one_ends_later() -> None:
    """The conversation may have been about the role that was refused after it."""
    talks = [
        mail(SignalKind.HUMAN_REPLY, "3-03 10:00"),
        mail(SignalKind.HUMAN_REPLY, "3-03 11:00", HANNAH, CALLOWAY_DATA),
    ]
    refusal = robot_mail(SignalKind.REJECTED, "3-20 10:00", CALLOWAY_DATA)
    confirmed = confirmation("3-02 10:00"), confirmation("3-02 10:05", CALLOWAY_DATA)
    found = search(*confirmed, *talks, refusal, entries=[entry(invitation("3-10 10:00"), "3-05 10:00")])

    assert [(), ()] == [one.interviews for one in found.applications]


def test_agents_letter_about_one_employer_does_not_end_another() -> None:
    """The same recruiter refuses for one of two employers."""
    agent = replace(RAJIV, email="rajiv.menon@brightagents.example")
    tidewater = replace(CALLOWAY, company="Tidewater Labs")
    calls = [mail(SignalKind.INTERVIEW_PROPOSED, "3-04 10:00", agent, CALLOWAY)]
    calls += [mail(SignalKind.INTERVIEW_PROPOSED, "3-05 10:00", agent, tidewater)]
    found = search(*calls, mail(SignalKind.REJECTED, "3-12 10:00", agent, tidewater))

    assert [Stage.INTERVIEW, Stage.REJECTED] == [stage for _, _, stage in told(found)]
