"""`afterword rules`: what decides how mail is read, and how the owner's own rules do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from afterword_parsers.message import Message
    from afterword_rules.reading import Reading
    from afterword_rules.signals.classify import Judgement
    from afterword_rules.signals.signal_rule import SignalRule
    from afterword_rules.signals.signal_rules import SignalRules

_TEACHES = {True: "green", False: "cyan"}
"""Colours of the words of a rule for a signal, and of one for a topic."""
_NEARLY = "yellow"


@click.group("rules")
def command() -> None:
    """Check, show and try the rules that read your mail: the program's, and those of your rules.yaml over them.

    \b
    Examples:
      afterword rules check
      afterword rules try ~/Mail/INBOX/cur/1741612800.1.desk:2,S
    """


@command.command("check")
def check() -> int:
    """Name every mistake of all your files at once, each with its line; and what is doubtful in rules.yaml.

    Doubtful is a rule that is never reached, takes too long, or does not do what its examples say.

    \b
    Example:
      afterword rules check
    """
    from afterword.cli.wording import counted
    from afterword.errors import OwnersError
    from afterword.owner.configuration import text_of
    from afterword.paths import config_folder
    from afterword_rules.signals.rule_check import check_rules
    from afterword_rules.signals.signal_rules import read_own_rules
    from afterword_rules.yaml_files.source import Problem

    folder = config_folder()
    unreadable: list[Problem] = []
    text = text_of(folder / "rules.yaml", unreadable) or ""
    found = [*map(str, (*unreadable, *check_rules(text))), *_of_other_files(folder)]
    if found:
        raise OwnersError(*dict.fromkeys(found))
    own = read_own_rules(text).file
    said = f"{counted(len(own.signals), 'rule')} and {counted(len(own.vendors), 'vendor')} of yours"
    click.echo(f"{folder}: every file is well written; {said}.")
    return 0


def _of_other_files(folder: Path) -> Iterator[str]:
    from afterword.errors import OwnersError
    from afterword.owner.configuration import load_configuration, text_of
    from afterword_rules.follow_ups.cadence_rules import load_cadences
    from afterword_rules.letters.templates import Templates
    from afterword_rules.yaml_files.source import Problem

    if (folder / "config.yaml").exists():
        try:
            load_configuration(folder)
        except OwnersError as error:
            yield from error.problems
    else:
        unreadable: list[Problem] = []
        _, problems = load_cadences(text_of(folder / "follow_ups.yaml", unreadable), "follow_ups.yaml")
        yield from map(str, (*unreadable, *problems))
    yield from map(str, Templates(folder / "templates").problems())


@command.command("show")
@click.argument("name", metavar="[ID]", required=False)
def show(name: str | None) -> int:
    """Print the rule ID as it is in force, and where it stands; without ID, list all rules.

    \b
    Example:
      afterword rules show rejected-not-moving-forward
    """
    from afterword.cli.explain import owner_and_rules
    from afterword.cli.table import print_table
    from afterword.errors import OwnersError
    from afterword_rules.yaml_files.source import did_you_mean

    _, rules = owner_and_rules()
    if name is None:
        rows = [(r.id, _what(r), f"{r.weight:g}", rules.origins.get(r.id, "")) for r in rules.rules]
        print_table(("rule", "says", "weight", "from"), rows)
        return 0
    rule = rules.rule(name)
    if rule is None:
        near = did_you_mean(name, (one.id for one in rules.rules))
        hint = near if near.endswith("?") else "; `afterword rules show` lists them all"
        msg = f'no rule "{name}" is in force{hint}'
        raise OwnersError(msg)
    click.secho(f"# {rules.origins.get(rule.id, '')}", dim=True)
    click.echo(_as_yaml(rule), nl=False)
    return 0


@command.command("schema")
def schema() -> int:
    """Print the JSON Schema (draft-07) of rules.yaml, for your editor.

    \b
    Example:
      afterword rules schema > ~/.config/afterword/rules.schema.json
    """
    from afterword.cli.json_output import print_json
    from afterword_rules.signals.rule_schema import rules_schema

    print_json(rules_schema())
    return 0


@command.command("sample")
def sample() -> int:
    """Print a commented rules.yaml to start from.

    \b
    Example:
      afterword rules sample > ~/.config/afterword/rules.yaml
    """
    import importlib.resources

    text = importlib.resources.files("afterword") / "rules.sample.yaml"
    click.echo(text.read_text(encoding="utf-8"), nl=False)
    return 0


@command.command("try")
@click.argument("file", type=click.Path(path_type=Path))
def try_rules(file: Path) -> int:
    """Show every rule that fired on the message in FILE, or nearly did, on its text; the verdict; and what was read.

    \b
    Example:
      afterword rules try letter.eml
    """
    from datetime import UTC, datetime

    from afterword.cli.explain import owner_and_rules
    from afterword.mailboxes.mail_files import read_paths
    from afterword_parsers.mail.mime import read_message
    from afterword_rules.reading import Direction
    from afterword_rules.signals.read import read_and_judge

    owner, rules = owner_and_rules()
    code = 0
    for name, raw in read_paths((file,)):
        if not isinstance(raw, bytes):
            click.echo(str(raw), err=True)
            code = 1
            continue
        message = read_message(raw, zone=owner.zone)
        outgoing = owner.is_me(message.sender.email)
        reading, judgement = read_and_judge(
            message,
            arrived=message.received or message.sent or datetime(1970, 1, 1, tzinfo=UTC),
            direction=Direction.OUTGOING if outgoing else Direction.INCOMING,
            owner=owner,
            rules=rules,
        )
        click.secho(name, bold=True)
        click.echo("\n".join(_tried(message, reading, judgement, rules)))
    return code


def _tried(message: Message, reading: Reading, judgement: Judgement, rules: SignalRules) -> Iterator[str]:
    from afterword.cli.wording import one_line, spoken
    from afterword_rules.signals.message_sentences import own_words, sentences_of, wrote
    from afterword_rules.signals.signal_rule import Direction

    nearly = rules.matcher.nearly(
        sentences_of(message), wrote(message), Direction(reading.direction.value), message.language
    )
    marked = [(one.evidence.text, _TEACHES[one.rule.signal is not None]) for one in judgement.fired]
    marked += [(one.evidence.text, _NEARLY) for one in nearly]
    yield ""
    yield _coloured(f"Subject: {message.subject}\n\n{own_words(message)}".rstrip(), marked)
    yield ""
    for one in judgement.fired:
        words = f"{one.evidence.where}: “{one_line(one.evidence.text)}”"
        yield f"  fired   {_labelled(one.rule, rules, _TEACHES[one.rule.signal is not None])}\n          {words}"
    for miss in nearly:
        words = f"{miss.evidence.where}: “{one_line(miss.evidence.text)}”"
        yield f"  nearly  {_labelled(miss.rule, rules, _NEARLY)}\n          {words}, but {miss.because}"
    for name in judgement.timed_out:
        yield f"  slow    {name}  {rules.origins.get(name, '')}: its regular expression took too long here"
    signal = reading.signal
    if judgement.fired or nearly or judgement.timed_out:
        yield ""
    rule = f", rule {signal.rule}" if signal.rule else ""
    yield f"  verdict    {click.style(spoken(signal.kind), bold=True)} ({signal.confidence:.0%} sure{rule})"
    yield f"  runner-up  {spoken(signal.runner_up) if signal.runner_up else 'none'}"
    yield from _fields(reading)
    yield ""


def _labelled(rule: SignalRule, rules: SignalRules, colour: str) -> str:
    return f"{click.style(rule.id, fg=colour)}  {_what(rule)} {rule.weight:g}  {rules.origins.get(rule.id, '')}"


def _what(rule: SignalRule) -> str:
    return rule.signal.value if rule.signal else f"topic {rule.topic}"


def _fields(reading: Reading) -> Iterator[str]:
    """What an application would learn from the message."""
    about = reading.about
    yield f"  company    {about.company or 'none'}{f' (from the {about.company_where})' if about.company else ''}"
    yield f"  role       {about.role or 'none'}{f' (from the {about.role_where})' if about.role else ''}"
    for label, value in (("job id", about.requisition), ("place", about.place), ("vendor", about.vendor)):
        if value:
            yield f"  {label:<9}  {value}"
    for person in reading.people:
        yield f"  person     {' '.join(filter(None, (person.name, person.email and f'<{person.email}>')))}"
    for date in reading.dates:
        yield f"  date       “{' '.join(date.text.split())}”"


def _coloured(text: str, marked: Iterable[tuple[str, str]]) -> str:
    """`text` with words in colours; where they overlap, the first given holds. A pipe gets no colours."""
    import re

    colours: list[str] = [""] * len(text)
    for words, colour in marked:
        pattern = r"\s+".join(map(re.escape, words.split()))
        for found in re.finditer(pattern, text, re.IGNORECASE) if pattern else ():
            for place in range(*found.span()):
                colours[place] = colours[place] or colour
    parts: list[str] = []
    begin = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or colours[place] != colours[begin]:
            part = text[begin:place]
            parts.append(click.style(part, fg=colours[begin], bold=True) if colours[begin] else part)
            begin = place
    return "".join(parts)


def _as_yaml(rule: SignalRule) -> str:
    """A rule as it would stand in rules.yaml, without what is as usual."""
    import yaml

    told = yaml.safe_dump({"signals": [_told(rule)]}, sort_keys=False, allow_unicode=True, width=10_000)
    return str(told)


def _told(value: Any) -> Any:
    import dataclasses
    from enum import Enum

    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((one, getattr(value, one.name)) for one in dataclasses.fields(value))
        return {one.name: _told(held) for one, held in pairs if held != one.default}
    if isinstance(value, Enum):
        return value.value
    return [_told(one) for one in value] if isinstance(value, tuple) else value
