"""What holds for every test: on the project's own machine a skip is a failure."""

from __future__ import annotations

import os

import pytest


def pytest_sessionfinish(session: pytest.Session) -> None:
    if forbidden_skips(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    skips = forbidden_skips(config)
    if skips:
        terminalreporter.section("skipped, and a skip is a failure here (AFTERWORD_CI)", red=True, bold=True)
    for nodeid, reason in skips:
        terminalreporter.write_line(f"{nodeid}: {reason}")


def forbidden_skips(config: pytest.Config) -> list[tuple[str, str]]:
    """(test, reason) of every skip so far, where none may be: `.ci/run` installs all that tests ask for and sets AFTERWORD_CI.

    An expected failure is not a skip.
    """
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("AFTERWORD_CI", "") in {"", "0"} or not isinstance(reporter, pytest.TerminalReporter):
        return []
    return [(report.nodeid, reason_of(report)) for report in reporter.stats.get("skipped", [])]


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    words = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return words.removeprefix("Skipped: ")
