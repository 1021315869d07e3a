"""The owner's consent in the keyring: the refresh token, and the client it was given to."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from afterword.errors import WorldError
from afterword.secrets import Secret, forget, store, stored


@dataclass(frozen=True, slots=True)
class Kept:
    """One item of the keyring. `client_secret` is empty where the client has none; `scopes` are what was consented to."""

    client_id: str
    refresh: Secret
    client_secret: Secret = field(default_factory=lambda: Secret(""))
    scopes: tuple[str, ...] = ()


def keep(name: str, kept: Kept) -> None:
    """Store the consent for the account or calendar `name`, in place of an older one.

    :raises WorldError: see `afterword.secrets.store`.
    """
    told = {
        "client_id": kept.client_id,
        "client_secret": kept.client_secret.reveal(),
        "refresh_token": kept.refresh.reveal(),
        "scopes": list(kept.scopes),
    }
    store(_item(name), Secret(json.dumps(told)))


def kept_consent(name: str) -> Kept:
    """The consent for `name`.

    :raises WorldError: there is none, or the keyring cannot be read now.
    """
    found = stored(_item(name))
    if found is None:
        raise WorldError(f'no consent is stored for "{name}"; run `afterword login {name}`', retry=False)
    try:
        told = json.loads(found.reveal())
        scopes = tuple(map(str, told.get("scopes", ())))
        return Kept(
            str(told["client_id"]),
            Secret(str(told["refresh_token"])),
            Secret(str(told.get("client_secret", ""))),
            scopes,
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        # Not what the library says: it may quote the item.
        text = f'what the keyring has for "{name}" is no consent; run `afterword login {name}`'
        raise WorldError(text, retry=False) from None


def forget_consent(name: str) -> bool:
    """Take the consent for `name` out of the keyring; False when there was none.

    :raises WorldError: see `afterword.secrets.forget`.
    """
    return forget(_item(name))


def _item(name: str) -> str:
    return f"{name}/token"
