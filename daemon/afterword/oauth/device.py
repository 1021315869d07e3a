"""Consent in a browser anywhere: the owner types a short code there, and we ask until it is done (RFC 8628)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from afterword.errors import WorldError
from afterword.oauth.client import Client
from afterword.oauth.endpoint import post_form
from afterword.oauth.grant import Grant, read_grant, refusal
from afterword.oauth.loopback import lasting
from afterword.oauth.wanted import Wanted

_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_INTERVAL = 5.0
_SLOWER = 5.0
_SLOWEST = 60.0
_LONGEST = 1_800.0


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What the owner needs: where to go, and what to type there."""

    address: str
    code: str


def consent_by_device(
    wanted: Wanted,
    client: Client,
    show: Callable[[DeviceCode], object],
    sleep: Callable[[float], object] = time.sleep,
) -> Grant:
    """The tokens the owner consents to. `sleep` waits between two questions.

    :raises WorldError: the owner refuses or takes too long, or the provider gives no tokens.
    """
    status, told = post_form(wanted.provider.device, {"client_id": client.id, "scope": wanted.all_scopes})
    # Some providers still write it as the draft did.
    address = str(told.get("verification_uri") or told.get("verification_url") or "")
    if status != 200 or not told.get("device_code") or not address:
        raise refusal(status, told, wanted)
    show(DeviceCode(address, str(told.get("user_code", ""))))
    fields = {"grant_type": _GRANT, "client_id": client.id, "device_code": str(told["device_code"])}
    if secret := client.secret.reveal():
        fields["client_secret"] = secret
    interval, left = _number(told.get("interval"), _INTERVAL), min(_number(told.get("expires_in"), 900.0), _LONGEST)
    while left > 0:
        sleep(interval)
        left -= interval
        try:
            status, answer = post_form(wanted.provider.token, fields)
        except WorldError:
            # Section 3.5: not reached, so ask less often.
            interval = min(interval * 2, _SLOWEST)
            continue
        error = answer.get("error")
        if error == "slow_down":
            interval = min(interval + _SLOWER, _SLOWEST)
        elif error == "expired_token":
            break
        elif error != "authorization_pending":
            return lasting(read_grant(status, answer, wanted), wanted)
    text = f'the code for "{wanted.name}" was not used in time; run `afterword login {wanted.name} --device` again'
    raise WorldError(text, retry=False)


def _number(value: object, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) and value > 0 else otherwise
