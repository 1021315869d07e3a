"""The machine's time zone by its name, wherever the machine keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterword.owner import system_zone


@pytest.fixture(name="machine")
def _machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that says nothing of its zone, but for what the test writes into this folder."""
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(system_zone, "_LOCALTIME", tmp_path / "localtime")
    monkeypatch.setattr(system_zone, "_TIMEZONE", tmp_path / "timezone")
    return tmp_path


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        (":Asia/Tokyo", "Asia/Tokyo"),
        ("/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        (":/usr/share/zoneinfo/posix/Asia/Tokyo", "Asia/Tokyo"),
        ("UTC", "UTC"),
        ("CET-1CEST", "Europe/Paris"),
        ("Asia/Nowhere", "Europe/Paris"),
        ("", "Europe/Paris"),
    ],
)
def test_tz_comes_first_where_it_names_a_zone(
    machine: Path, monkeypatch: pytest.MonkeyPatch, told: str, expected: str
) -> None:
    """$TZ wins over /etc/localtime, unless it holds no zone's name."""
    (machine / "localtime").symlink_to("/usr/share/zoneinfo/Europe/Paris")
    monkeypatch.setenv("TZ", told)

    assert expected == system_zone.system_zone()


def test_etc_timezone_helps_where_localtime_is_a_copy(machine: Path) -> None:
    """Some images copy the zone's file, which then has no name."""
    (machine / "localtime").write_bytes(b"TZif2")
    (machine / "timezone").write_text("Europe/Vienna\n", encoding="ascii")

    assert "Europe/Vienna" == system_zone.system_zone()


def test_machine_that_says_nothing_is_in_utc(machine: Path) -> None:
    """A bare container has neither file."""
    assert "UTC" == system_zone.system_zone()
