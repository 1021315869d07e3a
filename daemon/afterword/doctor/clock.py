"""The clock and the zone: a draft is only as punctual as they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from afterword.doctor.finding import Finding, ok, warn
from afterword.errors import WorldError
from afterword.owner.configuration import Configuration
from afterword.owner.system_zone import system_zone

_NAME = "clock"
_TOLERATED = 60.0
_STEP = "switch on the time service (`timedatectl set-ntp true`)"


def skew_words(seconds: float) -> str:
    """How far a clock is from ours, in words; empty where that is no matter."""
    if abs(seconds) <= _TOLERATED:
        return ""
    size = abs(seconds)
    amount = f"{size / 3600:.1f} hours" if size >= 5400 else f"{size / 60:.0f} minutes"
    return f"{amount} {'ahead' if seconds > 0 else 'behind'}"


def clock_findings(configuration: Configuration) -> Iterator[Finding]:
    """Compared with the servers of the calendars, which tell the time; of IMAP servers only a draft's date is known."""
    zone = configuration.owner.zone
    named = str(zone)
    here = system_zone()
    where = named if named == here else f"{named}, while this machine is in {here}"
    compared: list[str] = []
    for host, theirs in _times(configuration):
        if words := skew_words((datetime.now(UTC) - theirs).total_seconds()):
            yield warn(_NAME, f"it is {words}, by the clock of {host}", _STEP)
        compared.append(host)
    against = f"as that of {', '.join(compared)}" if compared else "compared with nobody's"
    yield ok(_NAME, f"{datetime.now(zone):%a %d %b %H:%M}, {against}; your zone is {where}")
    if configuration.owner.country is None:
        yield warn(
            "country", "none is known, so public holidays count as business days", "add `country:` to config.yaml"
        )


def _times(configuration: Configuration) -> Iterator[tuple[str, datetime]]:
    from afterword.calendars.http_exchange import Limits, Question, ask, host_of

    addresses = [one.caldav.url if one.caldav is not None else one.ics or "" for one in configuration.calendars]
    by_host = {host_of(address): address for address in addresses if "://" in address}
    for host, address in by_host.items():
        try:
            answer = ask(Question("PROPFIND", address, {"Depth": "0"}, limits=Limits(silence=10, total=10)))
            yield host, parsedate_to_datetime(answer.headers["date"]).astimezone(UTC)
        except (WorldError, KeyError, ValueError, TypeError):
            # That the server cannot be reached, the calendar's own line tells.
            continue
