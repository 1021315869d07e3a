"""The figures as one HTML page that needs nothing else: no script, no network, no font of its own.

What came from mail is escaped by the template engine, made short, and kept apart from the text around it (`bdi`). The
page's own policy lets nothing run and nothing load; its one style sheet is named by its digest.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from importlib import resources

from afterword.report.chronicle import Entry, Mark
from afterword.report.figures import Report, Row
from afterword.report.wording import Wording, capitalised, shown
from afterword_rules.application import Application
from afterword_rules.drafts.record import DraftRecord

_MOST_COMING = 12
_MOST_ROWS = 30
# In percent of the width: two conversations on one day are two marks.
_ROOM = 1.5


@dataclass(frozen=True, slots=True)
class Point:
    """A mark on the timeline: the entry `id` it leads to, and its words for whoever does not see it."""

    id: str
    at: float
    mark: Mark
    label: str


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row as it is drawn: from its first to its last mark there is a line, and from there to now one that waits."""

    id: str
    row: Row
    line: tuple[float, float]
    wait: tuple[float, float] | None
    points: tuple[Point, ...]

    @property
    def application(self) -> Application:
        """The row's application."""
        return self.row.application

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What happened to it."""
        return self.row.entries

    @property
    def drafts(self) -> tuple[DraftRecord, ...]:
        """All drafts there ever were for it."""
        return self.row.drafts

    @property
    def silent(self) -> int | None:
        """Days since their last word."""
        return self.row.silent


def page(report: Report) -> str:
    """The whole page. The same report gives the same page."""
    from jinja2 import Environment, StrictUndefined

    wording = Wording(report.owner.zone, report.made)
    rows = [_drawn(row, number, report, wording) for number, row in enumerate(report.rows, 1)]
    marks = {point.mark for row in rows for point in row.points}
    style = _data("page.css")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= wording.filters() | {"symbol": _symbol}
    return environment.from_string(_data("page.html")).render(
        report=report,
        rows=rows,
        rows_by_key={row.application.key: row for row in rows},
        groups=(
            ("Open", [row for row in rows if not row.application.stage.over]),
            ("Over", [row for row in rows if row.application.stage.over]),
        ),
        first=min((row.row.applied for row in rows), default=None),
        ticks=report.scale.ticks(report.owner.zone),
        now_at=report.scale.at(report.made),
        marks=[mark for mark in Mark if mark in marks],
        most=_MOST_COMING,
        most_rows=_MOST_ROWS,
        style=style,
        policy=policy(style),
    )


def policy(style: str) -> str:
    """The page's Content-Security-Policy: nothing is allowed but this one style sheet."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _drawn(row: Row, number: int, report: Report, wording: Wording) -> DrawnRow:
    scale, name = report.scale, f"a{number}"
    points: list[Point] = []
    for place, entry in enumerate(row.entries, 1):
        if entry.mark is not None and scale.holds(entry.at):
            at = max(scale.at(entry.at), points[-1].at + _ROOM) if points else scale.at(entry.at)
            points.append(Point(f"{name}-{place}", round(min(at, 100), 2), entry.mark, _label(entry, wording)))
    now = scale.at(report.made)
    begin = scale.at(row.applied)
    end = max((point.at for point in points if point.at <= now or point.mark is Mark.AHEAD), default=begin)
    wait = (end, now) if row.silent is not None and end < now else None
    return DrawnRow(name, row, (begin, end), wait, tuple(points))


def _label(entry: Entry, wording: Wording) -> str:
    """What a mark says: "Interview with Ada Quist, Thu 7 May 14:00"."""
    who = ", ".join(shown(person.name or person.email, 60) for person in entry.people[:4])
    return f"{capitalised(entry.title)}{f' with {who}' if who else ''}, {wording.minute(entry.at)}"


def _symbol(mark: Mark) -> str:
    """What its drawing is called in the page."""
    return mark.name.lower()


def _data(name: str) -> str:
    return resources.files("afterword.report").joinpath(name).read_text(encoding="utf-8")
