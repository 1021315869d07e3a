"""The log's lines about passes: one for each decision, with application and kind, and with no word of a letter."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from afterword.errors import shown
from afterword.log.crash_report import write_report
from afterword.log.journal import LOG
from afterword.running.voice import Silent
from afterword_rules.follow_up import DraftState

if TYPE_CHECKING:
    from afterword.owner.configuration import Configuration
    from afterword.passes import Decision, Outcome
    from afterword.running.voice import Progress
    from afterword_rules.application import Application
    from afterword_rules.follow_up import FollowUp

_READ_ONLY = "Read-only file system"
_HINT = "the service may not write there: run `afterword install` again, which lets it"
# What the owner did with a draft.
_BECAME = {
    DraftState.SENT: "you sent",
    DraftState.EDITED: "you edited",
    DraftState.DISMISSED: "you threw away",
    DraftState.ANSWERED: "you wrote yourself instead of",
}


class PassLog(Silent):
    """The voice that speaks to the log. What stays as it was is told once, not with every pass."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        # systemd.exec(5): what it starts has one.
        self._is_service = "INVOCATION_ID" in environment
        self._stages: dict[str, str] | None = None
        self._missed: frozenset[str] = frozenset()

    def ready(self) -> None:
        LOG.info("started")

    def status(self, text: str) -> None:
        LOG.debug("%s", text)

    def reading(self, progress: Progress) -> None:
        LOG.debug("%s, %s: %d of %d read", progress.account, progress.folder, progress.done, progress.total)

    def passed(self, outcome: Outcome, configuration: Configuration, now: datetime) -> None:  # noqa: ARG002 - a voice's
        for line in lines_of(outcome):
            LOG.info("%s", line)
        for line in explained(outcome):
            LOG.debug("%s", line)
        self._tell_stages(outcome.decision)
        self._tell_missed(outcome.decision)

    def trouble(self, line: str) -> None:
        LOG.warning("%s", f"{line} ({_HINT})" if self._is_service and _READ_ONLY in line else line)

    def mended(self, line: str) -> None:
        LOG.info("right again: %s", line)

    def bug(self, error: Exception, trace: str) -> None:
        report = write_report(error, "run", datetime.now(UTC))
        where = f"please report it with the file {shown(report)}" if report else "please report these lines"
        LOG.error("%s", f"a bug of ours; the service goes on, and {where}:\n{trace}")

    def stopping(self) -> None:
        LOG.info("stopping")

    def _tell_stages(self, decision: Decision) -> None:
        """Where an application stands now, when that is not where it stood after the pass before."""
        stages = {one.key: str(one.stage) for one in decision.search.applications}
        if self._stages is not None:
            for application in decision.search.applications:
                before = self._stages.get(application.key)
                if before != application.stage:
                    came = f"{before} -> {application.stage}" if before else f"new, {application.stage}"
                    LOG.info("%s: %s", named(application), came)
        self._stages = stages

    def _tell_missed(self, decision: Decision) -> None:
        for follow_up in decision.plan.missed:
            if follow_up.key not in self._missed:
                LOG.info("not written, too late: %s", _follow_up(follow_up))
        self._missed = frozenset(follow_up.key for follow_up in decision.plan.missed)


def lines_of(outcome: Outcome) -> Iterator[str]:
    """What a pass did, a line each; none when it did nothing."""
    if outcome.read:
        yield f"{outcome.read} new message{'' if outcome.read == 1 else 's'} read"
    for record in outcome.turned:
        if record.state in _BECAME:
            yield f"{_BECAME[record.state]} {record.kind} for {_plain(record.company)}"
    for letter in outcome.decision.letters:
        if letter.draft and letter.draft.key in outcome.placed:
            yield f"placed {_follow_up(letter.follow_up)}"
    for withdrawal in outcome.decision.plan.withdraw:
        record = withdrawal.record
        if record.key in outcome.withdrawn:
            yield f"taken out {record.kind} for {_plain(record.company)}: {withdrawal.because}"


def explained(outcome: Outcome) -> Iterator[str]:
    """For whom and why, for `--debug`: these lines name people and letters."""
    for letter in outcome.decision.letters:
        if letter.draft:
            to = letter.draft.to_email or letter.draft.to_name or "nobody known yet"
            yield f"{_follow_up(letter.follow_up)}: to {to}, {letter.follow_up.why}; “{letter.draft.subject}”"
    for follow_up in outcome.decision.plan.waiting:
        yield f"waiting {_follow_up(follow_up)}: due {follow_up.due:%Y-%m-%d %H:%M %Z}, {follow_up.why}"


def named(application: Application) -> str:
    """An application as the log names it: employer and role."""
    return _of(application.company, application.role)


def _follow_up(follow_up: FollowUp) -> str:
    return f"{follow_up.kind} for {_of(follow_up.company, follow_up.role)}"


def _of(company: str, role: str | None) -> str:
    return f"{_plain(company)} ({_plain(role)})" if role else _plain(company)


def _plain(text: str) -> str:
    """A name out of a letter on one line, without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
