"""A keyring in memory, in the place of the system's."""

from __future__ import annotations

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class MemoryKeyring(KeyringBackend):
    """What the program stores, by name; `locked` as after a login without a password."""

    # Not one that keyring would choose by itself.
    priority = -1  # pyright: ignore[reportAssignmentType]

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.items: dict[str, str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._reach(service)
        return self.items.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._reach(service)
        self.items[username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._reach(service)
        del self.items[username]

    def _reach(self, service: str) -> None:
        assert service == "afterword"
        if self.locked:
            raise KeyringLocked


MemoryKeyring.__module__ = "keyring.backends.SecretService"


def use_memory_keyring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    """Makes one the system's for this test."""
    ring = MemoryKeyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring)
    return ring
