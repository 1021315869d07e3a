"""What `doctor` says of the service, by what systemd says."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterword.doctor.service import service_findings

SYSTEMCTL = """#!/bin/sh
case "$*" in
  *LoadState*) echo {load} ;;
  *ActiveState*) echo {active} ;;
  *UnitFileState*) echo {enabled} ;;
  *StatusText*) echo "3 applications; next draft Tue 09:00" ;;
  *) echo 252 ;;
esac
"""
JOURNALCTL = """#!/bin/sh
{said}
"""


def told(folder: Path, monkeypatch: pytest.MonkeyPatch, said: str = "true", **state: str) -> list[str]:
    """The findings as lines, where systemd answers as given."""
    answers = {"load": "loaded", "active": "active", "enabled": "enabled", **state}
    for name, text in {"systemctl": SYSTEMCTL.format(**answers), "journalctl": JOURNALCTL.format(said=said)}.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    (folder / "systemd").mkdir(exist_ok=True)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return [f"{one.verdict} {one.what} {one.next_step}".strip() for one in service_findings(None)]


def test_a_service_that_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what it is doing, and a quiet journal."""
    assert [
        "ok it runs: 3 applications; next draft Tue 09:00",
        "ok no warning in the last day",
    ] == told(tmp_path, monkeypatch)


def test_a_service_that_was_never_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, with the command."""
    (line,) = told(tmp_path, monkeypatch, load="not-found")
    assert "warn it is not installed, so nothing is done while you do not run it `afterword install`" == line


def test_a_service_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And would not start by itself; the journal's last words are shown once each."""
    lines = told(
        tmp_path, monkeypatch, "printf 'one\\ntwo\\ntwo\\nthree\\nfour\\n'", active="failed", enabled="disabled"
    )
    assert [
        "bad it is installed and failed `systemctl --user status afterword` shows why",
        "warn it does not start by itself `afterword install`",
        "warn two",
        "warn three",
        "warn four `journalctl --user -u afterword -p warning` shows all",
    ] == lines


def test_no_systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to do instead."""
    monkeypatch.setenv("PATH", str(tmp_path))
    (finding,) = service_findings(None)

    assert "warn" == finding.verdict
    assert "there is no systemd on this machine" in finding.what
