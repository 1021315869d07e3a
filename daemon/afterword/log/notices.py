"""A note on the owner's desktop when drafts were put in place, through the session bus.

The Desktop Notifications Specification, 1.2: one call of org.freedesktop.Notifications.Notify. Where there is no bus, or
nobody who shows notes, nothing happens; whoever owns the name but does not answer is not waited for.
"""

from __future__ import annotations

import html
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from afterword.log.journal import LOG
from afterword.running.voice import Silent

if TYPE_CHECKING:
    from afterword.owner.configuration import Configuration
    from afterword.passes import Outcome
    from afterword_rules.follow_up import FollowUp

_PATIENCE = 3.0
_SHOWN = 4
_SHOW_FOR = -1
"""As long as the desktop finds right."""


@dataclass(frozen=True, slots=True)
class Notice:
    """`summary` is shown as it is; `body` may be read as markup."""

    summary: str
    body: str


class Notices(Silent):
    """The voice that speaks to the owner's desktop."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment

    def passed(self, outcome: Outcome, configuration: Configuration, now: datetime) -> None:
        if not configuration.notify or is_quiet(configuration, now):
            return
        placed = [
            letter.follow_up
            for letter in outcome.decision.letters
            if letter.draft and letter.draft.key in outcome.placed
        ]
        if placed:
            notice = notice_of(placed, configuration.owner.zone)
            # Nothing waits for it: a desktop that hangs must not hold up the next pass.
            threading.Thread(target=show, args=(notice, self._environment), name="notice", daemon=True).start()


def is_quiet(configuration: Configuration, now: datetime) -> bool:
    """Whether the aware `now` lies in the owner's quiet hours."""
    quiet = configuration.owner.quiet
    return quiet is not None and quiet.end_of(now, configuration.owner.zone) != now


def notice_of(placed: Sequence[FollowUp], zone: tzinfo) -> Notice:
    """What is said of drafts that were placed together; at least one."""
    if len(placed) == 1:
        (one,) = placed
        return Notice(f"{_draft(one)} is in your Drafts", f"{_until(one, zone)}Review it, then send or delete it.")
    lines = [f"{_draft(one)}{_until(one, zone, before=': ')}" for one in placed[:_SHOWN]]
    if len(placed) > _SHOWN:
        lines.append(f"and {len(placed) - _SHOWN} more")
    return Notice(f"{len(placed)} drafts are in your Drafts", "\n".join(lines))


def _draft(follow_up: FollowUp) -> str:
    return f"{follow_up.kind.replace('_', ' ').capitalize()} for {follow_up.company}"


def _until(follow_up: FollowUp, zone: tzinfo, before: str = "") -> str:
    if follow_up.best_before is None:
        return ""
    words = f"best sent by {follow_up.best_before.astimezone(zone):%a %d %b %H:%M}"
    return f"{before}{words}" if before else f"{words[0].upper()}{words[1:]}. "


def show(notice: Notice, environment: Mapping[str, str] = os.environ) -> bool:
    """Have the desktop show it; False where it could not be shown. Never raises, and waits a few seconds at most."""
    try:
        with _bus(environment) as bus:
            capable = _call(bus, "GetCapabilities", "", ())[0]
            body = html.escape(notice.body, quote=False) if "body-markup" in capable else notice.body
            hints = {"category": ("s", "email"), "urgency": ("y", 1)}
            _call(
                bus,
                "Notify",
                "susssasa{sv}i",
                ("Afterword", 0, "mail-drafts", _printable(notice.summary), _printable(body), [], hints, _SHOW_FOR),
            )
    except Exception as error:  # noqa: BLE001 (a bus fails in many ways, and none of them is worth an error)
        LOG.debug("no note on the desktop: %s", type(error).__name__)
        return False
    return True


def _bus(environment: Mapping[str, str]) -> Any:
    """The session bus, also where a lingering service was told no address."""
    from jeepney.io.blocking import open_dbus_connection

    usual = f"unix:path={environment.get('XDG_RUNTIME_DIR', '/nonexistent')}/bus"
    return open_dbus_connection(environment.get("DBUS_SESSION_BUS_ADDRESS") or usual)


def _call(bus: Any, method: str, signature: str, arguments: tuple[Any, ...]) -> Any:
    from jeepney import DBusAddress, new_method_call
    from jeepney.wrappers import unwrap_msg

    desktop = DBusAddress(
        "/org/freedesktop/Notifications",
        bus_name="org.freedesktop.Notifications",
        interface="org.freedesktop.Notifications",
    )
    message = new_method_call(desktop, method, signature or None, arguments)
    return unwrap_msg(bus.send_and_get_reply(message, timeout=_PATIENCE))


def _printable(text: str) -> str:
    """D-Bus takes no NUL, and a desktop should obey nothing that stands in a company's name."""
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)
