"""Our tokens as Google's library asks for credentials."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from google.auth.credentials import Credentials

from afterword.secrets import Secret


class TokenCredentials(Credentials):
    """Gives each request the token of the moment; after one that Google refuses, `renew` is asked once for another."""

    def __init__(self, token: Callable[[], Secret], renew: Callable[[], Secret]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._token = token
        self._renew = renew

    @property
    def valid(self) -> bool:
        """The token is looked after elsewhere."""
        return True

    def apply(self, headers: MutableMapping[str, str], token: str | None = None) -> None:
        headers["authorization"] = f"Bearer {token or self._token().reveal()}"

    def refresh(self, request: Any) -> None:  # noqa: ARG002 - the library calls it so
        self._renew()
