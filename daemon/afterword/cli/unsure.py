"""What `status --unsure` prints: mail about which the owner may know more than the program does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

from afterword.cli.saying import number_of

if TYPE_CHECKING:
    from afterword_rules.applications.doubts import Doubt

_MOST = 30


def show_doubts(doubts: Sequence[Doubt], zone: tzinfo) -> None:
    """One line for each message, and how to answer."""
    from afterword.cli.table import print_table
    from afterword.cli.wording import one_line

    if not doubts:
        click.echo("Nothing is unclear.")
        return
    rows = [
        (
            number_of(one.reading.message_id),
            f"{one.reading.arrived.astimezone(zone):%d %b %H:%M}",
            one.reading.sender.email,
            one_line(one.reading.subject),
            _question(one),
        )
        for one in doubts[:_MOST]
    ]
    print_table(("message", "came", "from", "subject", "unclear"), rows)
    if len(doubts) > _MOST:
        click.echo(f"{len(doubts) - _MOST} older ones are left out; `--json` has them all.")
    click.echo("`afterword attach MESSAGE APPLICATION` (or --none) and `afterword set APPLICATION --stage …` decide.")


def _question(doubt: Doubt) -> str:
    from afterword.cli.wording import spoken

    whose = f" at {doubt.may_be[0]}" if doubt.may_be else ""
    if doubt.perhaps:
        return f"perhaps {spoken(doubt.perhaps)}{whose}"
    if len(set(doubt.may_be)) > 1:
        return f"{' or '.join(dict.fromkeys(doubt.may_be))}?"
    return f"{' or '.join(role or 'an unnamed role' for role in doubt.roles)}{whose}?"


def doubt_objects(doubts: Sequence[Doubt], zone: tzinfo) -> list[dict[str, Any]]:
    """The same for scripts."""
    return [
        {
            "message": number_of(one.reading.message_id),
            "message_id": one.reading.message_id,
            "came": one.reading.arrived.astimezone(zone).isoformat(),
            "may_be": list(one.may_be),
            "roles": list(one.roles),
            "perhaps": one.perhaps,
        }
        for one in doubts
    ]
