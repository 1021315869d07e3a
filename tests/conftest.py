"""What holds for every test: no outcome rests on a clock, and under `.ci/run` a skip is a failure."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# How fast a machine is decides no test. Under `.ci/run` the examples are the same each time, so that red means a change.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True)


def pytest_configure() -> None:
    settings.load_profile("ci" if a_skip_is_a_failure() else "local")


def pytest_sessionfinish(session: pytest.Session) -> None:
    if forbidden_skips(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    skips = forbidden_skips(config)
    if skips:
        terminalreporter.section("skipped, and a skip is a failure here (AFTERWORD_CI)", red=True, bold=True)
    for nodeid, reason in skips:
        terminalreporter.write_line(f"{nodeid}: {reason}")


def a_skip_is_a_failure() -> bool:
    """`.ci/run` installs all that tests ask for, and sets AFTERWORD_CI to say so."""
    return os.environ.get("AFTERWORD_CI", "") not in {"", "0"}


def forbidden_skips(config: pytest.Config) -> list[tuple[str, str]]:
    """(test, reason) of every skip so far, where none may be. An expected failure is not a skip."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if not a_skip_is_a_failure() or not isinstance(reporter, pytest.TerminalReporter):
        return []
    return [(report.nodeid, reason_of(report)) for report in reporter.stats.get("skipped", [])]


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    words = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return words.removeprefix("Skipped: ")
