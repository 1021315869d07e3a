"""What servers answer when they are asked for their folders, and which of them serve."""

from __future__ import annotations

from typing import Any

import pytest

from afterword.errors import OwnersError
from afterword.mailboxes.contract import Role
from afterword.mailboxes.imap_commands import uid_set
from afterword.mailboxes.imap_folders import Folder, FolderTree, read_tree


class Answers:
    """A client whose server answers like this."""

    def __init__(self, lines: list[bytes], namespace: Any = None, words: tuple[bytes, ...] = ()) -> None:
        self._lines, self._namespace = lines, namespace
        self._words = (*words, b"NAMESPACE") if namespace else words
        self.asked: list[tuple[str, ...]] = []
        self.wire = self

    def capabilities(self) -> tuple[bytes, ...]:
        return self._words

    def namespace(self) -> Any:
        return self._namespace

    def xatom(self, *words: str) -> tuple[str, list[bytes]]:
        self.asked.append(words)
        return "OK", [b"done"]

    def response(self, _: str) -> tuple[str, list[Any]]:
        return "LIST", list(self._lines)


def names(client: Any) -> list[str]:
    return [folder.name for folder in read_tree(client).folders]


def test_folders_that_hold_no_mail_are_left_out() -> None:
    """\\Noselect, in any case of letters, and what does not exist."""
    client = Answers(
        [b'(\\Noselect \\HasChildren) "/" "[Gmail]"', b'(\\NONEXISTENT) "/" Old', b'(\\HasNoChildren) "/" INBOX']
    )

    assert ["INBOX"] == names(client)


def test_folders_of_other_people_are_not_ours() -> None:
    """Their Drafts and Sent, shared with the owner, are never taken for the owner's."""
    lines = [b'() "/" INBOX', b'() "/" "Other Users/ada/Drafts"', b'(\\Sent) "/" "Shared Folders/Sent"']
    namespace = ((("", "/"),), (("Other Users/", "/"),), (("Shared Folders/", "/"),))

    assert ["INBOX"] == names(Answers(lines, namespace))


def test_where_shared_folders_have_no_prefix_ours_have() -> None:
    """Cyrus without altnamespace: only what begins with the personal prefix, and the inbox, is ours."""
    lines = [b'() "." INBOX', b'() "." INBOX.Drafts', b'() "." Drafts', b'() "." user.ada.Sent']
    namespace = ((("INBOX.", "."),), (("user.", "."),), (("", "."),))

    assert ["INBOX", "INBOX.Drafts"] == names(Answers(lines, namespace))


def test_an_account_without_a_namespace_is_read() -> None:
    """NAMESPACE NIL NIL NIL, or none at all."""
    for namespace in ((None, None, None), None):
        assert ["INBOX"] == names(Answers([b'() "/" INBOX'], namespace))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b'() "/" "Entw&APw-rfe"', ["Entwürfe"]),
        (b'() "/" "R&-D"', ["R&D"]),
        (b'() "/" 2024', ["2024"]),
        (b'() NIL "flat"', ["flat"]),
        (b'() "/" "Entw\xc3\xbcrfe"', []),
        (b'() "/" "bad &!!-"', []),
        (b'() "/" "bad &A"', []),
    ],
)
def test_names_are_decoded(line: bytes, expected: list[str]) -> None:
    """One name that nobody could say to the server again costs that folder, not the account."""
    assert expected == names(Answers([line]))


def test_what_a_folder_is_for_is_asked_for() -> None:
    """Some servers tell it only to those who ask (RFC 6154 section 2)."""
    client = Answers([], words=(b"SPECIAL-USE", b"LIST-EXTENDED"))
    names(client)
    plain = Answers([])
    names(plain)

    assert [("LIST", '""', '"*"', "RETURN (SPECIAL-USE)")] == client.asked
    assert [("LIST", '""', '"*"')] == plain.asked


def tree(*folders: str, prefix: str = "", separator: str = "/") -> FolderTree:
    return FolderTree(tuple(Folder(name, separator) for name in folders), prefix)


@pytest.mark.parametrize("wanted", ["INBOX.Sent.Old", "inbox/sent/old", "Sent/Old"])
def test_the_owner_may_name_a_folder_in_any_way(wanted: str) -> None:
    """With the server's separator or with slashes, with the prefix or without."""
    found = tree("INBOX", "INBOX.Sent.Old", prefix="INBOX.", separator=".").roles({Role.SENT: wanted}, "home")

    assert "INBOX.Sent.Old" == found[Role.SENT]


def test_one_folder_serves_one_purpose() -> None:
    """Told by the owner twice it is an error; what is only guessed gives way."""
    folders = tree("INBOX", "Sent", "Trash")
    with pytest.raises(OwnersError, match="already serves another purpose"):
        folders.roles({Role.SENT: "Sent", Role.TRASH: "Sent"}, "home")

    assert {Role.INBOX: "INBOX", Role.SENT: "Trash"} == folders.roles({Role.SENT: "Trash"}, "home")


def test_numbers_are_drawn_together() -> None:
    """Ten thousand of them are a short line."""
    assert "1:10000" == uid_set(range(1, 10_001))
    assert "2,4:6,9" == uid_set([9, 4, 6, 5, 2, 2])
