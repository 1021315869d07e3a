"""A Maildir, as mbsync and offlineimap leave it on disk and as mutt and other clients change it meanwhile.

A message is known by the base of its file name, up to the first "," or ":". What follows changes: mbsync adds `,U=2`,
a client moves the file from `new` to `cur` and rewrites its flags. Drafts go through `tmp` and a rename, so that nobody
ever sees half of one.
"""

from __future__ import annotations

import itertools
import os
import re
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from afterword.errors import shown, world_error
from afterword.mailboxes.contract import MOST_BYTES, Flag, Listing, MailRef, Role, Stored, Vanished
from afterword.mailboxes.maildir_folders import folders_by_role, make_drafts

_SETTLED_NS = 3_000_000_000
"""A folder's time is believed when it is older than this: two changes within one tick of the clock look like one."""

_LAST_SECOND = 253_402_300_799.0
_TRIES = 3
_FLAGS = {"S": Flag.SEEN, "R": Flag.ANSWERED, "F": Flag.FLAGGED, "T": Flag.DELETED, "D": Flag.DRAFT}
_FLAG_LETTERS = re.compile(r"[:;!]2,([A-Za-z]*)$")
_BASE = re.compile(r"[^,:]+")
_counter = itertools.count()


@dataclass(frozen=True, slots=True)
class _Scan:
    """What one look into a folder found: by uid the file, as "cur/NAME"."""

    mark: str
    files: dict[str, str]


@dataclass(slots=True)
class _Folder:
    name: str
    path: Path
    scan: _Scan = field(default_factory=lambda: _Scan("", {}))


class MaildirMailbox:
    """The tree of Maildir folders under `root`. `folders` names those that are not called as usual.

    Nothing is read before the first call.
    """

    def __init__(self, account: str, root: Path, folders: Mapping[Role, str] | None = None) -> None:
        self._account = account
        self._root = root
        self._configured = dict(folders or {})
        self._folders: dict[Role, _Folder] = {}

    @property
    def account(self) -> str:
        return self._account

    def folder_names(self) -> dict[Role, str]:
        """The paths in use."""
        return {role: shown(folder.path) for role in Role if (folder := self._folder(role)) is not None}

    def listing(self, role: Role, since: str = "") -> Listing:
        """With `since`, a folder whose times did not change is not even listed; files are never opened."""
        folder = self._folder(role)
        if folder is None:
            return Listing((), "")
        try:
            if since and since == _mark(_changed(folder.path)):
                return Listing((), since)
            known = folder.scan.files if since and since == folder.scan.mark else {}
            folder.scan = _scan(folder.path)
            messages = [
                stored
                for uid, file in folder.scan.files.items()
                if uid not in known and (stored := self._stored(folder, uid, file)) is not None
            ]
        except OSError as error:
            raise world_error("read the folder", folder.path, error) from error
        messages.sort(key=lambda stored: (stored.arrived, stored.ref.uid))
        return Listing(tuple(messages), folder.scan.mark)

    def fetch(self, ref: MailRef, limit: int = MOST_BYTES) -> bytes:
        folder = next(
            (one for role in Role if (one := self._folder(role)) is not None and one.name == ref.folder), None
        )
        if folder is None or ref.account != self._account:
            raise Vanished(f"{ref.folder}: this mailbox has no such folder any more")
        for path in self._places(folder, ref):
            try:
                with path.open("rb") as file:
                    return file.read(limit)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise world_error("read", path, error) from error
        raise Vanished(f"{shown(folder.path)}: the message {ref.uid} is not there any more")

    def place_draft(self, raw: bytes) -> MailRef:
        """Lines end with LF in the file, as other programs expect of a Maildir. When it fails, nothing is left behind."""
        name = _new_name()
        folder = self._folder(Role.DRAFTS)
        place = self._root if folder is None else folder.path
        try:
            if folder is None:
                folder = _Folder(*make_drafts(self._root, self._configured.get(Role.DRAFTS)))
                self._folders[Role.DRAFTS] = folder
                place = folder.path
            _write(place, name, raw.replace(b"\r\n", b"\n"))
        except OSError as error:
            raise world_error("place a draft in", place, error) from error
        return MailRef(self._account, folder.name, 0, _uid(name))

    def remove_draft(self, ref: MailRef) -> None:
        folder = self._folder(Role.DRAFTS)
        if folder is None or ref.account != self._account or ref.folder != folder.name:
            raise ValueError(f"{ref} does not lie in Drafts")
        for path in self._places(folder, ref):
            try:
                path.unlink()
            except FileNotFoundError:
                continue
            except OSError as error:
                raise world_error("remove", path, error) from error
            return
        raise Vanished(f"{shown(folder.path)}: the draft {ref.uid} is not there any more")

    def close(self) -> None:
        self._folders.clear()

    def _folder(self, role: Role) -> _Folder | None:
        """The folder of a role, looked for again each time while there is none."""
        if role not in self._folders:
            for found, (name, path) in folders_by_role(self._root, self._configured).items():
                self._folders.setdefault(found, _Folder(shown(name), path))
        return self._folders.get(role)

    def _stored(self, folder: _Folder, uid: str, file: str) -> Stored | None:
        try:
            arrived = os.stat(f"{folder.path}/{file}").st_mtime  # noqa: PTH116 (a Path a message costs more than the stat)
        except FileNotFoundError:
            return None
        letters = _FLAG_LETTERS.search(file)
        flags = frozenset(_FLAGS[letter] for letter in letters[1] if letter in _FLAGS) if letters else frozenset[Flag]()
        return Stored(MailRef(self._account, folder.name, 0, uid), _arrived(arrived), flags)

    def _places(self, folder: _Folder, ref: MailRef) -> Iterator[Path]:
        """Where the message lies: as last seen, then, if the caller comes back for more, as seen with a new look."""
        if (file := folder.scan.files.get(ref.uid)) is not None:
            yield folder.path / file
        for _ in range(_TRIES):
            try:
                if folder.scan.mark and folder.scan.mark == _mark(_changed(folder.path)):
                    return
                folder.scan = _scan(folder.path)
            except OSError as error:
                raise world_error("read the folder", folder.path, error) from error
            if (file := folder.scan.files.get(ref.uid)) is None:
                return
            yield folder.path / file


def _changed(folder: Path) -> tuple[int, int]:
    """When `new` (0 without one) and `cur` changed last, in nanoseconds."""
    cur = (folder / "cur").stat().st_mtime_ns
    try:
        return (folder / "new").stat().st_mtime_ns, cur
    except FileNotFoundError:
        return 0, cur


def _mark(changed: tuple[int, int]) -> str:
    """The folder's times; for a change that is too fresh to be sure of, a text that never comes again."""
    text = "{}.{}".format(*changed)
    now = time.time_ns()
    return text if max(changed) < now - _SETTLED_NS else f"{text}~{now}.{next(_counter)}"


def _scan(folder: Path) -> _Scan:
    # `new` first: a message on its way from `new` to `cur` is then seen twice, not missed.
    # A rename while a folder is read may hide the file (POSIX readdir): look again until nothing moved.
    mark, files = "", dict[str, str]()
    for _ in range(_TRIES):
        before = _changed(folder)
        mark, files = _mark(before), {}
        for part in ("new", "cur"):
            with suppress(FileNotFoundError) if part == "new" else nullcontext(), os.scandir(folder / part) as entries:
                for entry in entries:
                    if not entry.name.startswith(".") and entry.is_file():
                        files[_uid(entry.name)] = f"{part}/{entry.name}"
        if before == _changed(folder):
            break
    return _Scan(mark, files)


def _uid(name: str) -> str:
    base = _BASE.match(name)
    return shown(base[0] if base else name)


def _arrived(seconds: float) -> datetime:
    return datetime.fromtimestamp(min(max(seconds, 0.0), _LAST_SECOND), UTC)


def _new_name() -> str:
    """A file name nobody else on any machine takes (the Maildir convention: time, what is unique here, host)."""
    host = re.sub(r"[^A-Za-z0-9.-]", "_", socket.gethostname()) or "localhost"
    seconds, rest = divmod(time.time_ns(), 1_000_000_000)
    return f"{seconds}.M{rest // 1000}P{os.getpid()}Q{next(_counter)}.{host}"


def _write(folder: Path, name: str, raw: bytes) -> None:
    """One draft into `cur`, whole and on the disk, or an OSError and nothing."""
    (folder / "tmp").mkdir(mode=0o700, exist_ok=True)
    passing, final = folder / "tmp" / name, folder / "cur" / f"{name}:2,DS"
    try:
        with os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        passing.rename(final)
        cur = os.open(final.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(cur)
        finally:
            os.close(cur)
    except BaseException:
        for path in (passing, final):
            with suppress(OSError):
                path.unlink()
        raise
