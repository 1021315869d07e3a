"""Which folder is for what, as far as its name tells."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

from afterword.mailboxes.contract import Role

_IN_A_PARENT = re.compile(r"^(inbox|\[gmail\]|\[google mail\])/(?=.)")
_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")


def role_by_name(names: Iterable[str]) -> dict[Role, str]:
    """For each role the name among `names` that is usual for it; a role without one is left out.

    `names` separate their levels by "/". They are given back as they came.
    """
    known = _known_names()
    best: dict[Role, tuple[int, str]] = {}
    for name in names:
        plain = name.casefold()
        while (shorter := _IN_A_PARENT.sub("", plain)) != plain:
            plain = shorter
        found = known.get(plain)
        if found is not None and (found[0] not in best or (found[1], name) < best[found[0]]):
            best[found[0]] = (found[1], name)
    return {role: name for role, (_, name) in best.items()}


def decoded(name: str) -> str:
    """A folder name out of modified UTF-7 (RFC 3501 section 5.1.3); as it came where it is none."""

    def characters(shifted: re.Match[str]) -> str:
        if not shifted[1]:
            return "&"
        packed = shifted[1].replace(",", "/")
        return base64.b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-16-be")

    try:
        return _SHIFTED.sub(characters, name)
    except ValueError:
        return name


@cache
def _known_names() -> dict[str, tuple[Role, int]]:
    import yaml

    listed = yaml.safe_load((resources.files("afterword.mailboxes") / "folder_names.yaml").read_text(encoding="utf-8"))
    known: dict[str, tuple[Role, int]] = {}
    for role in Role:
        for rank, name in enumerate(listed[role.value]):
            known[str(name).casefold()] = (role, rank)
    return known
