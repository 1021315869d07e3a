"""The manual page man/afterword.1, made from the command line itself. `python tests/man_page.py` writes it anew.

See man(7) for the language it is written in.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from textwrap import wrap

import click

from afterword.cli.group import SECTIONS, cli

PAGE = Path(__file__).parents[1] / "man" / "afterword.1"
ENVIRONMENT = {
    "AFTERWORD_CONFIG_DIR": "The folder of your files, instead of $XDG_CONFIG_HOME/afterword.",
    "AFTERWORD_STATE_DIR": "The folder of the ledger, instead of $XDG_STATE_HOME/afterword.",
    "AFTERWORD_CACHE_DIR": "The folder of what can be made again, instead of $XDG_CACHE_HOME/afterword.",
    "CREDENTIALS_DIRECTORY": "Set by systemd: files in it, named like an account or calendar, hold its password.",
    "NO_COLOR": "When set to anything, nothing is printed in colour.",
    "TZ": "The time zone, where config.yaml names none.",
}
FILES = {
    "~/.config/afterword/config.yaml": "Who you are, your accounts and calendars. `afterword setup` writes it.",
    "~/.config/afterword/profile.yaml": "What may be said about you.",
    "~/.config/afterword/follow_ups.yaml": "Which drafts come when, and to whom; lies over what ships.",
    "~/.config/afterword/rules.yaml": "Your rules and vendors, over those that ship.",
    "~/.config/afterword/notes.yaml": "What only you know: notes, stages, contacts.",
    "~/.config/afterword/providers.yaml": "Further providers of consent (OAuth).",
    "~/.config/afterword/templates/": "Your letters, in place of those that ship.",
    "~/.local/state/afterword/ledger.sqlite3": "What was read and written; may be deleted, and is rebuilt.",
    "~/.local/state/afterword/crashes/": "Reports of bugs, without a word of your mail.",
    "~/.cache/afterword/": "The demo, and what is known of the folders at Gmail.",
}
CODES = {
    "0": "Done.",
    "1": "Something is yours to mend, or the world's; every problem stands on a line of its own.",
    "2": "The command line is wrong.",
    "3": "A bug of ours; a report lies among the files.",
    "130": "Interrupted.",
}


def main() -> None:
    there = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    made = page()
    if without_date(made) != without_date(there):
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(made, encoding="utf-8")


def without_date(text: str) -> str:
    """The page as it is compared: on which day it was made does not matter."""
    return re.sub(r'^\.TH AFTERWORD 1 "[\d-]+"', ".TH", text, flags=re.MULTILINE)


def page() -> str:
    return "\n".join(lines()) + "\n"


def lines() -> Iterator[str]:
    summary, *rest = paragraphs(cli)
    yield r".\" Made by tests/man_page.py from the command line; do not edit."
    yield f'.TH AFTERWORD 1 "{datetime.now(UTC):%Y-%m-%d}" "Afterword" "User Commands"'
    yield ".SH NAME"
    yield from wrap(rf"afterword \- {escaped(summary[0].lower() + summary[1:].rstrip('.'))}", 78)
    yield ".SH SYNOPSIS"
    yield ".B afterword"
    yield r"[\fIOPTION\fR]... \fICOMMAND\fR [\fIARGUMENT\fR]..."
    yield ".SH DESCRIPTION"
    for i, paragraph in enumerate(rest):
        yield from text(paragraph, after_heading=i == 0)
    yield ".SH OPTIONS"
    yield from options(cli)
    yield ".SH COMMANDS"
    for section, names in SECTIONS.items():
        yield f'.SS "{section}"'
        for name in names:
            yield from command(("afterword", name), command_called(cli, name))
    yield from table("ENVIRONMENT", ENVIRONMENT)
    yield from table("FILES", FILES)
    yield from table("EXIT STATUS", CODES)
    yield ".SH SEE ALSO"
    yield r".BR mutt (1), .BR systemctl (1), .BR journalctl (1), .BR systemd.exec (5)".replace(", .BR", ",\n.BR")
    yield ".PP"
    yield "The documents that come with the program, README.md first."


def command(words: tuple[str, ...], one: click.Command) -> Iterator[str]:
    """A command, its options, and those below it."""
    yield ".TP"
    yield f"\\fB{literally(' '.join(words))}\\fR{usage(one)}"
    first, *rest = paragraphs(one)
    yield from text(first, after_heading=True)
    if rest or own_options(one):
        yield ".RS"
        for paragraph in rest:
            yield from text(paragraph)
        yield from options(one)
        yield ".RE"
    if isinstance(one, click.Group):
        for name in one.list_commands(click.Context(one)):
            yield from command((*words, name), command_called(one, name))


def command_called(group: click.Group, name: str) -> click.Command:
    found = group.get_command(click.Context(group), name)
    assert found is not None
    return found


def own_options(one: click.Command) -> list[click.Option]:
    return [parameter for parameter in one.params if isinstance(parameter, click.Option)]


def usage(one: click.Command) -> str:
    """Behind the name: options in a word, then the arguments."""
    words = [r" [\fIOPTION\fR]..."] if own_options(one) else []
    context = click.Context(one)
    words += [f" {escaped(part.make_metavar(context))}" for part in one.params if isinstance(part, click.Argument)]
    return "".join(words) + (r" \fICOMMAND\fR" if isinstance(one, click.Group) else "")


def options(one: click.Command) -> Iterator[str]:
    for option in own_options(one):
        names = ", ".join(f"\\fB{literally(name)}\\fR" for name in (*option.secondary_opts, *option.opts)[::-1])
        value = "" if option.is_flag else f" \\fI{escaped(option.make_metavar(click.Context(one)))}\\fR"
        yield ".TP"
        yield f"{names}{value}"
        yield from text(option.help or "", after_heading=True)


def table(heading: str, rows: dict[str, str]) -> Iterator[str]:
    yield f'.SH "{heading}"' if " " in heading else f".SH {heading}"
    for name, words in rows.items():
        yield ".TP"
        yield f"\\fB{literally(name)}\\fR"
        yield from text(words, after_heading=True)


def paragraphs(one: click.Command) -> list[str]:
    return inspect.cleandoc(one.help or "").split("\n\n")


def text(paragraph: str, *, after_heading: bool = False) -> Iterator[str]:
    """A paragraph, one sentence a line; what click is told to leave as it is stays so, too."""
    if paragraph.startswith("\b"):
        heading, *examples = paragraph.removeprefix("\b").strip("\n").splitlines()
        yield ".PP"
        yield escaped(heading)
        yield ".EX"
        yield from (literally(f"  {line.strip()}") for line in examples)
        yield ".EE"
        return
    if not after_heading:
        yield ".PP"
    for sentence in re.split(r"(?<=\.) (?=[A-Z])", " ".join(paragraph.split())):
        pieces = re.split(r"`([^`]+)`|(?<!\w)(--[\w-]+)", sentence)
        line = "".join(
            escaped(piece) if i % 3 == 0 else f"\\fB{literally(piece)}\\fR" for i, piece in enumerate(pieces) if piece
        )
        yield from (unrequested(part) for part in wrap(line, 78, break_on_hyphens=False, break_long_words=False))


def escaped(words: str) -> str:
    """What groff would read as its own is printed as it stands."""
    return words.replace("\\", "\\e").replace("~", "\\(ti").replace("^", "\\(ha")


def unrequested(line: str) -> str:
    """A line that begins like a request, and is none."""
    return f"\\&{line}" if line.startswith((".", "'")) else line


def literally(words: str) -> str:
    """What can be copied into a shell: its hyphens stay what they are."""
    return escaped(words).replace("-", "\\-")


if __name__ == "__main__":
    main()
