"""What letters mean once it is known whose application they belong to."""

from __future__ import annotations

import pytest

from afterword_parsers.message import Marks
from afterword_parsers.person import Person
from afterword_rules.applications.context import in_context
from afterword_rules.signal import Signal, SignalKind
from rules.builders import HANNAH, appointment, invitation, mail, robot_mail

SCHEDULED, PROPOSED = SignalKind.INTERVIEW_SCHEDULED, SignalKind.INTERVIEW_PROPOSED


def doubted(kind: SignalKind) -> Signal:
    """Words that were not enough by themselves."""
    return Signal(SignalKind.NONE, 0.5, "", (), kind)


def test_doubted_words_of_a_human_are_believed() -> None:
    """Their letter needs no proof that it is about a job."""
    reading = mail(SignalKind.NONE, "3-04 10:00", signal=doubted(PROPOSED))

    assert PROPOSED == in_context(reading).signal.kind


def test_doubted_words_of_an_office_are_believed() -> None:
    """ "People team <hr@calloway.example>" is answered by somebody."""
    office = Person("", "hr@calloway.example")
    reading = mail(SignalKind.NONE, "3-04 10:00", sender=office, signal=doubted(PROPOSED), people=())

    assert PROPOSED == in_context(reading).signal.kind


@pytest.mark.parametrize(
    ("sender", "kind"), [("notifications@calendly.com", SCHEDULED), ("no-reply@hire.lever.co", SignalKind.NONE)]
)
def test_of_machines_only_schedulers_are_believed(sender: str, kind: SignalKind) -> None:
    """They write of nothing but talks."""
    reading = robot_mail(SignalKind.NONE, "3-04 10:00", email=sender, signal=doubted(SCHEDULED))

    assert kind == in_context(reading).signal.kind


def test_a_calendars_notice_with_its_event_is_believed() -> None:
    """The event was sent by somebody at the employer."""
    reading = mail(
        SignalKind.NONE, "3-04 10:00", signal=doubted(SCHEDULED), marks=Marks(generated=True),
        invitations=(invitation("3-10 10:00", HANNAH),),
    )  # fmt: skip

    assert SCHEDULED == in_context(reading).signal.kind


@pytest.mark.parametrize(
    ("starts", "asks", "kind"),
    [
        (("3-10 10:00",), False, SCHEDULED),
        (("3-10 10:00",), True, PROPOSED),
        (("3-10 10:00", "3-11 10:00"), False, PROPOSED),
        (("3-10 10:00", "3-10 11:00", "3-10 13:00"), False, SCHEDULED),
        (("3-10 10:00", "3-10 11:00", "3-10 13:00"), True, PROPOSED),
    ],
)
def test_times_in_a_letter(starts: tuple[str, ...], asks: bool, kind: SignalKind) -> None:
    """One time, or the schedule of a day, is stated; several days, or a question, leave the choice."""
    dates = tuple(map(appointment, starts))

    assert kind == in_context(mail(SignalKind.HUMAN_REPLY, "3-04 10:00", dates=dates, asks=asks)).signal.kind
