"""A replay as it passes: one line for each thing that happened, in the story's own time."""

from __future__ import annotations

import sys
import time
from datetime import datetime

import click

from afterword.cli.wording import counted, spoken
from afterword.replay import Moment, Replayed
from afterword.story import Story

_COLOURS = {"stage": "cyan", "draft": "green", "gone": "yellow"}
_COMPANY_WIDTH = 22


class Timeline:
    """Prints the moments of a story. With `pause` (seconds), a person can read along; only on a terminal."""

    def __init__(self, story: Story, pause: float = 0.0) -> None:
        self._zone = story.owner.zone
        self._pause = pause if sys.stdout.isatty() else 0.0
        self._steps: dict[str, int] = {}
        self._day = ""
        click.secho(f"{story.title or 'A job search'}\n", bold=True)

    def show(self, moment: Moment) -> None:
        """Print what this moment brought: steps of applications, drafts that came and went."""
        for application in moment.outcome.decision.search.applications:
            known = self._steps.get(application.key, 0)
            for step in application.history[known:]:
                role = f" · {application.role}" if known == 0 and application.role else ""
                self._line(step.at, "stage", application.company, spoken(step.stage) + role)
                known += 1
            self._steps[application.key] = len(application.history)
        for draft in moment.removed:
            self._line(
                moment.at, "gone", draft.company, f"{spoken(draft.kind)}: {draft.removed_because or 'taken out'}"
            )
        for draft in moment.appeared:
            self._line(
                moment.at,
                "draft",
                draft.company,
                f"{spoken(draft.kind)} to {', '.join(draft.to) or 'somebody you will find'}",
            )

    def close(self, result: Replayed) -> None:
        """Print what it all came to."""
        standing = [draft for draft in result.drafts if draft.removed is None]
        drafts = counted(len(result.drafts), "draft")
        gone = f", {len(standing)} of them still there" if result.drafts else ""
        click.echo(f"\n{counted(len(result.applications), 'application')}; {drafts} written{gone}.")

    def _line(self, at: datetime, what: str, company: str, text: str) -> None:
        local = at.astimezone(self._zone)
        day = f"{local:%a %d %b}"
        shown, self._day = ("" if day == self._day else day), day
        mark = click.style(f"{what:<5}", fg=_COLOURS[what])
        click.echo(f"{shown:<10}  {local:%H:%M}  {mark}  {_fitted(company)}  {text}")
        if self._pause:
            time.sleep(self._pause)


def _fitted(company: str) -> str:
    short = company if len(company) <= _COMPANY_WIDTH else company[: _COMPANY_WIDTH - 1] + "…"
    return f"{short:<{_COMPANY_WIDTH}}"
