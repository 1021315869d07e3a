"""Servers that several tests of calendars share."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from servers.http_loopback import certificate
from servers.radicale import Radicale


@pytest.fixture(name="radicale", scope="session")
def _radicale(tmp_path_factory: pytest.TempPathFactory) -> Generator[Radicale]:
    """One Radicale for all tests; each uses a user of its own."""
    with Radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield server


@pytest.fixture(name="localhost", scope="session")
def _localhost(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this machine that nobody trusts, and its key."""
    return certificate(tmp_path_factory.mktemp("certificate"))
