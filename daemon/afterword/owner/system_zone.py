"""The time zone of the machine, by its IANA name."""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo

_LOCALTIME = Path("/etc/localtime")
_TIMEZONE = Path("/etc/timezone")


def system_zone() -> str:
    """The IANA name of the machine's zone: $TZ, else where /etc/localtime points, else /etc/timezone, else "UTC"."""
    named = os.environ.get("TZ", "").lstrip(":")
    for name in (_below_zoneinfo(named), _below_zoneinfo(os.path.realpath(_LOCALTIME))):
        # $TZ may also hold a rule of POSIX ("CET-1CEST"), which has no name to go on with.
        if name and zone_named(name) is not None:
            return name
    if _TIMEZONE.is_file():
        return _TIMEZONE.read_text(encoding="ascii", errors="replace").strip() or "UTC"
    return "UTC"


def zone_named(name: str) -> ZoneInfo | None:
    """The zone called `name`; None where there is no such zone."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return None


def _below_zoneinfo(path: str) -> str:
    """The name of the zone in the file `path`; `path` itself when it is a name already, and nothing for other files."""
    if path.startswith("/"):
        path = path.partition("/zoneinfo/")[2]
    return path.removeprefix("posix/").removeprefix("right/")
