"""Hostile mail in a mailbox of real applications: the whole program reads it, and nothing changes that should not."""

from __future__ import annotations

import contextlib
import importlib
import io
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from afterword.__main__ import run
from afterword_parsers.mail.mime import read_message
from daemon.homes import ME
from hostile.cases import Case
from hostile.victim import MOMENTS, Seen, looked_at, victims_home

FAMILIES = {
    name: importlib.import_module(f"hostile.families.{name}").CASES
    for name in (
        "offers",
        "impostors",
        "threads",
        "calendars",
        "calendar_bombs",
        "mime_bombs",
        "injections",
        "forgeries",
    )
}
ALL: dict[str, tuple[Case, ...]] = FAMILIES
SLOW = 1.0
"""A message that takes more seconds of CPU than this is named at the end; how fast a machine is fails no test."""
FIELDS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
}
EMPLOYERS = ("larkspur.example", "quillfeather.example", "brindle.example", "foxglove.example")
ATTACKS = [
    pytest.param(
        family,
        case,
        id=f"{family}: {case.name}",
        marks=[pytest.mark.xfail(reason=case.fails, strict=True)] if case.fails else [],
    )
    for family, cases in ALL.items()
    for case in cases
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one case: every way in which it got through."""

    faults: tuple[str, ...]


@pytest.fixture(name="untouched", scope="module")
def _untouched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Seen, ...]:
    """What stands when nobody attacks."""
    return looked_at(victims_home(tmp_path_factory.mktemp("untouched") / "home"))


@pytest.fixture(name="faults", scope="module")
def _faults(
    tmp_path_factory: pytest.TempPathFactory, untouched: tuple[Seen, ...]
) -> Callable[[str, Case], tuple[str, ...]]:
    """What got through of one case. The cases of a family come together first; only where something changes, each alone."""

    def attacked(cases: tuple[Case, ...]) -> tuple[str, ...]:
        home = victims_home(tmp_path_factory.mktemp("attacked") / "home")
        mails = [raw for case in cases for raw in case.mails]
        seen = looked_at(home, mails, [ics for case in cases for ics in case.events])
        return tuple(fault for case in cases for fault in _changed(untouched, seen, case))

    @cache
    def together(family: str, *, adds: bool) -> bool:
        cases = tuple(one for one in ALL[family] if one.adds is adds and not one.fails)
        return not attacked(cases)

    def faults(family: str, case: Case) -> tuple[str, ...]:
        if not case.adds and not case.fails and together(family, adds=False):
            return ()
        return attacked((case,))

    return faults


def _changed(untouched: tuple[Seen, ...], seen: tuple[Seen, ...], case: Case) -> Iterator[str]:
    """What is not as it was; with `case.adds`, only what was there before, and the heads of what is new."""
    for moment, was, now in zip(MOMENTS, untouched, seen, strict=True):
        at = f"{moment:%d %b}"
        if now.refused:
            yield f"{at}: the pass refused: {now.refused}"
        for key, told in was.applications.items():
            for name, value in told.items():
                if now.applications.get(key, {}).get(name) != value:
                    yield f"{at}: {told['company']}: {name}: {value} became {now.applications.get(key, {}).get(name)}"
        for key in now.applications.keys() - was.applications.keys():
            if not case.adds:
                yield f"{at}: an application was made: {now.applications[key]['company']}"
        yield from (f"{at}: a draft is gone or changed: {_head(raw)}" for raw in was.drafts if raw not in now.drafts)
        new = [raw for raw in now.drafts if raw not in was.drafts]
        if not case.adds:
            yield from (f"{at}: a draft was made: {_head(raw)}" for raw in new)
        for raw in new:
            yield from (f"{at}: {fault}: {_head(raw)}" for fault in _insane(raw, case))
        if case.distrust and f"trust.{case.distrust}" != now.disbelieved.get(_id(case.mails[-1])):
            yield f"{at}: it is not said that it is not believed"


def _insane(raw: bytes, case: Case) -> Iterator[str]:
    """What is wrong with the head of a draft, and what should not stand in it."""
    draft = message_from_bytes(raw, policy=default)
    names = list(draft.keys())
    if len(names) != len(set(names)) or set(names) - FIELDS:
        yield f"header fields {names}"
    if draft.defects or not raw.isascii() or re.search(rb"\r|\0", raw):
        yield "broken lines"
    to = [one.addr_spec for one in draft["To"].addresses] if draft["To"] else []
    if len(to) > 1 or not all(one.endswith(EMPLOYERS) for one in to):
        yield f"addressed to {to}"
    if [ME] != [one.addr_spec for one in draft["From"].addresses]:
        yield "not from the owner"
    text = f"{draft['Subject']}\n{draft['To']}\n{draft.get_content()}"
    yield from (f"{word!r} stands in it" for word in case.never if word in text)


def _id(raw: bytes) -> str:
    return read_message(raw, zone=ZoneInfo("UTC")).message_id


def _head(raw: bytes) -> str:
    draft = message_from_bytes(raw, policy=default)
    return f"To {draft['To']}, {draft['Subject']}"


@pytest.mark.slow
@pytest.mark.parametrize(("family", "case"), ATTACKS)
def test_nothing_changes_that_should_not(
    family: str, case: Case, faults: Callable[[str, Case], tuple[str, ...]]
) -> None:
    """No application is made, moved or ended; no draft is made, moved, withdrawn or addressed to an attacker."""
    assert () == faults(family, case), case.tries


@pytest.fixture(name="explained", scope="module")
def _explained(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Case], str]:
    """What `explain` says of a case's first mail. One call explains a family."""
    folder = tmp_path_factory.mktemp("explained")

    @cache
    def family_explained(family: str) -> dict[str, str]:
        files: list[str] = []
        for number, case in enumerate(ALL[family]):
            path = folder / f"{family}-{number:03}.eml"
            path.write_bytes(b"".join(case.mails[:1]))
            files.append(str(path))
        out = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
            patch.setenv("AFTERWORD_CONFIG_DIR", str(victims_home(folder / family).config))
            assert run(["explain", *files]) == 0
        told = out.getvalue()
        starts = [told.index(path) for path in files]
        return {
            case.name: told[start:end]
            for case, start, end in zip(ALL[family], starts, [*starts[1:], len(told)], strict=True)
        }

    return lambda family, case: family_explained(family)[case.name]


@pytest.mark.parametrize(("family", "case"), [one for one in ATTACKS if one.values[1].says])  # type: ignore[union-attr]
def test_explain_says_why(family: str, case: Case, explained: Callable[[str, Case], str]) -> None:
    """The words that made it suspect are shown."""
    assert case.says in explained(family, case)


def test_no_explanation_reaches_the_terminal_raw(explained: Callable[[str, Case], str]) -> None:
    """No control character, and no mark of direction, comes out of any of these mails."""
    # Bombs take seconds to explain, and have no names to show.
    for family, cases in ((family, cases) for family, cases in ALL.items() if not family.endswith("_bombs")):
        told = "".join(explained(family, case) for case in cases)

        assert [] == re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", told), family


def test_every_message_is_read_and_slow_ones_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Reading raises nothing, whatever comes; what took more than a second of CPU is printed."""
    took: list[tuple[float, str]] = []
    for family, cases in ALL.items():
        for case in cases:
            begin = time.process_time()
            read_message(b"".join(case.mails[:1]), zone=ZoneInfo("Europe/London"))
            took.append((time.process_time() - begin, f"{family}: {case.name}"))
    with capsys.disabled():
        for seconds, name in sorted(took, reverse=True):
            if seconds > SLOW:
                sys.stdout.write(f"\n{seconds:.2f} s  {name}\n")

    assert sum(len(cases) for cases in ALL.values()) == len(took)


def test_every_case_tells_what_it_tries() -> None:
    """A catalogue is for reading: each case has a name of its own, and a sentence."""
    for family, cases in ALL.items():
        assert len(cases) == len({case.name for case in cases}), family
        assert [] == [case.name for case in cases if not case.tries.endswith(".")], family
