"""Adding up the rules that fired, to one verdict or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from afterword_rules.signal import Evidence, Signal, SignalKind
from afterword_rules.signals.rule_matching import Fired
from afterword_rules.signals.signal_rule import Topic
from afterword_rules.yaml_files.source import read_yaml

_MOST_EVIDENCE = 4


@dataclass(frozen=True, slots=True)
class Policy:
    """verdicts.yaml: which sums are believed, and what goes before what."""

    believed: float
    harmless: dict[SignalKind, float]
    certain: float
    order: dict[SignalKind, int]
    about_a_job: dict[SignalKind, float]
    job_alone: dict[SignalKind, float]
    hiring_side: float
    sure_human: dict[SignalKind, float]
    sure_human_alone: dict[SignalKind, float]
    doubtful: float
    long: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the rules say together.

    `verdict` is None where no signal is believed; `doubted` is then the one that its topic or its weight kept back,
    and `reason` the rule that spoke against it.
    """

    verdict: Signal | None
    about_a_job: bool
    hiring: bool
    elsewhere: bool
    sums: dict[SignalKind, float]
    doubted: SignalKind | None = None
    topic_evidence: tuple[Evidence, ...] = ()
    reason: str = ""
    fired: tuple[Fired, ...] = ()


@cache
def policy() -> Policy:
    """The policy that ships with the program."""
    source = resources.files("afterword_rules") / "defaults" / "verdicts.yaml"
    data: dict[str, Any] = read_yaml(source.read_text(encoding="utf-8"), source.name)[0]
    return Policy(
        believed=data["believed"],
        harmless={SignalKind(name): weight for name, weight in data["harmless"].items()},
        certain=data["certain"],
        order={SignalKind(name): number for number, name in enumerate(data["order"])},
        about_a_job={SignalKind(name): weight for name, weight in data["about_a_job"].items()},
        job_alone={SignalKind(name): weight for name, weight in data["job_alone"].items()},
        hiring_side=data["hiring_side"],
        sure_human={SignalKind(name): weight for name, weight in data["sure_human"].items()},
        sure_human_alone={SignalKind(name): weight for name, weight in data["sure_human_alone"].items()},
        doubtful=data["doubtful"],
        long=data["long"],
    )


def weigh(fired: Sequence[Fired], *, outgoing: bool = False, human: bool = False, long: bool = False) -> Weighed:
    """One verdict out of all rules that fired, or the reason why there is none.

    The owner does not explain to an employer that the offer is one of work: in outgoing mail nothing needs a topic.
    `human` is mail that a human wrote, `long` a text in which much stands by chance.
    """
    rules = policy()
    topics: dict[Topic, float] = {
        topic: sum(one.rule.weight for one in fired if one.rule.topic is topic) for topic in Topic
    }
    # An owner who writes of "my application" is the applicant.
    hiring = not outgoing and topics[Topic.HIRING] >= rules.hiring_side
    elsewhere = topics[Topic.ELSEWHERE] >= max(topics[Topic.JOB], 1)
    sums = _sums(fired)
    kinds = [
        kind
        for kind in sums
        if kind is SignalKind.NONE
        or (not hiring and (outgoing or _enough(kind, sums[kind], topics, rules, human=human, long=long)))
    ]
    ranked = _ranked(kinds, sums, rules)
    best = next((kind for kind in ranked if sums[kind] >= rules.believed), None)
    if best is None:
        best = next((kind for kind in ranked if sums[kind] >= rules.harmless.get(kind, 1)), None)
    others = [kind for kind in _ranked(list(sums), sums, rules) if kind is not best and kind is not SignalKind.NONE]
    against = Topic.HIRING if hiring else Topic.ELSEWHERE if elsewhere else Topic.JOB
    witnesses = [one for one in fired if one.rule.topic is against]
    return Weighed(
        verdict=_signal(best, fired, sums, others) if best else None,
        about_a_job=_fits_topic(SignalKind.STATUS_UPDATE, topics, rules),
        hiring=hiring,
        elsewhere=elsewhere,
        sums=sums,
        doubted=others[0] if others else None,
        topic_evidence=tuple(one.evidence for one in witnesses[:_MOST_EVIDENCE]),
        reason=witnesses[0].rule.id if witnesses and against is not Topic.JOB else "",
        fired=tuple(fired),
    )


def _fits_topic(kind: SignalKind, topics: dict[Topic, float], rules: Policy) -> bool:
    """Whether the message is enough about a job for this kind of signal, and not about something else."""
    return _enough(kind, 0.9, topics, rules)


def _enough(
    kind: SignalKind,
    sureness: float,
    topics: dict[Topic, float],
    rules: Policy,
    *,
    human: bool = False,
    long: bool = False,
) -> bool:
    """Whether the topic carries a signal whose words add up to `sureness`: the weaker they are, the more it must."""
    if kind not in rules.about_a_job:
        return True
    job, elsewhere = topics[Topic.JOB], topics[Topic.ELSEWHERE]
    if elsewhere and elsewhere >= job:
        return False
    needed, alone = rules.about_a_job[kind], rules.job_alone.get(kind, 0.0)
    if sureness < rules.certain:
        if long:
            # In a magazine's article every word is found that a letter might hold.
            return False
        # Kinds that nothing depends on may be doubtful.
        needed = max(needed, rules.doubtful) if kind in rules.sure_human else needed
    elif human:
        needed, alone = rules.sure_human.get(kind, needed), rules.sure_human_alone.get(kind, alone)
        # An application or an interview, of whatever kind, is half a proof.
        return job + topics[Topic.APPLICATION] / 2 >= needed * (rules.long if long else 1) and job >= alone
    if long:
        needed *= rules.long
    return job + topics[Topic.APPLICATION] >= needed and job >= alone


def _sums(fired: Sequence[Fired]) -> dict[SignalKind, float]:
    doubts: dict[SignalKind, float] = {}
    for one in fired:
        if one.rule.signal is not None:
            doubts[one.rule.signal] = doubts.get(one.rule.signal, 1.0) * (1 - one.rule.weight)
    return {kind: round(1 - doubt, 3) for kind, doubt in doubts.items()}


def _ranked(kinds: list[SignalKind], sums: dict[SignalKind, float], rules: Policy) -> list[SignalKind]:
    """The certain ones in their order, then the others by their sum."""
    return sorted(
        kinds,
        key=lambda kind: (
            sums[kind] < rules.certain,
            rules.order[kind] if sums[kind] >= rules.certain else -sums[kind],
        ),
    )


def _signal(
    kind: SignalKind, fired: Sequence[Fired], sums: dict[SignalKind, float], others: Sequence[SignalKind]
) -> Signal:
    witnesses = sorted((one for one in fired if one.rule.signal is kind), key=lambda one: -one.rule.weight)
    return Signal(
        kind=kind,
        confidence=sums[kind],
        rule=witnesses[0].rule.id,
        evidence=tuple(one.evidence for one in witnesses[:_MOST_EVIDENCE]),
        runner_up=others[0] if others else None,
    )
