"""Mail that lies somewhere as files, good and bad."""

from __future__ import annotations

import errno
import mailbox as python_mailbox
import os
from email.message import EmailMessage
from pathlib import Path

import pytest

from afterword.errors import WorldError
from afterword.mailboxes.mail_files import read_paths
from daemon.mailboxes.worlds import make_maildir

A = b"Subject: a\n\nFirst.\n"
B = b"Subject: b\n\nSecond.\n"


def read(*paths: Path) -> list[tuple[str, bytes | str]]:
    """What was found, errors as their text."""
    return [(name, str(found) if isinstance(found, WorldError) else found) for name, found in read_paths(paths)]


def test_paths_are_read_in_the_order_given(tmp_path: Path) -> None:
    """The caller's order holds, and a path given twice is read twice."""
    a, b = tmp_path / "a.eml", tmp_path / "b.eml"
    a.write_bytes(A)
    b.write_bytes(B)

    assert [(str(b), B), (str(a), A), (str(b), B)] == read(b, a, b)


def test_a_named_file_is_a_message_whatever_it_is_called(tmp_path: Path) -> None:
    """Only in a folder does the name decide."""
    (tmp_path / "mail.txt").write_bytes(A)

    assert [(str(tmp_path / "mail.txt"), A)] == read(tmp_path / "mail.txt")


def test_a_folder_is_read_sorted_with_what_is_below(tmp_path: Path) -> None:
    """Messages, Maildirs and mboxes of a folder come in the order of their paths; everything else is passed over."""
    make_maildir(tmp_path / "2-maildir")
    make_maildir(tmp_path / "2-maildir" / ".Sent")
    (tmp_path / "4-deep" / "er").mkdir(parents=True)
    mail = {
        "1.eml": A,
        "2-maildir/.Sent/cur/1.x:2,S": B,
        "2-maildir/cur/1.x:2,S": A,
        "2-maildir/new/2.x": B,
        "3.EML": A,
        "4-deep/er/1.eml": B,
    }
    other = {
        "story.yaml": b"a: b\n",
        ".hidden.eml": A,
        "2-maildir/tmp/3.x": A,
        "2-maildir/dovecot-uidlist": b"3 V1\n",
        "2-maildir/cur/.nfs01": A,
        "notes.txt": b"Subject: no\n",
        "4-deep/calendar.ics": b"BEGIN:VCALENDAR\n",
    }
    for path, raw in {**mail, **other, "5": b"From - Mon Mar  2 10:00:00 2026\n" + A}.items():
        (tmp_path / path).write_bytes(raw)

    assert [*((str(tmp_path / path), raw) for path, raw in mail.items()), (f"{tmp_path}/5#1", A)] == read(tmp_path)


@pytest.mark.parametrize("part", ["cur", "new", "."])
def test_a_maildir_and_its_parts_can_be_named(tmp_path: Path, part: str) -> None:
    """A Maildir, or just its `cur` or `new`, is read without a look at file names."""
    make_maildir(tmp_path / "box")
    for message in ("cur/1.x:2,S", "new/2.x"):
        (tmp_path / "box" / message).write_bytes(A)

    assert {"cur": 1, "new": 1, ".": 2}[part] == len(read(tmp_path / "box" / part))


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_an_mbox_is_taken_apart(tmp_path: Path, ends: bytes) -> None:
    """Messages are numbered; the separator and the empty line before it belong to none; one quoting ">" is taken off."""
    text = (
        b"From a@a.example Mon Mar  2 10:00:00 2026\nSubject: a\n\nFirst.\n>From here, quoted.\n>>From twice.\n> From no.\n\n"
        b"From - Tue Mar  3 11:00:00 2026\nSubject: b\n\nFrom Monday on we\n\nFrom Tuesday on we sing.\n\n\n"
        b"From 17@xxx Wed Mar 04 11:00:00 +0000 2026\nSubject: c\n\nno line end"
    )
    (tmp_path / "mail.mbox").write_bytes(text.replace(b"\n", ends))

    assert [
        (f"{tmp_path}/mail.mbox#1", b"Subject: a\n\nFirst.\nFrom here, quoted.\n>From twice.\n> From no.\n"),
        (f"{tmp_path}/mail.mbox#2", b"Subject: b\n\nFrom Monday on we\n\nFrom Tuesday on we sing.\n\n"),
        (f"{tmp_path}/mail.mbox#3", b"Subject: c\n\nno line end"),
    ] == [
        (name, found.replace(b"\r\n", b"\n") if isinstance(found, bytes) else found)
        for name, found in read(tmp_path / "mail.mbox")
    ]


def test_an_mbox_without_dates_is_taken_apart(tmp_path: Path) -> None:
    """Where separators are not as the standard wants them, an empty line before has to be enough."""
    (tmp_path / "mail").write_bytes(b"From nobody\n" + A + b"\nFrom nobody\n" + B)

    assert [A, B] == [found for _, found in read(tmp_path / "mail")]


def test_an_mbox_written_by_python_is_read_back(tmp_path: Path) -> None:
    """What another program wrote as an mbox comes out as it went in."""
    box = python_mailbox.mbox(tmp_path / "mail.mbox")
    for number in range(3):
        message = EmailMessage()
        message["Subject"] = f"number {number}"
        message.set_content("From my side\n\nFrom yours\n\n")
        box.add(message)
    box.close()

    expected = [
        f"Subject: number {number}\n".encode() in found for number, (_, found) in enumerate(read_bytes(tmp_path))
    ]

    assert [True] * 3 == expected
    assert all(b"\nFrom my side\n\nFrom yours\n" in found for _, found in read_bytes(tmp_path))


def read_bytes(*paths: Path) -> list[tuple[str, bytes]]:
    return [(name, found) for name, found in read_paths(paths) if isinstance(found, bytes)]


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing path, a dangling link and an unreadable file each give a line; the others are read."""
    for name in ("1.eml", "2.eml", "3.eml"):
        (tmp_path / name).write_bytes(A)
    (tmp_path / "4.eml").symlink_to(tmp_path / "nowhere")
    real = Path.open

    def refuse(path: Path, *arguments: str) -> object:
        if path.name == "2.eml":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *arguments)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)

    assert [
        (f"{tmp_path}/missing", f"cannot read {tmp_path}/missing: No such file or directory"),
        (f"{tmp_path}/1.eml", A),
        (f"{tmp_path}/2.eml", f"cannot read {tmp_path}/2.eml: Permission denied"),
        (f"{tmp_path}/3.eml", A),
        (f"{tmp_path}/4.eml", f"cannot read {tmp_path}/4.eml: No such file or directory"),
    ] == read(tmp_path / "missing", tmp_path)


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folders beside it are read all the same."""
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.eml").write_bytes(A)
    real = os.listdir

    def refuse(path: Path) -> list[str]:
        if path.name == "b":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "listdir", refuse)

    assert [f"{tmp_path}/a/1.eml", f"{tmp_path}/b", f"{tmp_path}/c/1.eml"] == [name for name, _ in read(tmp_path)]


def test_a_path_without_mail_says_so(tmp_path: Path) -> None:
    """An empty folder is no silent success."""
    (tmp_path / "notes.txt").write_bytes(b"nothing")

    assert [(str(tmp_path), f"there is no mail in {tmp_path}")] == read(tmp_path)


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    """A folder linked into itself is read once, and a link to itself is named."""
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "1.eml").write_bytes(A)
    (tmp_path / "box" / "again").symlink_to(tmp_path / "box", target_is_directory=True)
    (tmp_path / "box" / "self").symlink_to(tmp_path / "box" / "self")

    assert [f"{tmp_path}/box/1.eml", f"{tmp_path}/box/self"] == [name for name, _ in read(tmp_path / "box")]


def test_pipes_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    """Reading a pipe nobody writes to would never end."""
    os.mkfifo(tmp_path / "0.eml")
    (tmp_path / "1.eml").write_bytes(A)

    assert [(f"{tmp_path}/1.eml", A)] == read(tmp_path)


def test_folders_of_any_depth_are_read(tmp_path: Path) -> None:
    """Depth is no reason to stop or to crash."""
    deep = tmp_path.joinpath(*["d"] * 400)
    deep.mkdir(parents=True)
    (deep / "1.eml").write_bytes(A)

    assert [A] == [found for _, found in read(tmp_path)]


def test_a_message_nested_2000_deep_comes_through(tmp_path: Path) -> None:
    """What a message is made of is not looked at here."""
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(2_000))
    (tmp_path / "deep.eml").write_bytes(parts)

    assert [parts] == [found for _, found in read(tmp_path / "deep.eml")]


def test_a_message_of_50_megabytes_comes_through_and_what_is_longer_is_cut(tmp_path: Path) -> None:
    """The limit is generous, and one giant does not take the memory of the machine."""
    (tmp_path / "big.eml").write_bytes(b"Subject: x\n\n" + b"A" * (50 * 1024 * 1024 - 12))
    (tmp_path / "bigger.mbox").write_bytes(b"From x\n" + b"B" * 3_000 + b"\n\nFrom y\n" + A)

    assert [50 * 1024 * 1024] == [len(found) for _, found in read(tmp_path / "big.eml")]
    assert [1_000, len(A)] == [len(found) for _, found in read_paths([tmp_path / "bigger.mbox"], 1_000) if found]  # type: ignore[arg-type]
