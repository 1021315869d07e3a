"""Writing into notes.yaml: one entry more, and every line of the owner's as it was."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from afterword.errors import OwnersError, WorldError, shown
from afterword.folder_lock import locked
from afterword.owner.notes_file import NotesFile, owners_word
from afterword.owner.yaml_text import Value, Writing, flow, line_after, lines_in
from afterword.paths import make_private
from afterword_rules.yaml_files.source import read_and_validate

_NAME = "notes.yaml"
_HEAD = """\
# What only you know about your applications. `afterword note`, `set`, `merge`, `split`, `attach`, `mute` and `contact`
# add to it, and so may you; take out what no longer holds. Every line of yours stays as it is.
"""


def add_entry(folder: Path, section: str, entry: Mapping[str, Value]) -> None:
    """Add `entry` to `section` of notes.yaml in `folder`; the file is made when there is none.

    :raises OwnersError: the file as it stands is wrong, or its section is written in a way that cannot be added to;
        or the folder cannot be made.
    :raises WorldError: the file cannot be written.
    """
    path = folder / _NAME
    try:
        make_private(folder)
        # Of two commands at one moment neither loses what the other adds.
        with locked(folder):
            _add(path, section, entry)
    except OSError as error:
        raise WorldError(f"cannot write {shown(path)}: {error.strerror}") from None


def _add(path: Path, section: str, entry: Mapping[str, Value]) -> None:
    try:
        text = path.read_text("utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise OwnersError(f"{shown(path)}: cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}") from None
    before = _read(text)
    written = with_entry(text or _HEAD, section, entry)
    after = _read(written)
    if len(getattr(after, section)) != len(getattr(before, section)) + 1:
        raise _not_in_lines(section, entry)
    if path.exists() and not path.stat().st_mode & 0o200:
        # Putting another file in its place would succeed, and is not what write protection is for.
        msg = f"{shown(path)} is write-protected; `chmod u+w {shown(path)}` lets afterword add to it"
        raise WorldError(msg)
    _replace(path, written)


def with_entry(text: str, section: str, entry: Mapping[str, Value]) -> str:
    """`text`, a notes.yaml without mistakes, with `entry` as the last of `section`.

    :raises OwnersError: the entries of the section stand in brackets.
    """
    import yaml

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    if isinstance(root, yaml.MappingNode) and root.flow_style:
        raise _not_in_lines(section, entry)
    lines = lines_in(text)
    for key, value in pairs:
        if key.value != section:
            continue
        if isinstance(value, yaml.SequenceNode) and value.value and not value.flow_style:
            at = line_after(value.value[-1])
            # The mark of an item stands behind its dash.
            indent = lines[value.start_mark.line][: value.start_mark.column]
            return "".join([*lines[:at], _item(entry, indent), *lines[at:]])
        if isinstance(value, yaml.SequenceNode) and value.value:
            raise _not_in_lines(section, entry)
        at = key.start_mark.line
        return "".join([*lines[:at], f"{section}:\n", _item(entry, "  "), *lines[at + 1 :]])
    gap = "\n" if lines and lines[-1].strip() else ""
    return "".join([*lines, gap, f"{section}:\n", _item(entry, "  ")])


def _item(entry: Mapping[str, Value], indent: str) -> str:
    lines = [f"{key}: {flow(value)}" for key, value in entry.items()]
    return "".join(f"{indent}{'- ' if i == 0 else '  '}{line}\n" for i, line in enumerate(lines))


def _read(text: str) -> NotesFile:
    file, positions, problems = read_and_validate(text, _NAME, NotesFile)
    if file is not None:
        problems = owners_word(file, positions)[1]
    if file is None or problems:
        raise OwnersError(*map(str, problems))
    return file


def _not_in_lines(section: str, entry: Mapping[str, Value]) -> OwnersError:
    item = _item(entry, "  ").rstrip("\n")
    return OwnersError(
        f"{_NAME}: `{section}` is not written as lines that begin with a dash; add this to it by hand:", item
    )


def _replace(path: Path, text: str) -> None:
    """Write the whole file or nothing."""
    writing = Writing(path, text)
    try:
        writing.put()
    except BaseException:
        writing.forget()
        raise
