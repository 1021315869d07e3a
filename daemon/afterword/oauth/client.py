"""The owner's own OAuth client, as Google's console gives it in a file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from afterword.errors import OwnersError, shown
from afterword.oauth.wanted import Wanted
from afterword.paths import at_home
from afterword.secrets import Secret


@dataclass(frozen=True, slots=True)
class Client:
    """`secret` is empty for a client that has none, as programs on the owner's machine should be (RFC 8252, 8.5)."""

    id: str
    secret: Secret = field(default_factory=lambda: Secret(""))


def client_of(wanted: Wanted) -> Client:
    """The client that asks for what is wanted.

    :raises OwnersError: its file cannot be read, or is of another kind of client.
    """
    if wanted.client_id:
        return Client(wanted.client_id)
    if not wanted.client_file:
        raise OwnersError(
            f'config.yaml: no client is named for "{wanted.name}"; docs/accounts.md tells how to make one of your own'
        )
    path = at_home(wanted.client_file)
    try:
        told = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise OwnersError(f'{shown(path)}: the client of "{wanted.name}" cannot be read: {error.strerror}') from None
    except (ValueError, RecursionError):
        raise OwnersError(f"{shown(path)}: this is no client as Google's console gives it for download") from None
    kinds = told if isinstance(told, dict) else {}
    found = kinds.get("installed")
    if not isinstance(found, dict) or not found.get("client_id"):
        kind = ' of the kind "Desktop app"' if "web" in kinds else " as Google's console gives it for download"
        raise OwnersError(f"{shown(path)}: this is no client{kind}; make one as docs/accounts.md tells")
    return Client(str(found["client_id"]), Secret(str(found.get("client_secret", ""))))
