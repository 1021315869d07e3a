"""What Gmail's refusals mean for the owner. Google names its reasons in two ways, and often with the wrong status."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from afterword.errors import WorldError

_BUSY = frozenset({"ratelimitexceeded", "userratelimitexceeded", "rate_limit_exceeded", "backenderror"})
_DAY_OVER = frozenset({"dailylimitexceeded", "quotaexceeded"})
_SCOPES = frozenset({"insufficientpermissions", "access_token_scope_insufficient"})
_SWITCHED_OFF = frozenset({"accessnotconfigured", "service_disabled"})
_FORBIDDEN = frozenset({"domainpolicy", "failedprecondition"})


class Busy(WorldError):  # noqa: N818 (passes by itself within a minute)
    """Asked too often, or Gmail is in trouble: worth another try at once."""


def is_passing(error: WorldError) -> bool:
    """Whether another try within a minute may help."""
    return isinstance(error, Busy)


def http_trouble(account: str, error: Any) -> WorldError:
    """The error for an HttpError of the library; for None, for an answer that is none. Nothing of it is quoted."""
    where = f"{account} at Gmail"
    if error is None:
        return WorldError(f"{where}: the answer broke off, or is none of Gmail's")
    status = int(error.resp.status)
    reasons = {reason.lower() for reason in _reasons(error.content)}
    login = f"run `afterword login {account}`"
    if status == 429 or status >= 500 or reasons & _BUSY:
        return Busy(f"{where}: {'it was asked too often' if status in {403, 429} else 'it is in trouble'} ({status})")
    if reasons & _DAY_OVER:
        return WorldError(f"{where}: the quota of your client is used up ({status})")
    if status == 401:
        return WorldError(f"{where}: the token is not accepted; {login}", retry=False)
    if reasons & _SCOPES:
        return WorldError(
            f"{where}: the consent does not reach far enough; {login} and leave every box ticked", retry=False
        )
    if reasons & _SWITCHED_OFF:
        text = f"{where}: the Gmail API is switched off in the project of your client; switch it on in Google's console"
        return WorldError(text, retry=False)
    if status == 403 or reasons & _FORBIDDEN:
        text = f"{where}: the account does not let programs in ({status}); a Workspace's administrator decides that"
        return WorldError(text, retry=False)
    return WorldError(f"{where}: an unexpected answer ({status})", retry=status != 400)


def _reasons(content: bytes) -> Iterator[str]:
    try:
        told = json.loads(content)["error"]
        for one in (*told.get("errors", ()), *told.get("details", ())):
            if isinstance(one, dict) and "reason" in one:
                yield str(one["reason"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return
