"""What a calendar notice by mail says (iMIP, RFC 6047), together with the words around it."""

from __future__ import annotations

from afterword_parsers.invitation import Invitation, Method
from afterword_parsers.message import Message
from afterword_rules.signal import Evidence, Signal, SignalKind
from afterword_rules.weighing import Weighed

_MOVES = frozenset({Method.REQUEST, Method.CANCEL, Method.ADD})
_CONVERSATION = (
    SignalKind.INTERVIEW_SCHEDULED,
    SignalKind.INTERVIEW_PROPOSED,
    SignalKind.INTERVIEW_RESCHEDULED,
    SignalKind.INTERVIEW_CANCELLED,
)


def invitation_verdict(message: Message, weighed: Weighed) -> Signal | None:
    """The verdict about a message that brings, moves or cancels an event; None when it does none of these.

    An event that does not look like an interview is a human's mail whose `runner_up` says what it would be: whether
    the organizer belongs to a known employer is not known here.
    """
    event = next((one for one in message.invitations if one.method in _MOVES), None)
    if event is None:
        return _answer(message)
    if weighed.verdict is not None and weighed.verdict.kind in {SignalKind.REJECTED, SignalKind.OFFER}:
        return weighed.verdict
    evidence = (Evidence("invitation", event.summary or event.uid),)
    if weighed.hiring or weighed.elsewhere:
        return Signal(SignalKind.NONE, 0.8, weighed.reason, (*evidence, *weighed.topic_evidence), weighed.doubted)
    kind = _kind(event)
    words = max((weighed.sums.get(one, 0.0) for one in _CONVERSATION), default=0.0)
    if words >= 0.7:
        return Signal(kind, 0.95 if weighed.about_a_job else 0.85, "invitation.interview", evidence)
    if weighed.about_a_job:
        return Signal(kind, 0.75, "invitation.about-a-job", evidence)
    if message.marks.bulk or message.marks.no_reply:
        return Signal(SignalKind.NONE, 0.6, "invitation.unknown", evidence, kind)
    return Signal(SignalKind.HUMAN_REPLY, 0.6, "invitation.unknown", evidence, kind)


def _kind(event: Invitation) -> SignalKind:
    if event.method is Method.CANCEL or event.cancelled:
        return SignalKind.INTERVIEW_CANCELLED
    return SignalKind.INTERVIEW_RESCHEDULED if event.sequence else SignalKind.INTERVIEW_SCHEDULED


def _answer(message: Message) -> Signal | None:
    """A guest's yes or no to an event is no news of its own."""
    if any(one.method in {Method.REPLY, Method.REFRESH, Method.DECLINECOUNTER} for one in message.invitations):
        return Signal(SignalKind.NONE, 0.8, "invitation.answer", (Evidence("invitation", "an answer to an event"),))
    return None
