"""A Maildir in particular: how it is laid out, what lies in it, and what goes wrong with disks."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from afterword.errors import OwnersError, WorldError
from afterword.mailboxes.contract import Flag, MailRef, Role, Vanished
from afterword.mailboxes.maildir import MaildirMailbox
from daemon.mailboxes.worlds import MaildirWorld, make_maildir

LETTER = b"Subject: Hello\n\nGood day.\n"
DRAFT = b"Subject: Thanks\r\n\r\nThank you.\r\n"


def files_below(root: Path) -> list[Path]:
    return sorted(path.relative_to(root) for path in root.rglob("*") if path.is_file())


def age(folder: Path, seconds: float) -> None:
    """Let the folder have changed last some time ago."""
    then = time.time() - seconds
    for part in ("cur", "new"):
        os.utime(folder / part, (then, then))


@pytest.mark.parametrize(
    ("inbox", "others"),
    [
        ("INBOX", {"sent": "Sent", "drafts": "Drafts", "trash": "Trash"}),
        ("INBOX", {"sent": "INBOX/Sent", "drafts": "INBOX/Drafts", "trash": "INBOX/Trash"}),
        ("INBOX", {"sent": "INBOX.Sent", "drafts": "INBOX.Drafts", "trash": "INBOX.Trash"}),
        ("INBOX", {"sent": "[Gmail].Sent Mail", "drafts": "[Gmail].Drafts", "trash": "[Gmail].Bin"}),
        ("Inbox", {"sent": "[Gmail]/.Sent Mail", "drafts": "[Gmail]/.Entw&APw-rfe", "trash": "[Gmail]/.Trash"}),
        (".", {"sent": ".Sent", "drafts": ".Drafts", "trash": ".Trash"}),
        (".", {"sent": ".INBOX.Sent", "drafts": ".INBOX.Drafts", "trash": ".INBOX.Trash"}),
        (".", {"sent": "sent", "drafts": "postponed", "trash": "trash"}),
        (".", {"sent": ".Gesendete Elemente", "drafts": ".Entwürfe", "trash": ".Gel&APY-schte Elemente"}),
    ],
)
def test_common_layouts_are_recognised(tmp_path: Path, inbox: str, others: dict[str, str]) -> None:
    """Whoever laid out the tree, each role finds its folder."""
    make_maildir(tmp_path / inbox)
    make_maildir(tmp_path / "Archive")
    for folder in others.values():
        make_maildir(tmp_path / folder)

    names = MaildirMailbox("home", tmp_path).folder_names()

    assert {"inbox": str(tmp_path / inbox)} | {role: str(tmp_path / path) for role, path in others.items()} == names


@pytest.mark.parametrize(
    ("there", "made"),
    [
        (["INBOX", "Sent"], "Drafts"),
        (["INBOX"], "Drafts"),
        (["INBOX", "INBOX/Sent"], "INBOX/Drafts"),
        (["INBOX", "INBOX.Sent"], "INBOX.Drafts"),
        ([".", ".Sent"], ".Drafts"),
        (["."], ".Drafts"),
        ([".", ".INBOX.Sent"], ".INBOX.Drafts"),
        ([".", "Sent"], "Drafts"),
    ],
)
def test_a_missing_drafts_folder_is_made_where_it_belongs(tmp_path: Path, there: list[str], made: str) -> None:
    """The first draft makes the folder, laid out as its neighbours are, and it is found again afterwards."""
    for folder in there:
        make_maildir(tmp_path / folder)

    ref = MaildirMailbox("home", tmp_path).place_draft(DRAFT)

    again = MaildirMailbox("home", tmp_path)
    assert str(tmp_path / made) == again.folder_names()[Role.DRAFTS]
    assert [ref] == [stored.ref for stored in again.listing(Role.DRAFTS).messages]


def test_configured_folders_win(tmp_path: Path) -> None:
    """A name in another case, a path below the root and an absolute path are all taken."""
    for folder in ("mail/INBOX", "mail/Sent", "mail/Archive/Out", "elsewhere/D"):
        make_maildir(tmp_path / folder)
    folders = {Role.INBOX: "inbox", Role.SENT: "Archive/Out", Role.DRAFTS: str(tmp_path / "elsewhere" / "D")}
    mailbox = MaildirMailbox("home", tmp_path / "mail", folders)

    mailbox.place_draft(DRAFT)

    expected = {Role.INBOX: "mail/INBOX", Role.SENT: "mail/Archive/Out", Role.DRAFTS: "elsewhere/D"}
    assert {role: str(tmp_path / path) for role, path in expected.items()} == mailbox.folder_names()


def test_a_configured_drafts_folder_is_made(tmp_path: Path) -> None:
    """Drafts is the one folder that may be named before it is there."""
    make_maildir(tmp_path / "INBOX")

    MaildirMailbox("home", tmp_path, {Role.DRAFTS: "To review"}).place_draft(DRAFT)

    assert 1 == len(list((tmp_path / "To review" / "cur").iterdir()))


def test_a_configured_folder_that_is_not_there_is_the_owners_error(tmp_path: Path) -> None:
    """The line names what was asked for and what there is; all wrong ones are told at once."""
    make_maildir(tmp_path / "INBOX")
    mailbox = MaildirMailbox("home", tmp_path, {Role.SENT: "Snet", Role.TRASH: "Tarsh"})

    with pytest.raises(OwnersError) as raised:
        mailbox.listing(Role.INBOX)

    assert ["'Snet'" in raised.value.problems[0], "'Tarsh'" in raised.value.problems[1]] == [True, True]
    assert "its folders are INBOX" in str(raised.value)


def test_no_folder_serves_two_roles(tmp_path: Path) -> None:
    """Drafts are removed: a folder with other mail in it must never be taken for Drafts."""
    make_maildir(tmp_path / "INBOX")

    with pytest.raises(OwnersError, match="another purpose"):
        MaildirMailbox("home", tmp_path, {Role.DRAFTS: "INBOX"}).listing(Role.INBOX)


def test_no_inbox_is_the_owners_error(tmp_path: Path) -> None:
    """A root one level too high is told with the folders that are there."""
    make_maildir(tmp_path / "work" / "INBOX")
    make_maildir(tmp_path / "home" / "INBOX")

    with pytest.raises(OwnersError, match="home/INBOX, work/INBOX"):
        MaildirMailbox("home", tmp_path).listing(Role.INBOX)


@pytest.mark.parametrize("root", ["missing", "empty"])
def test_a_root_without_mail_is_the_worlds_error(tmp_path: Path, root: str) -> None:
    """A disk that is not mounted is waited for; it is neither an empty mailbox nor a wrong configuration."""
    (tmp_path / "empty").mkdir()

    with pytest.raises(WorldError, match=root):
        MaildirMailbox("home", tmp_path / root).listing(Role.INBOX)


def test_a_maildir_that_vanishes_while_in_use_is_the_worlds_error(tmp_path: Path) -> None:
    """Listing, fetching, placing and removing all name the folder, and none of them makes it anew or calls it empty."""
    world = MaildirWorld(tmp_path / "mail")
    mailbox = world.mailbox()
    draft = mailbox.place_draft(DRAFT)
    mark = mailbox.listing(Role.DRAFTS).mark
    (tmp_path / "mail").rename(tmp_path / "gone")
    calls: list[Callable[[], object]] = [
        lambda: mailbox.listing(Role.INBOX),
        lambda: mailbox.listing(Role.DRAFTS, mark),
        lambda: mailbox.fetch(draft),
        lambda: mailbox.place_draft(DRAFT),
        lambda: mailbox.remove_draft(draft),
    ]

    for call in calls:
        with pytest.raises(WorldError, match=str(tmp_path / "mail")) as raised:
            call()
        assert not isinstance(raised.value, Vanished)
    assert not (tmp_path / "mail").exists()


def test_it_works_again_when_it_is_back(tmp_path: Path) -> None:
    """The same mailbox object goes on after the folder was away."""
    world = MaildirWorld(tmp_path / "mail")
    mailbox = world.mailbox()
    draft = mailbox.place_draft(DRAFT)
    (tmp_path / "mail").rename(tmp_path / "gone")
    with pytest.raises(WorldError):
        mailbox.listing(Role.DRAFTS)

    (tmp_path / "gone").rename(tmp_path / "mail")

    assert [draft] == [stored.ref for stored in mailbox.listing(Role.DRAFTS).messages]


def test_only_messages_are_listed(tmp_path: Path) -> None:
    """What is being delivered (tmp), hidden files, folders and the index files of other programs are no messages."""
    make_maildir(tmp_path)
    for path in (
        "tmp/1.half",
        "cur/.mbsyncstate",
        "dovecot-uidlist",
        "maildirfolder",
        "new/1.whole",
        "cur/2.whole:2,S",
    ):
        (tmp_path / path).write_bytes(LETTER)
    (tmp_path / "cur" / "sub").mkdir()

    assert {"1.whole", "2.whole"} == {
        stored.ref.uid for stored in MaildirMailbox("home", tmp_path).listing(Role.INBOX).messages
    }


@pytest.mark.parametrize("part", ["new", "tmp"])
def test_empty_folders_may_be_missing(tmp_path: Path, part: str) -> None:
    """Tools that keep no empty folders leave out `new` and `tmp`; everything works without them."""
    world = MaildirWorld(tmp_path, ["INBOX", "Drafts"])
    for folder in ("INBOX", "Drafts"):
        (tmp_path / folder / part).rmdir()
    (tmp_path / "INBOX" / "cur" / "1.a:2,").write_bytes(LETTER)
    mailbox = world.mailbox()

    mailbox.place_draft(DRAFT)

    assert [1, 1] == [len(mailbox.listing(role).messages) for role in (Role.INBOX, Role.DRAFTS)]


@pytest.mark.parametrize(
    ("name", "uid", "flags"),
    [
        ("17.77_1.desk", "17.77_1.desk", set[Flag]()),
        ("17.77_1.desk,U=2:2,DS", "17.77_1.desk", {Flag.DRAFT, Flag.SEEN}),
        ("17_0.5.desk,U=12,FMD5=7e33429f:2,RS", "17_0.5.desk", {Flag.ANSWERED, Flag.SEEN}),
        ("17.M5P6.desk,S=123,W=125:2,FSTab", "17.M5P6.desk", {Flag.FLAGGED, Flag.SEEN, Flag.DELETED}),
        ("17.desk;2,S", "17.desk;2", {Flag.SEEN}),
        ("17.desk:1,", "17.desk", set[Flag]()),
    ],
)
def test_names_of_many_programs_are_understood(tmp_path: Path, name: str, uid: str, flags: set[Flag]) -> None:
    """mbsync, offlineimap and Dovecot each add something of their own behind the base of the name."""
    make_maildir(tmp_path)
    (tmp_path / "cur" / name).write_bytes(LETTER)
    mailbox = MaildirMailbox("home", tmp_path)

    (stored,) = mailbox.listing(Role.INBOX).messages

    assert (uid, flags, LETTER) == (stored.ref.uid, set(stored.flags), mailbox.fetch(stored.ref))


def test_a_name_that_is_no_text_can_be_stored_and_fetched(tmp_path: Path) -> None:
    """File names are bytes; a uid made of any of them can be written to a database as UTF-8."""
    make_maildir(tmp_path)
    with open(os.fsencode(tmp_path) + b"/cur/17.caf\xe9:2,S", "wb") as file:  # noqa: PTH123 (a name in bytes)
        file.write(LETTER)
    mailbox = MaildirMailbox("home", tmp_path)

    (stored,) = mailbox.listing(Role.INBOX).messages

    assert (b"17.caf\\xe9", LETTER) == (stored.ref.uid.encode(), mailbox.fetch(stored.ref))


def test_a_file_renamed_between_listing_and_reading_is_found(tmp_path: Path) -> None:
    """mbsync gives the file another name while the pass runs; the message is read all the same."""
    world = MaildirWorld(tmp_path)
    world.deliver(Role.INBOX, LETTER, datetime(2026, 3, 2, tzinfo=UTC))
    mailbox = world.mailbox()
    (stored,) = mailbox.listing(Role.INBOX).messages
    age(tmp_path / "INBOX", 100)

    world.see(stored.ref)

    assert LETTER == mailbox.fetch(stored.ref)


def test_times_beyond_the_calendar_are_borne(tmp_path: Path) -> None:
    """A file from before 1970 has the first moment that can be."""
    make_maildir(tmp_path)
    (tmp_path / "cur" / "1.a:2,S").write_bytes(LETTER)
    os.utime(tmp_path / "cur" / "1.a:2,S", (-1e9, -1e9))

    (stored,) = MaildirMailbox("home", tmp_path).listing(Role.INBOX).messages

    assert datetime(1970, 1, 1, tzinfo=UTC) == stored.arrived


def test_a_quiet_folder_is_not_even_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pass with nothing new costs the same for any number of messages: two looks at the folder's times."""
    world = MaildirWorld(tmp_path)
    world.deliver(Role.INBOX, LETTER, datetime(2026, 3, 2, tzinfo=UTC))
    age(tmp_path / "INBOX", 100)
    mailbox = world.mailbox()
    mark = mailbox.listing(Role.INBOX).mark

    def refuse(*_: object) -> None:
        raise AssertionError("the folder was listed")

    monkeypatch.setattr(os, "scandir", refuse)

    assert ((), mark) == (mailbox.listing(Role.INBOX, mark).messages, mailbox.listing(Role.INBOX, mark).mark)


def test_a_change_in_the_tick_of_the_look_is_not_missed(tmp_path: Path) -> None:
    """Where the folder's time stays the same although a message came right after the look, it is still told."""
    make_maildir(tmp_path)
    mailbox = MaildirMailbox("home", tmp_path)
    mark = mailbox.listing(Role.INBOX).mark
    times = [((tmp_path / part), (tmp_path / part).stat().st_mtime_ns) for part in ("new", "cur")]

    (tmp_path / "new" / "1.a").write_bytes(LETTER)
    for folder, when in times:
        os.utime(folder, ns=(when, when))

    assert 1 == len(mailbox.listing(Role.INBOX, mark).messages)


def test_drafts_are_written_as_a_maildir_wants_them(tmp_path: Path) -> None:
    """One file in `cur`, flagged as a seen draft, lines ended by LF, for the owner's eyes only, nothing left in `tmp`."""
    world = MaildirWorld(tmp_path, ["INBOX", "Drafts"])

    ref = world.mailbox().place_draft(DRAFT)

    (path,) = [tmp_path / file for file in files_below(tmp_path)]
    assert (tmp_path / "Drafts" / "cur" / f"{ref.uid}:2,DS") == path
    assert (b"Subject: Thanks\n\nThank you.\n", 0o600) == (path.read_bytes(), path.stat().st_mode & 0o777)


@pytest.mark.parametrize("cause", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("step", ["open", "fsync", "fsync of the folder", "rename"])
def test_a_failed_write_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cause: int, step: str
) -> None:
    """At whichever step the disk gives up: no half draft, no file in tmp, and a line with the folder and the cause."""
    mailbox = MaildirWorld(tmp_path, ["INBOX", "Drafts"]).mailbox()
    mailbox.listing(Role.DRAFTS)
    calls = 0
    real = {"open": os.open, "fsync": os.fsync}

    def fail(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if step == "fsync of the folder" and calls == 1:
            return real["fsync"](*arguments)  # type: ignore[operator]
        raise OSError(cause, os.strerror(cause))

    if step == "rename":
        monkeypatch.setattr(Path, "rename", fail)
    else:
        monkeypatch.setattr(os, step.split(maxsplit=1)[0], fail)
    with pytest.raises(WorldError) as raised:
        mailbox.place_draft(DRAFT)
    monkeypatch.undo()

    assert f"cannot place a draft in {tmp_path / 'Drafts'}: {os.strerror(cause)}" == str(raised.value)
    assert [] == files_below(tmp_path)
    assert isinstance(mailbox.place_draft(DRAFT), MailRef)


def test_a_write_cut_short_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real thing: every byte goes to a device that is full."""
    mailbox = MaildirWorld(tmp_path, ["INBOX", "Drafts"]).mailbox()
    mailbox.listing(Role.DRAFTS)
    real = os.open
    monkeypatch.setattr(os, "open", lambda *_: real("/dev/full", os.O_WRONLY))

    with pytest.raises(WorldError, match="No space left on device"):
        mailbox.place_draft(DRAFT)

    assert [] == files_below(tmp_path)


def test_an_interrupt_while_writing_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of a write takes the half draft away, too."""
    mailbox = MaildirWorld(tmp_path, ["INBOX", "Drafts"]).mailbox()

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        mailbox.place_draft(DRAFT)

    assert [] == files_below(tmp_path)


def test_an_unreadable_message_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that is there and cannot be read is the world's error, with its path, and not a vanished one."""
    world = MaildirWorld(tmp_path)
    world.deliver(Role.INBOX, LETTER, datetime(2026, 3, 2, tzinfo=UTC))
    mailbox = world.mailbox()
    (stored,) = mailbox.listing(Role.INBOX).messages

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(WorldError, match=rf"cannot read .*{stored.ref.uid}.*: Permission denied") as raised:
        mailbox.fetch(stored.ref)

    assert not isinstance(raised.value, Vanished)


def test_an_unreadable_folder_is_named(tmp_path: Path) -> None:
    """A `new` that is no folder stops that folder with a line, and not the others."""
    world = MaildirWorld(tmp_path)
    world.deliver(Role.SENT, LETTER, datetime(2026, 3, 2, tzinfo=UTC))
    (tmp_path / "INBOX" / "new").rmdir()
    (tmp_path / "INBOX" / "new").write_bytes(b"")
    mailbox = world.mailbox()

    with pytest.raises(WorldError, match=r"cannot read the folder .*INBOX"):
        mailbox.listing(Role.INBOX)
    assert 1 == len(mailbox.listing(Role.SENT).messages)
