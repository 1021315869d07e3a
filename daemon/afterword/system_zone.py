"""The time zone of the machine, by its IANA name."""

from __future__ import annotations

import os
from pathlib import Path

_LOCALTIME = Path("/etc/localtime")
_TIMEZONE = Path("/etc/timezone")


def system_zone() -> str:
    """The IANA name of the machine's zone: $TZ, else where /etc/localtime points, else /etc/timezone, else "UTC"."""
    named = os.environ.get("TZ", "").lstrip(":")
    if "/" in named and not named.startswith("/"):
        return named
    target = os.path.realpath(_LOCALTIME)
    if "/zoneinfo/" in target:
        return target.partition("/zoneinfo/")[2].removeprefix("posix/").removeprefix("right/")
    if _TIMEZONE.is_file():
        return _TIMEZONE.read_text(encoding="ascii", errors="replace").strip() or "UTC"
    return "UTC"
