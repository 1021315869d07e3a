"""Which folders a Maildir tree has, whoever laid it out, and which of them is for what.

Seen in the wild, all under one root: the inbox is the root itself or `INBOX`; other folders are `Sent`, `INBOX/Sent`
(mbsync "Verbatim"), `.Sent`, `.INBOX.Sent` (Maildir++: Dovecot, Courier), `INBOX.Sent` (offlineimap),
`[Gmail]/.Sent Mail` (mbsync "Legacy"). Hence the tree is walked, and a folder's name is made of its path.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from afterword.errors import OwnersError, WorldError, shown, world_error
from afterword.mailboxes.contract import Role
from afterword.mailboxes.folder_names import decoded, role_by_name

_LEVELS = 3
_PARTS = ("cur", "new", "tmp")


def is_maildir(folder: Path) -> bool:
    """Whether it holds messages. `new` and `tmp` may be missing: tools that drop empty folders drop them."""
    return (folder / "cur").is_dir()


def folders_below(root: Path) -> dict[str, Path]:
    """Every Maildir folder of the tree by its name: levels separated by "/", decoded; the root itself is "INBOX".

    :raises WorldError: the root cannot be read. Folders below that cannot be read are left out.
    """
    found: dict[str, Path] = {}
    try:
        if is_maildir(root):
            found["INBOX"] = root
        _walk(root, "", _LEVELS, found)
    except OSError as error:
        raise world_error("read the Maildir", root, error) from error
    return found


def _walk(folder: Path, prefix: str, levels: int, found: dict[str, Path]) -> None:
    with os.scandir(folder) as entries:
        below = sorted(entry.name for entry in entries if entry.name not in _PARTS and entry.is_dir())
    for physical in below:
        path = folder / physical
        name = prefix + "/".join(part for part in decoded(shown(physical)).split(".") if part)
        holds_mail = is_maildir(path)
        if holds_mail:
            found.setdefault(name, path)
        # Hidden folders without mail are a program's own (.git, .notmuch).
        if levels > 1 and (holds_mail or not physical.startswith(".")):
            try:
                _walk(path, name + "/", levels - 1, found)
            except OSError:
                continue


def folders_by_role(root: Path, configured: Mapping[Role, str]) -> dict[Role, tuple[str, Path]]:
    """Name and place of the folder for each role: as configured, else as its name tells. Roles without one are left out.

    A configured folder is a name (as `folders_below` makes it, any case), a path below the root, or an absolute path.

    :raises OwnersError: a configured folder is not there, two roles share one folder, or there is no inbox; the line
        names the folders that are there.
    :raises WorldError: the root cannot be read, or is empty (a disk that is not mounted).
    """
    found = folders_below(root)
    if not found and not any(Path(name).is_absolute() for name in configured.values()):
        raise WorldError(f"there is no mail in {shown(root)}: no folder with `cur` is in it")
    by_name = {name.casefold(): (name, path) for name, path in found.items()}
    roles: dict[Role, tuple[str, Path]] = {}
    problems: list[str] = []
    for role, wanted in configured.items():
        place = root / wanted
        if (known := by_name.get(wanted.casefold())) is not None:
            roles[role] = known
        elif is_maildir(place):
            roles[role] = next(((name, path) for name, path in found.items() if path == place), (wanted, place))
        elif role is not Role.DRAFTS:
            problems.append(f"{role}: there is no folder {wanted!r} in {shown(root)}; {_choice(found)}")
    for role, name in role_by_name(found).items():
        if role not in configured:
            roles[role] = (name, found[name])
    for role, (name, path) in roles.items():
        if any(other < role and path == theirs for other, (_, theirs) in roles.items()):
            problems.append(f"{role}: the folder {name!r} in {shown(root)} already serves another purpose")
    if Role.INBOX not in roles and not problems:
        problems.append(f"there is no inbox in {shown(root)}; {_choice(found)}; say which with `inbox:`")
    if problems:
        raise OwnersError(*problems)
    return roles


def _choice(found: Mapping[str, Path]) -> str:
    return "its folders are " + ", ".join(sorted(found)) if found else "it has no folders"


def make_drafts(root: Path, wanted: str | None) -> tuple[str, Path]:
    """Make the Drafts folder, where the folders that are already there say it belongs; its name and place.

    :raises OSError: it cannot be made.
    """
    place = root / wanted if wanted else _place_for(root, "Drafts")
    for part in _PARTS:
        (place / part).mkdir(mode=0o700, parents=True, exist_ok=True)
    return next(((name, path) for name, path in folders_below(root).items() if path == place), (shown(place), place))


def _place_for(root: Path, name: str) -> Path:
    others = [path for path in folders_below(root).values() if path != root]
    beside = [path.name for path in others if path.parent == root]
    if any(name.startswith(".INBOX.") for name in beside):
        return root / f".INBOX.{name}"
    if any(name.startswith("INBOX.") for name in beside):
        return root / f"INBOX.{name}"
    if any(name.startswith(".") for name in beside) or (is_maildir(root) and not others):
        return root / f".{name}"
    if beside == ["INBOX"] and len(others) > 1:
        return root / "INBOX" / name
    return root / name
