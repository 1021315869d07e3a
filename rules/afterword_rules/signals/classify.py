"""What one message says about an application: one verdict, with the words it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from afterword_parsers.message import Message
from afterword_parsers.names.mailbox_names import is_role_mailbox
from afterword_rules.signal import Evidence, Signal, SignalKind
from afterword_rules.signals.invitation_verdict import invitation_verdict
from afterword_rules.signals.message_sentences import answers, own_words, reader_is_candidate, sentences_of, wrote
from afterword_rules.signals.rule_matching import Fired
from afterword_rules.signals.sentences import Where
from afterword_rules.signals.signal_rule import Direction, SenderKind, Topic
from afterword_rules.signals.signal_rules import SignalRules
from afterword_rules.signals.topic_facts import titles_named
from afterword_rules.signals.weighing import Weighed, policy, weigh

_NOTHING = Signal(SignalKind.NONE, 0.5)
# Letters about an application are shorter than this many characters.
_LONG = 5_000
_SHORT = 3
_MOST_EVIDENCE = 4


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with everything that led to it: each rule that fired, and the ids of those that took too long."""

    signal: Signal
    fired: tuple[Fired, ...] = ()
    timed_out: tuple[str, ...] = ()


def classify(
    message: Message, rules: SignalRules, *, outgoing: bool = False, owner_domains: frozenset[str] = frozenset()
) -> Signal:
    """The verdict about `message`. `outgoing` is mail the owner sent.

    `owner_domains` are the domains of the owner's addresses, without those of mail providers: mail from there comes
    from the owner's own employer. Where a message has the words but is not known to be about a job, the kind those
    words would have is the `runner_up`: in the thread of a known application it can be believed.
    """
    return judge(message, rules, outgoing=outgoing, owner_domains=owner_domains).signal


def judge(
    message: Message, rules: SignalRules, *, outgoing: bool = False, owner_domains: frozenset[str] = frozenset()
) -> Judgement:
    """The verdict about `message` with every rule that fired; see `classify`."""
    mark = _automatic(message)
    automatic = Signal(SignalKind.NONE, 1.0, "marks.automatic", (Evidence("header", mark),))
    if mark and (message.marks.bounce or not is_role_mailbox(message.sender.email)):
        return Judgement(automatic)
    if not outgoing and owner_domains & _domains(message):
        evidence = (Evidence("sender", message.sender.email),)
        return Judgement(Signal(SignalKind.NONE, 0.9, "marks.own-employer", evidence))
    sender = wrote(message)
    sentences = sentences_of(message, rules.vendors)
    fired, timed_out = rules.matcher.fire(
        sentences,
        sender,
        Direction.OUTGOING if outgoing else Direction.INCOMING,
        message.language,
    )
    if reader_is_candidate(message):
        fired = [one for one in fired if one.rule.id != "hiring-names-a-candidate"]
    if message.references:
        # Whoever answers the reader is no stranger.
        fired = [one for one in fired if one.rule.signal is not SignalKind.RECRUITER_OUTREACH]
    titles = titles_named(sentence.text for sentence in sentences if sentence.where is Where.FACT)
    fired = [one for one in fired if not (one.rule.topic is Topic.ELSEWHERE and _of_a_title(one, titles))]
    if mark:
        # A mailbox for applications may confirm by itself what was sent to it; anything else it says answers nothing.
        received = [one for one in fired if one.rule.signal in {SignalKind.APPLICATION_RECEIVED, None}]
        confirmed = weigh(received).verdict
        sure = confirmed is not None and confirmed.confidence >= policy().certain
        return Judgement(confirmed if confirmed and sure else automatic, tuple(fired), tuple(timed_out))
    long = len(own_words(message)) > _LONG
    weighed = weigh(fired, outgoing=outgoing, human=sender is SenderKind.HUMAN, long=long)
    signal = weighed.verdict or _NOTHING
    if not outgoing:
        signal = invitation_verdict(message, weighed) or weighed.verdict or _without_news(message, weighed, sender)
    return Judgement(_with_second_words(signal, fired), tuple(fired), tuple(timed_out))


def _with_second_words(signal: Signal, fired: Sequence[Fired]) -> Signal:
    """`signal` with the words for its runner-up: in context it may be what is believed."""
    witnesses = [one for one in fired if signal.runner_up is not None and one.rule.signal is signal.runner_up]
    if not witnesses:
        return signal
    witnesses.sort(key=lambda one: -one.rule.weight)
    return replace(signal, runner_up_evidence=tuple(one.evidence for one in witnesses[:_MOST_EVIDENCE]))


def _of_a_title(fired: Fired, titles: frozenset[str]) -> bool:
    """Whether words that would tell of a loan or a clinic belong to a job title: "Loan Officer", "Veterinary Nurse"."""
    words = fired.evidence.text.lower().split()
    return any(len(word) > _SHORT and word in titles for word in words)


def _automatic(message: Message) -> str:
    if message.marks.bounce:
        return "a delivery report"
    return "an automatic reply" if message.marks.auto_reply else ""


def _domains(message: Message) -> set[str]:
    organizers = (one.organizer.email.rpartition("@")[2] for one in message.invitations if one.organizer)
    return {message.sender.domain, *organizers} - {""}


def _without_news(message: Message, weighed: Weighed, sender: SenderKind) -> Signal:
    """The verdict where no signal is believed: a human's mail is worth knowing of, anything else says nothing."""
    if sender is SenderKind.HUMAN and not weighed.hiring and message.sender.email:
        if weighed.about_a_job and (evidence := weighed.topic_evidence):
            return Signal(SignalKind.HUMAN_REPLY, 0.75, "human.about-a-job", evidence, weighed.doubted)
        if message.references or answers(message):
            evidence = (Evidence("header", "an answer: " + message.subject),)
            return Signal(SignalKind.HUMAN_REPLY, 0.6, "human.answers", evidence, weighed.doubted)
    return Signal(SignalKind.NONE, 0.5, weighed.reason, weighed.topic_evidence, weighed.doubted)
