"""What a provider answers when it is asked for tokens, and what is said when it refuses (RFC 6749 section 5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from afterword.errors import WorldError
from afterword.oauth.wanted import Wanted
from afterword.secrets import Secret

# Only a code is shown: what a provider describes may quote what it was sent.
_CODE = re.compile(r"[a-z_]{1,40}")
_LONGEST_LIFE = 86_400.0
_ASK_AGAIN = frozenset({"invalid_grant", "interaction_required", "consent_required", "login_required"})
_CLIENT = frozenset({"invalid_client", "unauthorized_client", "redirect_uri_mismatch"})


@dataclass(frozen=True, slots=True)
class Grant:
    """Tokens. `access` lives for `seconds`; `refresh` is None where the one that was used goes on."""

    access: Secret
    seconds: float
    refresh: Secret | None
    scopes: tuple[str, ...]


def read_grant(status: int, told: Mapping[str, Any], wanted: Wanted) -> Grant:
    """The tokens in an answer.

    :raises WorldError: it is a refusal, or it does not let in where it must; the text says what to do.
    """
    if status != 200 or not told.get("access_token"):
        raise refusal(status, told, wanted)
    if str(told.get("token_type", "bearer")).lower() != "bearer":
        raise WorldError(f"{wanted.provider.name} gave a token that is used in no way we know", retry=False)
    # Section 5.1: left out where all was given that was asked for.
    scopes = tuple(str(told.get("scope") or " ".join(wanted.scopes)).split())
    if missing := missing_scopes(wanted, scopes):
        short = ", ".join(scope.rpartition("/")[2] or scope for scope in missing)
        raise WorldError(
            f'{wanted.provider.name} was not allowed to give "{wanted.name}" all that is needed (missing: {short});'
            f" run `afterword login {wanted.name}` and leave every box ticked",
            retry=False,
        )
    refresh = told.get("refresh_token")
    return Grant(
        access=Secret(str(told["access_token"])),
        seconds=_seconds(told.get("expires_in")),
        refresh=Secret(str(refresh)) if refresh else None,
        scopes=scopes,
    )


def missing_scopes(wanted: Wanted, given: tuple[str, ...]) -> list[str]:
    """The scopes in `wanted` that were not given, whatever case a provider writes them in."""
    known = {scope.casefold() for scope in given}
    return [scope for scope in wanted.scopes if scope.casefold() not in known]


def refusal(status: int, told: Mapping[str, Any], wanted: Wanted) -> WorldError:
    """Why there are no tokens, and the next step."""
    code = str(told.get("error", ""))
    code = code if _CODE.fullmatch(code) else ""
    name, who = wanted.name, wanted.provider.name
    if code in _ASK_AGAIN:
        ends = f" (it ends {wanted.provider.ends})" if wanted.provider.ends else ""
        text = f'{who} no longer accepts the consent for "{name}"{ends}; run `afterword login {name}`'
        return WorldError(text, retry=False)
    if code == "access_denied":
        return WorldError(f'consent for "{name}" was refused, so nothing is stored', retry=False)
    if code in _CLIENT:
        text = f'{who} does not know the client of "{name}" ({code}); compare its id, its secret and its kind'
        return WorldError(f"{text} with what docs/accounts.md says, and run `afterword login {name}`", retry=False)
    if code == "invalid_scope":
        return WorldError(f'{who} does not give this client what "{name}" needs (invalid_scope)', retry=False)
    if status >= 500 or status == 429 or code in {"temporarily_unavailable", "server_error"}:
        return WorldError(f'{who} is in trouble with the consent for "{name}" ({status})')
    return WorldError(f'{who} gives no token for "{name}" ({code or status})', retry=status in {200, 408})


def _seconds(value: Any) -> float:
    """RFC 6749 only recommends to say how long a token lives; an hour is usual, and a refused one is renewed anyway."""
    try:
        return min(max(float(value), 0.0), _LONGEST_LIFE)
    except (TypeError, ValueError):
        return 3_600.0
