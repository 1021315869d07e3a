"""A report of a bug of ours that can be pasted as it is: versions and the way through the code, nothing of the owner's.

Left out are the values of variables and the words of exceptions, which may quote mail, names and passwords.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import os
import platform
import re
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from afterword.paths import make_private, state_folder

_LIBRARIES = ("click", "google-api-python-client", "icalendar", "imapclient", "jinja2", "keyring", "regex")
_KEPT = 5
_LONGEST = 60
"""Frames of one traceback; a recursion has thousands."""


def report_text(error: BaseException, doing: str, now: datetime) -> str:
    """The report; `doing` is what the program was asked to do ("run"), without its arguments."""
    lines = [
        "Afterword crash report",
        f"when: {now:%Y-%m-%d %H:%M %z}",
        f"doing: {doing}",
        *(f"{name}: {version}" for name, version in _versions()),
        "",
        *traceback_without_values(error),
    ]
    return "\n".join(lines) + "\n"


def traceback_without_values(error: BaseException) -> list[str]:
    """The lines of the traceback, with the exceptions behind it, the last one last; of each exception its type only."""
    lines: list[str] = []
    for one, behind in _chain(error):
        if lines:
            lines += ["", behind, ""]
        lines.append("Traceback (most recent call last):")
        frames = traceback.extract_tb(one.__traceback__)
        for i, frame in enumerate(frames):
            if len(frames) > _LONGEST and i == _LONGEST // 2:
                lines.append(f"  ... {len(frames) - _LONGEST} more")
            if len(frames) > _LONGEST and _LONGEST // 2 <= i < len(frames) - _LONGEST // 2:
                continue
            lines.append(f'  File "{_short(frame.filename)}", line {frame.lineno}, in {frame.name}')
            # A template's line is the owner's.
            if frame.line and frame.filename.endswith(".py"):
                lines.append(f"    {frame.line}")
        lines.append(f"{_type_name(one)} (its words are left out: they may quote your mail)")
    return lines


def write_report(
    error: BaseException, doing: str, now: datetime, environment: Mapping[str, str] = os.environ
) -> Path | None:
    """Write the report into the state folder, mode 0600, and return its path; None where it cannot be written.

    The same bug gives the same file, and only the newest few are kept.
    """
    text = report_text(error, doing, now)
    digest = hashlib.sha256("\n".join(traceback_without_values(error)).encode("utf-8", "replace")).hexdigest()[:8]
    try:
        folder = make_private(state_folder(environment) / "crashes")
        path = folder / f"crash-{digest}.txt"
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "w") as file:
            file.write(text.encode("utf-8", "replace").decode())
        _drop_old(folder)
    except Exception:  # noqa: BLE001 (a report that cannot be written must not hide the bug)
        return None
    return path


def _drop_old(folder: Path) -> None:
    reports = sorted(folder.glob("crash-*.txt"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in reports[_KEPT:]:
        with contextlib.suppress(OSError):
            old.unlink()


def _chain(error: BaseException) -> Iterator[tuple[BaseException, str]]:
    """The exception and those behind it, the first cause first."""
    found: list[tuple[BaseException, str]] = []
    one: BaseException | None = error
    while one is not None and all(one is not known for known, _ in found):
        if one.__cause__ is not None:
            found.append((one, "which was the direct cause of:"))
            one = one.__cause__
        else:
            found.append((one, "and while that was handled:"))
            one = None if one.__suppress_context__ else one.__context__
    yield from reversed(found)


def _type_name(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    # The number says which trouble of the system it was, and nothing else.
    return f"{name} [errno {error.errno}]" if isinstance(error, OSError) and error.errno else name


def _short(path: str) -> str:
    """A file as everybody may see it: from its package on, not from the owner's home on."""
    match = re.search(r".*/(?:site-packages|daemon|parsers|rules|lib/python3\.\d+)/(.+)$", path)
    return match[1] if match else Path(path).name


def _versions() -> Iterable[tuple[str, str]]:
    yield "afterword", _version("afterword")
    yield "python", f"{platform.python_version()} ({platform.python_implementation()})"
    release: Mapping[str, str] = {}
    with contextlib.suppress(OSError):
        release = platform.freedesktop_os_release()
    yield "system", f"{release.get('PRETTY_NAME', sys.platform)}, {platform.machine()}"
    yield "libraries", ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "?"
