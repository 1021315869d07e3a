"""Which folder is for what, as far as its name tells."""

from __future__ import annotations

import pytest

from afterword.mailboxes.contract import Role
from afterword.mailboxes.folder_names import decoded, role_by_name


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["INBOX", "Sent", "Drafts", "Trash"], ["INBOX", "Sent", "Drafts", "Trash"]),
        (["inbox", "SENT ITEMS", "draft", "deleted items"], ["inbox", "SENT ITEMS", "draft", "deleted items"]),
        (["INBOX", "INBOX/Sent", "[Gmail]/Entwürfe"], ["INBOX", "INBOX/Sent", "[Gmail]/Entwürfe", None]),
        (["INBOX", "INBOX/[Google Mail]/Bin"], ["INBOX", None, None, "INBOX/[Google Mail]/Bin"]),
        (["Archive/Sent", "Projects/Drafts", "Sentry"], [None, None, None, None]),
        (["Sent Items", "Sent"], [None, "Sent", None, None]),
    ],
)
def test_usual_names_tell_the_role(names: list[str], expected: list[str | None]) -> None:
    """Case and the usual parents do not matter; a folder of the same name elsewhere does not count."""
    found = role_by_name(names)

    assert expected == [found.get(role) for role in Role]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Entw&APw-rfe", "Entwürfe"), ("R&-D", "R&D"), ("&ZeVnLIqe-", "日本語"), ("AT&T", "AT&T"), ("A&B-C", "A&B-C")],
)
def test_modified_utf_7_is_decoded(name: str, expected: str) -> None:
    """Names as IMAP servers give them become readable; what is not encoded stays as it is."""
    assert expected == decoded(name)


def test_no_name_stands_for_two_roles() -> None:
    """The list of names would otherwise depend on its order."""
    from importlib.resources import files

    import yaml

    listed = yaml.safe_load((files("afterword.mailboxes") / "folder_names.yaml").read_text(encoding="utf-8"))
    names = [name.casefold() for role in Role for name in listed[role.value]]

    assert sorted(set(names)) == sorted(names)
