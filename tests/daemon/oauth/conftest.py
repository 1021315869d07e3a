"""What the tests of consent share: a provider on this machine, and a keyring in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from daemon.keyrings import MemoryKeyring, use_memory_keyring
from servers.oauth import OauthServer


@pytest.fixture(name="provider")
def _provider() -> Iterator[OauthServer]:
    with OauthServer() as server:
        yield server


@pytest.fixture(name="ring")
def _ring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    return use_memory_keyring(monkeypatch)


@pytest.fixture(autouse=True)
def _config(provider: OauthServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The owner's file of providers names the one on this machine, under the names of both that ship."""
    monkeypatch.setenv("AFTERWORD_CONFIG_DIR", str(tmp_path))
    provider.write_provider(tmp_path)
