"""What a calendar notice by mail says (iMIP, RFC 6047), or a link to somebody's calendar, with the words around it."""

from __future__ import annotations

import re

from afterword_parsers.invitation import Invitation, Method
from afterword_parsers.jobs.vendors import VendorKind, vendor_of_link
from afterword_parsers.message import Message
from afterword_rules.signal import Evidence, Signal, SignalKind
from afterword_rules.signals.message_sentences import answers, own_words, wrote
from afterword_rules.signals.sentences import Where
from afterword_rules.signals.signal_rule import SenderKind
from afterword_rules.signals.weighing import Weighed

_MOVES = frozenset({Method.REQUEST, Method.CANCEL, Method.ADD})
# A link to a calendar does not change what these say; beside the others it is an offer to talk.
_OVER_A_LINK = frozenset(SignalKind) - {
    SignalKind.NONE,
    SignalKind.APPLICATION_RECEIVED,
    SignalKind.STATUS_UPDATE,
    SignalKind.HUMAN_REPLY,
    SignalKind.INTERVIEW_PROPOSED,
}
_URL = re.compile(r"https?://[^\s<>()\"']{4,300}")
_MOST_LINKS = 60


def invitation_verdict(message: Message, weighed: Weighed) -> Signal | None:
    """The verdict about a message that brings, moves or cancels an event, or lets a time be picked; None for others.

    An event that does not look like an interview is a human's mail whose `runner_up` says what it would be: whether
    the organizer belongs to a known employer is not known here.
    """
    event = next((one for one in message.invitations if one.method in _MOVES), None)
    if event is None:
        return _answer(message) or _link_verdict(message, weighed)
    if weighed.verdict is not None and weighed.verdict.kind in {SignalKind.REJECTED, SignalKind.OFFER}:
        return weighed.verdict
    evidence = (Evidence("invitation", event.summary or event.uid),)
    if weighed.hiring or weighed.elsewhere:
        return Signal(SignalKind.NONE, 0.8, weighed.reason, (*evidence, *weighed.topic_evidence), weighed.doubted)
    kind = _kind(event)
    if _is_named_so(weighed) or (_is_told_so(weighed) and wrote(message) is SenderKind.HUMAN):
        return Signal(kind, 0.95 if weighed.about_a_job else 0.85, "invitation.interview", evidence)
    if weighed.about_a_job:
        return Signal(kind, 0.75, "invitation.about-a-job", evidence)
    if message.marks.bulk or message.marks.no_reply:
        return Signal(SignalKind.NONE, 0.6, "invitation.unknown", evidence, kind)
    return Signal(SignalKind.HUMAN_REPLY, 0.6, "invitation.unknown", evidence, kind)


def _link_verdict(message: Message, weighed: Weighed) -> Signal | None:
    """A human gives a link to a scheduling service only to be talked to; a machine has to speak of a talk as well."""
    verdict = weighed.verdict
    if weighed.hiring or weighed.elsewhere or (verdict is not None and verdict.kind in _OVER_A_LINK):
        return None
    link = next((url for url in _links(message) if _is_scheduling(url)), "")
    moved = max(
        weighed.sums.get(kind, 0.0) for kind in SignalKind if kind.is_talk and kind is not SignalKind.INTERVIEW_PROPOSED
    )
    if not link or moved >= 0.6:
        return None
    evidence = (Evidence("link", link[:80]),)
    proposed = SignalKind.INTERVIEW_PROPOSED
    human = wrote(message) is SenderKind.HUMAN
    if weighed.about_a_job and (human or weighed.sums.get(proposed, 0.0) >= 0.6):
        return Signal(proposed, 0.85, "link.scheduling", evidence, weighed.doubted)
    if verdict is not None or not human:
        return None
    kind = SignalKind.HUMAN_REPLY if message.references or answers(message) else SignalKind.NONE
    return Signal(kind, 0.6, "link.scheduling", evidence, proposed)


def _links(message: Message) -> list[str]:
    """The addresses that stand in the writer's own words, and those behind words of them."""
    own = own_words(message)
    behind = [link.href for link in message.links[:_MOST_LINKS] if link.text and link.text in own]
    return [*_URL.findall(own)[:_MOST_LINKS], *behind]


def _is_scheduling(url: str) -> bool:
    vendor = vendor_of_link(url)
    return vendor is not None and vendor.kind is VendorKind.SCHEDULING


def _is_named_so(weighed: Weighed) -> bool:
    """Whether the name of the event, or the subject, calls it an interview. Any event has a time and may be moved."""
    told = (one for one in weighed.fired if one.rule.signal and one.rule.signal.is_talk and one.rule.weight >= 0.7)
    return any(one.evidence.where in {Where.INVITATION, Where.SUBJECT} for one in told)


def _is_told_so(weighed: Weighed) -> bool:
    return any(kind.is_talk and weight >= 0.7 for kind, weight in weighed.sums.items())


def _kind(event: Invitation) -> SignalKind:
    if event.method is Method.CANCEL or event.cancelled:
        return SignalKind.INTERVIEW_CANCELLED
    return SignalKind.INTERVIEW_RESCHEDULED if event.sequence else SignalKind.INTERVIEW_SCHEDULED


def _answer(message: Message) -> Signal | None:
    """A guest's yes or no to an event is no news of its own."""
    if any(one.method in {Method.REPLY, Method.REFRESH, Method.DECLINECOUNTER} for one in message.invitations):
        return Signal(SignalKind.NONE, 0.8, "invitation.answer", (Evidence("invitation", "an answer to an event"),))
    return None
