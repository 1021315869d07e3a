"""`afterword explain PATH...`: what single messages say, and the words that decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from afterword_parsers.dates.span import DateInWords
    from afterword_parsers.message import Message
    from afterword_rules.owner import Owner
    from afterword_rules.reading import Reading
    from afterword_rules.signals.signal_rules import SignalRules
    from afterword_rules.yaml_files.source import Problem


@click.command("explain")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, in the order given.")
def command(paths: tuple[Path, ...], *, as_json: bool) -> int:
    """Show what each message under PATHS says: a .eml file, a Maildir, an mbox, or a folder of them.

    Nothing is stored and nothing is changed. A message that cannot be read is named, and the others go on.

    \b
    Example:
      afterword explain ~/Mail/INBOX
    """
    from afterword.cli.json_output import print_json
    from afterword.mailboxes.mail_files import read_paths
    from afterword_parsers.mail.mime import read_message

    owner, rules = owner_and_rules()
    unread = 0
    for name, raw in read_paths(paths):
        if not isinstance(raw, bytes):
            unread += 1
            # It names the file itself.
            click.echo(str(raw), err=True)
            continue
        message = read_message(raw, zone=owner.zone)
        reading = _read(message, owner, rules)
        if as_json:
            print_json(as_object(name, reading, owner), one_line=True)
        else:
            click.echo("\n".join(as_lines(name, message, reading, owner)))
    return 1 if unread else 0


def owner_and_rules() -> tuple[Owner, SignalRules]:
    """The configured owner and rules; without a configuration nobody is the owner, and rules.yaml holds all the same."""
    from zoneinfo import ZoneInfo

    from afterword.errors import OwnersError
    from afterword.owner.configuration import load_configuration, text_of
    from afterword.owner.system_zone import system_zone
    from afterword.paths import config_folder
    from afterword_rules.days.business_days import country_of_zone
    from afterword_rules.owner import Owner
    from afterword_rules.signals.signal_rules import load_signal_rules

    folder = config_folder()
    if (folder / "config.yaml").exists():
        configuration = load_configuration(folder)
        return configuration.owner, configuration.rules
    unreadable: list[Problem] = []
    rules, problems = load_signal_rules(text_of(folder / "rules.yaml", unreadable))
    if unreadable or problems:
        raise OwnersError(*map(str, (*unreadable, *problems)))
    zone = ZoneInfo(system_zone())
    return Owner("", (), zone, country_of_zone(zone.key), vendors=rules.vendors), rules


def _read(message: Message, owner: Owner, rules: SignalRules) -> Reading:
    from datetime import UTC, datetime

    from afterword_rules.reading import Direction
    from afterword_rules.signals.read import read

    arrived = message.received or message.sent or datetime(1970, 1, 1, tzinfo=UTC)
    direction = Direction.OUTGOING if owner.is_me(message.sender.email) else Direction.INCOMING
    return read(message, arrived=arrived, direction=direction, owner=owner, rules=rules)


def as_object(name: str, reading: Reading, owner: Owner) -> dict[str, Any]:
    """A reading as design.md gives it for scripts."""
    from afterword_rules.applications.contacts import contacts_of

    return {
        "path": name,
        "message_id": reading.message_id,
        "signal": reading.signal.kind,
        "confidence": round(reading.signal.confidence, 3),
        "company": reading.about.company,
        "role": reading.about.role,
        "contacts": [{"name": c.name, "address": c.email, "why": c.why} for c in contacts_of([reading], owner)],
        "dates": [
            {
                "kind": date.kind,
                "earliest": date.earliest.isoformat(),
                "latest": date.latest.isoformat(),
                "text": date.text,
            }
            for date in reading.dates
        ],
        "rule": reading.signal.rule,
        "evidence": [{"where": found.where, "text": found.text} for found in reading.signal.evidence],
    }


def as_lines(name: str, message: Message, reading: Reading, owner: Owner) -> Iterator[str]:
    """A reading for a person's eyes."""
    from afterword.cli.wording import one_line, spoken

    told = as_object(name, reading, owner)
    yield click.style(name, bold=True)
    yield f"  subject   {message.subject or '(none)'}"
    if told["rule"]:
        says = click.style(spoken(told["signal"]), fg="cyan")
        yield f"  says      {says} ({told['confidence']:.0%} sure, rule {told['rule']})"
    else:
        yield f"  says      {_unruled(told['signal'])}"
    for found in told["evidence"]:
        yield f"  because   {found['where']}: “{one_line(found['text'])}”"
    if told["signal"] == "offer":
        yield "  makes     no application: it counts only for a job that you applied for"
    about = [told["role"], told["company"] and f"at {told['company']}"]
    if any(about):
        yield f"  about     {' '.join(filter(None, about))}"
    for contact in told["contacts"]:
        yield f"  contact   {contact['name']} <{contact['address'] or 'no address'}>: {contact['why']}"
    for date in reading.dates:
        yield f"  date      “{one_line(date.text)}” ({spoken(date.kind)}): {_when(date, owner)}"
    for problem in message.problems:
        yield f"  problem   {problem}"
    yield ""


def _unruled(signal: str) -> str:
    """What to say of a message that no rule knows."""
    from afterword.cli.wording import spoken

    return "nothing about an application" if signal == "none" else spoken(signal)


def _when(date: DateInWords, owner: Owner) -> str:
    """The day, the days or the moment that is meant, in the owner's zone."""
    from afterword_parsers.dates.span import Precision

    first, last = date.earliest.astimezone(owner.zone), date.latest.astimezone(owner.zone)
    if date.precision is Precision.MINUTE:
        until = f" to {last:%H:%M}" if last.date() == first.date() and last > first else ""
        return f"{first:%a %d %b %Y %H:%M}{until}"
    if first.date() == last.date():
        return f"{first:%a %d %b %Y}"
    return f"{'either ' if date.ambiguous else ''}{first:%a %d %b %Y} {'or' if date.ambiguous else 'to'} {last:%a %d %b %Y}"
