"""One form sent to a provider, and the object that comes back (RFC 6749 sections 4 to 6)."""

from __future__ import annotations

import http.client
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from afterword.calendars.http_exchange import host_of, url_problem
from afterword.errors import WorldError

_MOST_BYTES = 1_000_000
_PATIENCE = 30.0


def post_form(url: str, fields: Mapping[str, str], patience: float = _PATIENCE) -> tuple[int, dict[str, Any]]:
    """The status and the JSON object of the answer; an empty one where there is none, or something else.

    `patience` is the longest silence, in seconds. Certificates are checked as the system does it.

    :raises WorldError: the provider cannot be reached. Nothing that was sent stands in the text.
    """
    if url_problem(url):
        # The file of providers was checked.
        raise ValueError("never asked")
    host = host_of(url)
    request = urllib.request.Request(  # noqa: S310 (https, or this machine)
        url,
        urlencode(fields).encode(),
        {"User-Agent": "afterword", "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"},
    )
    try:
        with _opener(url).open(request, timeout=patience) as response:
            return int(response.status), _object(response.read(_MOST_BYTES))
    except (OSError, http.client.HTTPException) as error:
        cause = error.reason if isinstance(error, urllib.error.URLError) else error
        text = f"{host} cannot be reached ({type(cause).__name__})"
        if isinstance(cause, ssl.SSLCertVerificationError):
            text = f"the certificate of {host} is not valid: {cause.verify_message}"
        raise WorldError(text) from None


def _opener(url: str) -> urllib.request.OpenerDirector:
    """Neither follows redirects, since what is sent is for nobody else, nor raises for a status."""
    opener = urllib.request.OpenerDirector()
    # A proxy is for the world outside.
    proxies: dict[str, str] | None = {} if url.startswith("http:") else None
    opener.add_handler(urllib.request.ProxyHandler(proxies))
    opener.add_handler(urllib.request.HTTPHandler())
    opener.add_handler(urllib.request.HTTPSHandler(context=ssl.create_default_context()))
    return opener


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
