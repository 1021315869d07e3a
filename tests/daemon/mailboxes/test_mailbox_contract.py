"""What every mailbox must do, whatever is behind it. A new kind of mailbox is one more world."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from afterword.mailboxes.contract import Flag, Mailbox, MailRef, NamesFolders, Role, Vanished
from afterword.mailboxes.many import fetch_each
from daemon.mailboxes.gmail_world import gmail_world
from daemon.mailboxes.worlds import ImapWorld, MaildirWorld, MemoryWorld, World

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LETTER = b"From: Runa Falk <runa@falk.example>\nSubject: Hello\nMessage-ID: <1@falk.example>\n\nGood day.\n"
DRAFT = "Subject: Thanks\r\nMessage-ID: <d1@owner.example>\r\n\r\nThank you, Jörg.\r\n".encode()


@pytest.fixture(
    params=[
        "memory",
        "maildir",
        "gmail",
        pytest.param("dovecot", marks=pytest.mark.server),
        pytest.param("cyrus", marks=pytest.mark.server),
    ]
)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Each kind of account in turn, empty."""
    if request.param == "gmail":
        with gmail_world() as world:
            yield world
    elif request.param in {"memory", "maildir"}:
        yield MemoryWorld() if request.param == "memory" else MaildirWorld(tmp_path / "mail")
    else:
        with ImapWorld(request.getfixturevalue(request.param)) as world:
            yield world


def lf(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n")


def texts(mailbox: Mailbox, role: Role) -> list[bytes]:
    return [lf(mailbox.fetch(stored.ref)) for stored in mailbox.listing(role).messages]


def test_an_empty_folder_lists_nothing(world: World) -> None:
    """Nothing there, nothing listed, in every role, even where the folder itself is missing."""
    mailbox = world.mailbox()

    assert [()] * 4 == [mailbox.listing(role).messages for role in Role]


def test_a_delivered_message_is_listed_with_its_arrival(world: World) -> None:
    """The listing carries the account, the arrival as an aware time, and no flags for a message nobody saw."""
    world.deliver(Role.INBOX, LETTER, NOON)

    (stored,) = world.mailbox().listing(Role.INBOX).messages

    assert ("home", NOON, frozenset()) == (stored.ref.account, stored.arrived, stored.flags)


def test_listings_are_in_order_of_arrival(world: World) -> None:
    """The oldest comes first, whatever order the messages were stored in."""
    for hours in (3, 1, 2):
        world.deliver(Role.INBOX, LETTER, NOON + timedelta(hours=hours))

    arrivals = [stored.arrived - NOON for stored in world.mailbox().listing(Role.INBOX).messages]

    assert [timedelta(hours=1), timedelta(hours=2), timedelta(hours=3)] == arrivals


def test_roles_do_not_mix(world: World) -> None:
    """What lies in one folder is not listed for another role."""
    world.deliver(Role.SENT, LETTER, NOON)
    mailbox = world.mailbox()

    assert ([], [LETTER]) == (texts(mailbox, Role.INBOX), texts(mailbox, Role.SENT))


def test_a_message_is_fetched_as_it_was_delivered(world: World) -> None:
    """The bytes are the same up to the ends of lines, 8-bit and broken ones included."""
    raw = b"Subject: \xff\xfe\n\n\x00 caf\xe9 \x80\n.\nFrom here on\n"
    if isinstance(world, ImapWorld):
        raw = raw.replace(b"\0", b"")  # RFC 3501 section 9 has no NUL.
    if isinstance(world, ImapWorld):
        raw = raw.replace(b"\0", b"")  # RFC 3501 section 9 has no NUL.
    world.deliver(Role.INBOX, raw, NOON)

    assert [raw] == texts(world.mailbox(), Role.INBOX)


def test_fetch_stops_at_the_limit(world: World) -> None:
    """A message longer than the limit is cut, not refused."""
    world.deliver(Role.INBOX, b"Subject: x\n\n" + b"y" * 10_000, NOON)
    mailbox = world.mailbox()
    (stored,) = mailbox.listing(Role.INBOX).messages

    assert b"Subject: x" == mailbox.fetch(stored.ref, limit=10)


def test_a_ref_outlives_being_seen_and_flagged(world: World) -> None:
    """A client that opens and answers a message does not make another message of it."""
    world.deliver(Role.INBOX, LETTER, NOON)
    mailbox = world.mailbox()
    (before,) = mailbox.listing(Role.INBOX).messages

    world.see(before.ref)
    (after,) = mailbox.listing(Role.INBOX).messages

    # Gmail has no word for answered.
    assert (before.ref, frozenset({Flag.SEEN})) == (after.ref, after.flags - {Flag.ANSWERED})
    assert lf(mailbox.fetch(before.ref)) == LETTER


def test_a_ref_outlives_the_program(world: World) -> None:
    """A ref kept in the ledger still fetches its message after a restart, with no listing before."""
    world.deliver(Role.INBOX, LETTER, NOON)
    (stored,) = world.mailbox().listing(Role.INBOX).messages

    assert LETTER == lf(world.mailbox().fetch(stored.ref))


def test_nothing_new_since_the_mark(world: World) -> None:
    """A second look with the mark of the first tells nothing twice."""
    world.deliver(Role.INBOX, LETTER, NOON)
    mailbox = world.mailbox()
    first = mailbox.listing(Role.INBOX)

    second = mailbox.listing(Role.INBOX, first.mark)

    assert (1, ()) == (len(first.messages), second.messages)


def test_only_what_came_since_the_mark(world: World) -> None:
    """New mail is told even when it arrives right after the look, and with an older time than the rest."""
    world.deliver(Role.INBOX, LETTER, NOON)
    mailbox = world.mailbox()
    mark = mailbox.listing(Role.INBOX).mark

    world.deliver(Role.INBOX, b"Subject: second\n\n", NOON - timedelta(days=9))
    since = mailbox.listing(Role.INBOX, mark)

    assert [b"Subject: second\n\n"] == [lf(mailbox.fetch(stored.ref)) for stored in since.messages]


def test_a_mark_used_twice_tells_the_same_again(world: World) -> None:
    """When the caller could not finish and comes back with the old mark, nothing is missing."""
    mailbox = world.mailbox()
    mark = mailbox.listing(Role.INBOX).mark
    world.deliver(Role.INBOX, LETTER, NOON)
    (first,) = mailbox.listing(Role.INBOX, mark).messages

    assert first in mailbox.listing(Role.INBOX, mark).messages


def test_a_listing_in_between_hides_nothing_from_an_older_mark(world: World) -> None:
    """A full listing for another purpose does not use up the mail that came since the mark."""
    mailbox = world.mailbox()
    mark = mailbox.listing(Role.INBOX).mark
    world.deliver(Role.INBOX, LETTER, NOON)
    (there,) = mailbox.listing(Role.INBOX).messages

    assert there in mailbox.listing(Role.INBOX, mark).messages


def test_a_mark_of_nowhere_lists_everything(world: World) -> None:
    """A mark from another time or folder is no error and loses nothing."""
    world.deliver(Role.INBOX, LETTER, NOON)

    assert 1 == len(world.mailbox().listing(Role.INBOX, "no mark of this folder").messages)


def test_a_mark_outlives_the_program(world: World) -> None:
    """With a mark from before a restart, what came meanwhile is told."""
    mark = world.mailbox().listing(Role.INBOX).mark
    world.deliver(Role.INBOX, LETTER, NOON)

    assert 1 == len(world.mailbox().listing(Role.INBOX, mark).messages)


def test_a_placed_draft_is_listed_as_a_seen_draft(world: World) -> None:
    """Placing gives the ref under which the draft is listed, flagged so that clients open it for editing."""
    mailbox = world.mailbox()

    ref = mailbox.place_draft(DRAFT)
    (stored,) = mailbox.listing(Role.DRAFTS).messages

    assert (ref, frozenset({Flag.DRAFT, Flag.SEEN})) == (stored.ref, stored.flags)


def test_a_placed_draft_comes_back_byte_for_byte(world: World) -> None:
    """Only the ends of lines may differ from what was placed."""
    mailbox = world.mailbox()

    assert lf(DRAFT) == lf(mailbox.fetch(mailbox.place_draft(DRAFT)))


def test_a_placed_draft_is_no_incoming_mail(world: World) -> None:
    """Nothing that is placed shows up in the inbox or in Sent."""
    mailbox = world.mailbox()
    mailbox.place_draft(DRAFT)

    assert ((), ()) == (mailbox.listing(Role.INBOX).messages, mailbox.listing(Role.SENT).messages)


def test_drafts_placed_after_a_mark_are_found_by_it(world: World) -> None:
    """An interrupted write is found again by listing Drafts from the mark taken before it."""
    mailbox = world.mailbox()
    mailbox.place_draft(DRAFT)
    mark = mailbox.listing(Role.DRAFTS).mark
    ref = mailbox.place_draft(DRAFT)

    assert ref in [stored.ref for stored in world.mailbox().listing(Role.DRAFTS, mark).messages]


def test_placing_twice_gives_two_drafts(world: World) -> None:
    """The mailbox does not compare: exactly-once is the caller's duty."""
    mailbox = world.mailbox()

    first, second = mailbox.place_draft(DRAFT), mailbox.place_draft(DRAFT)

    assert {first, second} == {stored.ref for stored in mailbox.listing(Role.DRAFTS).messages}


def test_a_removed_draft_is_gone(world: World) -> None:
    """Removing takes away that draft and no other."""
    mailbox = world.mailbox()
    kept, removed = mailbox.place_draft(DRAFT), mailbox.place_draft(DRAFT)

    mailbox.remove_draft(removed)

    assert [kept] == [stored.ref for stored in mailbox.listing(Role.DRAFTS).messages]
    with pytest.raises(Vanished):
        mailbox.fetch(removed)


def test_removing_what_is_gone_is_vanished(world: World) -> None:
    """A draft the owner deleted first is told as vanished, not as removed."""
    mailbox = world.mailbox()
    ref = mailbox.place_draft(DRAFT)
    world.delete(ref)

    with pytest.raises(Vanished):
        mailbox.remove_draft(ref)


def test_nothing_outside_drafts_is_ever_removed(world: World) -> None:
    """A ref of the inbox is refused, and the message stays."""
    world.deliver(Role.INBOX, LETTER, NOON)
    mailbox = world.mailbox()
    mailbox.place_draft(DRAFT)
    (stored,) = mailbox.listing(Role.INBOX).messages

    with pytest.raises(ValueError):
        mailbox.remove_draft(stored.ref)
    assert [LETTER] == texts(mailbox, Role.INBOX)


def test_a_draft_edited_in_a_client_is_another_message(world: World) -> None:
    """After a client saved it again, the old ref has vanished and the new text is listed."""
    mailbox = world.mailbox()
    ref = mailbox.place_draft(DRAFT)
    edited = b"Subject: Thanks\n\nThank you, dear Mr Falk.\n"

    world.edit_draft(ref, edited)

    assert [edited] == texts(mailbox, Role.DRAFTS)
    with pytest.raises(Vanished):
        mailbox.fetch(ref)
    with pytest.raises(Vanished):
        mailbox.remove_draft(ref)


def test_a_message_deleted_after_listing_has_vanished(world: World) -> None:
    """Between listing and reading anything may happen; the caller is told by name."""
    world.deliver(Role.INBOX, LETTER, NOON)
    mailbox = world.mailbox()
    (stored,) = mailbox.listing(Role.INBOX).messages

    world.delete(stored.ref)

    with pytest.raises(Vanished, match=stored.ref.uid):
        mailbox.fetch(stored.ref)


@pytest.mark.parametrize(
    "ref",
    [
        MailRef("home", "INBOX", 0, "no such uid"),
        MailRef("home", "Inbox", 1, "999"),
        MailRef("home", "no such folder", 0, "1"),
        MailRef("another account", "INBOX", 0, "1"),
        MailRef("home", "INBOX", 0, "../../../etc/passwd"),
    ],
)
def test_an_unknown_ref_has_vanished(world: World, ref: MailRef) -> None:
    """Whatever is asked for that is not there gives the same answer."""
    world.deliver(Role.INBOX, LETTER, NOON)

    with pytest.raises(Vanished):
        world.mailbox().fetch(ref)


def test_it_names_its_folders(world: World) -> None:
    """The owner can see which folder is taken for which role."""
    mailbox = world.mailbox()
    mailbox.place_draft(DRAFT)
    assert isinstance(mailbox, NamesFolders)

    assert set(Role) == set(mailbox.folder_names())


def test_many_are_fetched_and_what_is_gone_is_told(world: World) -> None:
    """Each message comes with its ref; in the place of one that is gone stands the reason; none is forgotten."""
    raws = [b"Subject: %d\n\n%s\n" % (number, b"long " * 20_000 * (number % 2)) for number in range(6)]
    for raw in raws:
        world.deliver(Role.INBOX, raw, NOON)
    mailbox = world.mailbox()
    refs = [stored.ref for stored in mailbox.listing(Role.INBOX).messages]
    world.delete(refs[3])
    elsewhere = MailRef("home", "no such folder", 0, "1")

    fetched = dict(fetch_each(mailbox, [*refs, elsewhere]))

    gone = [ref for ref, content in fetched.items() if isinstance(content, Vanished)]
    found = sorted(lf(content) for content in fetched.values() if isinstance(content, bytes))
    assert {refs[3], elsewhere} == set(gone)
    assert [raw for number, raw in enumerate(raws) if number != 3] == found


def test_many_are_cut_at_the_limit(world: World) -> None:
    """Short ones come whole, long ones cut."""
    for raw in (b"Subject: 1\n\n", b"Subject: 2\n\n" + b"y" * 200_000):
        world.deliver(Role.INBOX, raw, NOON)
    mailbox = world.mailbox()
    refs = [stored.ref for stored in mailbox.listing(Role.INBOX).messages]

    short, long = [content for _, content in sorted(fetch_each(mailbox, refs, 1000), key=lambda one: str(one[1])[:16])]

    assert isinstance(short, bytes)
    assert isinstance(long, bytes)
    assert (b"Subject: 1\n\n", 1000) == (lf(short), len(long))


def test_closing_twice_is_fine(world: World) -> None:
    """Close may be called at any time and again."""
    mailbox = world.mailbox()
    mailbox.listing(Role.INBOX)

    mailbox.close()
    mailbox.close()
