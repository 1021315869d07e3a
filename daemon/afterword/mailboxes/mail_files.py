"""Mail that lies somewhere as files: messages, Maildirs, mboxes and folders of them, for reading only."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from afterword.errors import WorldError, shown, world_error
from afterword.mailboxes.contract import MOST_BYTES

Found = tuple[str, bytes | WorldError]
"""A name (the path; "PATH#3" for the third message of an mbox), and the message or why it could not be read."""

_SEPARATOR = b"From "
_DATED = re.compile(rb"From .*\b[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d")
_QUOTED = re.compile(rb">+From ")
_CHUNK = 1 << 16
_MAILDIR_PARTS = {"cur", "new"}


def read_paths(paths: Iterable[Path], most_bytes: int = MOST_BYTES) -> Iterator[Found]:
    """Every message of `paths`, in the order given; what lies in a folder sorted by path.

    A file that is named is read whatever it is called: as an mbox when it begins like one, else as one message. In a
    folder, messages are `*.eml`, all files of a Maildir's `cur` and `new`, and whatever begins like an mbox; other
    files, hidden ones and a Maildir's `tmp` are passed over. Of a message that is longer, the first `most_bytes` are
    given. What cannot be read is named with a `WorldError`, and so is a path in which there is no mail; never raises.
    """
    for path in paths:
        empty = True
        for found in _read(path, most_bytes):
            empty = False
            yield found
        if empty:
            yield shown(path), WorldError(f"there is no mail in {shown(path)}")


def _read(path: Path, most_bytes: int) -> Iterator[Found]:
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except OSError as error:
        yield shown(path), world_error("read", path, error)
        return
    if is_folder:
        yield from _read_folder(path, most_bytes)
    else:
        yield from _read_file(path, most_bytes, always=True)


def _read_folder(root: Path, most_bytes: int) -> Iterator[Found]:
    seen: set[tuple[int, int]] = set()  # A folder linked into itself is read once.
    waiting = [(root, False)]
    while waiting:
        path, always = waiting.pop()
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                if (status.st_dev, status.st_ino) not in seen:
                    seen.add((status.st_dev, status.st_ino))
                    waiting += reversed(_inside(path, root))
                continue
        except OSError as error:
            yield shown(path), world_error("read", path, error)
            continue
        # A pipe or a device in a folder would block.
        if stat.S_ISREG(status.st_mode):
            yield from _read_file(path, most_bytes, always=always)


def _inside(folder: Path, root: Path) -> list[tuple[Path, bool]]:
    """The entries worth a look, sorted, each with whether it is a message whatever it is called."""
    names = sorted(os.listdir(folder))  # noqa: PTH208 (names, not paths, are sorted and looked at)
    is_maildir = "cur" in names and (folder / "cur").is_dir()
    holds_messages = folder.name in _MAILDIR_PARTS and (folder == root or (folder.parent / "cur").is_dir())
    entries: list[tuple[Path, bool]] = []
    for name in names:
        # Sub-folders of a Maildir begin with a dot (Maildir++).
        hidden = name.startswith(".") and not (is_maildir and (folder / name / "cur").is_dir())
        if not hidden and not (name == "tmp" and is_maildir):
            entries.append((folder / name, holds_messages))
    return entries


def _read_file(path: Path, most_bytes: int, *, always: bool) -> Iterator[Found]:
    name = shown(path)
    try:
        with path.open("rb") as file:
            is_message = always or path.suffix.lower() == ".eml"
            if file.peek(len(_SEPARATOR))[: len(_SEPARATOR)] == _SEPARATOR:
                for number, message in enumerate(_split(file, most_bytes), 1):
                    yield f"{name}#{number}", message
            elif is_message:
                yield name, file.read(most_bytes)
    except OSError as error:
        yield name, world_error("read", path, error)


def _split(file: BinaryIO, most_bytes: int) -> Iterator[bytes]:
    """The messages of an mbox, one in memory at a time.

    A message begins at a "From " line after an empty line. Where the first such line carries a date, as RFC 4155 asks
    and all programs write, the others must too: letters have sentences that begin with "From ". One ">" is taken from
    ">From " and ">>From " (mboxrd; for mboxo the same is right for all that its writer quoted).
    """
    opening = file.readline(_CHUNK)
    dated = _DATED.match(opening) is not None
    message, at_start, after_empty = bytearray(), opening.endswith(b"\n"), True
    while piece := file.readline(_CHUNK):
        if at_start and after_empty and piece.startswith(_SEPARATOR) and (not dated or _DATED.match(piece)):
            yield _whole(message, most_bytes)
            message, at_start = bytearray(), piece.endswith(b"\n")
            continue
        if at_start and _QUOTED.match(piece):
            piece = piece[1:]
        after_empty = at_start and piece in {b"\n", b"\r\n"}
        at_start = piece.endswith(b"\n")
        if len(message) <= most_bytes:
            message += piece
    yield _whole(message, most_bytes)


def _whole(message: bytearray, most_bytes: int) -> bytes:
    """Without the empty line that belongs to the mbox, not to the message."""
    for end in (b"\r\n\r\n", b"\n\n"):
        if message.endswith(end):
            del message[-len(end) // 2 :]
            break
    return bytes(message[:most_bytes])
