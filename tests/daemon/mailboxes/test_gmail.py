"""Gmail in particular: what is asked how often, how history is followed, and what is said when it gives no answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from afterword.errors import WorldError
from afterword.mailboxes.contract import Flag, Mailbox, Role, Vanished
from afterword.mailboxes.gmail import GmailMailbox, same_address
from afterword.mailboxes.gmail_service import BATCH
from afterword.secrets import Secret
from daemon.mailboxes.gmail_world import GmailWorld, gmail_world
from servers.discovery import Call, answer, refusal
from servers.gmail import GMAIL
from servers.http_loopback import Reply, Request

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HISTORY, LIST, GET = "gmail.users.history.list", "gmail.users.messages.list", "gmail.users.messages.get"
CREATE = "gmail.users.drafts.create"


@pytest.fixture(name="world")
def _world() -> Iterator[GmailWorld]:
    with gmail_world() as world:
        yield world


def letter(number: int) -> bytes:
    return f"Subject: Letter {number}\r\nMessage-ID: <{number}@falk.example>\r\n\r\nGood day.\r\n".encode()


def deliver(world: GmailWorld, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        world.deliver(Role.INBOX, letter(number), NOON + timedelta(minutes=number))


def uids(mailbox: Mailbox, role: Role = Role.INBOX, since: str = "") -> list[str]:
    return [stored.ref.uid for stored in mailbox.listing(role, since).messages]


def asked(world: GmailWorld, do: Callable[[], object]) -> list[str]:
    """The methods that `do` calls at Gmail."""
    before = len(world.server.calls)
    do()
    return world.server.calls[before:]


def trouble(do: Callable[[], object]) -> WorldError:
    with pytest.raises(WorldError) as caught:
        do()
    return caught.value


# Listing.


def test_a_folder_is_read_in_pages_and_batches(world: GmailWorld) -> None:
    """All of it, whatever fits on a page, with one round trip for fifty messages."""
    world.server.page = 40
    deliver(world, 120)

    listed = world.mailbox().listing(Role.INBOX).messages

    assert [NOON + timedelta(minutes=number) for number in range(120)] == [one.arrived for one in listed]
    batches = [request for request in world.server.requests if request.path == "/batch/gmail/v1"]
    assert -(-120 // BATCH) == len(batches)


def test_nothing_new_is_one_question(world: GmailWorld) -> None:
    """However much mail there is."""
    deliver(world, 30)
    mailbox = world.mailbox()
    mark = mailbox.listing(Role.INBOX).mark

    assert [HISTORY] == asked(world, lambda: mailbox.listing(Role.INBOX, mark))
    assert [HISTORY] == asked(world, lambda: mailbox.listing(Role.INBOX))


def test_what_came_is_told_in_order(world: GmailWorld) -> None:
    """Also where history comes in pages."""
    world.server.page = 3
    mailbox = world.mailbox()
    mark = mailbox.listing(Role.INBOX).mark
    deliver(world, 10)

    assert [f"{uid}" for uid in world.server.messages] == uids(mailbox, since=mark)


def test_history_that_gmail_forgot_is_read_anew(world: GmailWorld) -> None:
    """After a week, or less: everything is told again, and the new mark holds."""
    deliver(world, 5)
    mailbox = world.mailbox()
    mark = mailbox.listing(Role.INBOX).mark
    world.server.forget_history()
    deliver(world, 1, first=5)

    again = world.mailbox().listing(Role.INBOX, mark)

    assert 6 == len(again.messages)
    assert [] == uids(mailbox, since=again.mark)
    assert 6 == len(uids(mailbox))


def test_a_mark_holds_for_its_folder_and_owner(world: GmailWorld) -> None:
    """Of another folder it says nothing, and an account may be given to another address."""
    deliver(world, 1)
    mark = world.mailbox().listing(Role.SENT).mark
    other = GmailMailbox("home", "else@gmail.example", lambda: None)

    assert 1 == len(uids(world.mailbox(), since=mark))
    assert not mark.startswith(other._mark("SENT", ""))


def test_mail_that_is_moved_into_the_inbox_has_come(world: GmailWorld) -> None:
    """Out of spam, say; what merely was seen or flagged has not."""
    spam = world.server.deliver(letter(1), {"SPAM", "UNREAD"})
    deliver(world, 1)
    mailbox = world.mailbox()
    mark = mailbox.listing(Role.INBOX).mark

    (seen,) = mailbox.listing(Role.INBOX).messages
    world.server.label(seen.ref.uid, add={"STARRED"}, remove={"UNREAD"})
    assert [] == uids(mailbox, since=mark)

    world.server.label(spam.id, add={"INBOX"}, remove={"SPAM"})
    assert [spam.id] == uids(mailbox, since=mark)


def test_a_known_folder_follows_what_changes(world: GmailWorld) -> None:
    """Flags, moves, deletions, new mail: only what was touched is asked for again."""
    deliver(world, 4)
    mailbox = world.mailbox()
    first, second, third, _ = uids(mailbox)
    world.server.label(first, add={"STARRED"}, remove={"UNREAD"})
    world.server.label(second, add={"TRASH"}, remove={"INBOX"})
    world.server.delete(third)
    deliver(world, 1, first=4)

    calls = asked(world, lambda: mailbox.listing(Role.INBOX))
    found = mailbox.listing(Role.INBOX).messages

    assert [HISTORY, *[GET] * 4] == calls
    assert 3 == len(found)
    assert frozenset({Flag.SEEN, Flag.FLAGGED}) == next(one.flags for one in found if one.ref.uid == first)
    assert [second] == uids(mailbox, Role.TRASH)


def test_mail_that_was_archived_is_still_read(world: GmailWorld) -> None:
    """It came, and the owner was faster; what lies in the bin is gone."""
    deliver(world, 2)
    mailbox = world.mailbox()
    archived, binned = [stored.ref for stored in mailbox.listing(Role.INBOX).messages]
    world.server.label(archived.uid, remove={"INBOX"})
    world.server.label(binned.uid, add={"TRASH"}, remove={"INBOX"})

    assert letter(0) == mailbox.fetch(archived)
    with pytest.raises(Vanished):
        mailbox.fetch(binned)


# Memory.


def test_a_restart_asks_only_for_what_changed(world: GmailWorld, tmp_path: Path) -> None:
    """Flags, moves and new mail meanwhile included; sizes too, so that messages still come many at a time."""
    world.memory = tmp_path / "memory"
    deliver(world, 30)
    first = world.mailbox()
    uid, *_ = uids(first)
    first.close()
    world.server.label(uid, remove={"UNREAD"})
    deliver(world, 1, first=30)

    second = world.mailbox()
    calls = asked(world, lambda: second.listing(Role.INBOX))
    found = second.listing(Role.INBOX).messages

    assert [HISTORY, GET, GET] == calls
    assert world.server.messages.keys() == {one.ref.uid for one in found}
    assert ([uid], NOON) == ([one.ref.uid for one in found if Flag.SEEN in one.flags], found[0].arrived)
    before = len(world.server.requests)
    assert 31 == len(list(second.fetch_many([one.ref for one in found])))
    assert 1 == len(world.server.requests) - before


def test_memory_holds_no_words_and_is_the_owners_alone(world: GmailWorld, tmp_path: Path) -> None:
    """Nobody else on the machine learns when mail came."""
    world.memory = tmp_path / "memory"
    deliver(world, 2)
    mailbox = world.mailbox()
    mailbox.listing(Role.INBOX)
    mailbox.close()

    (file,) = world.memory.iterdir()
    assert (0o700, 0o600) == (world.memory.stat().st_mode & 0o777, file.stat().st_mode & 0o777)
    assert "falk" not in file.read_text()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"user": "nell@gmail.example"}', '{"user": 1, "history": "1", "messages": {"a": 1}}']
)
def test_memory_that_makes_no_sense_is_forgotten(world: GmailWorld, tmp_path: Path, text: str) -> None:
    """The folder is read anew."""
    world.memory = tmp_path
    deliver(world, 3)
    (tmp_path / "INBOX.json").write_text(text)

    assert 3 == len(uids(world.mailbox()))


def test_memory_of_another_mailbox_is_forgotten(world: GmailWorld, tmp_path: Path) -> None:
    """The owner gave the account another address."""
    world.memory = tmp_path
    deliver(world, 3)
    uids(world.mailbox())
    world.server.address = "else@gmail.example"

    assert LIST in asked(world, lambda: world.mailbox().listing(Role.INBOX))


def test_a_disk_that_takes_nothing_costs_nothing(world: GmailWorld, tmp_path: Path) -> None:
    """The mailbox works as without memory."""
    world.memory = tmp_path / "file" / "memory"
    world.memory.parent.write_text("in the way")
    deliver(world, 3)
    mailbox = world.mailbox()

    assert 3 == len(uids(mailbox))
    mailbox.close()


# Drafts.

INVITATION = b"From: Ada <ada@quarry.example>\r\nSubject: Interview on Tuesday\r\nMessage-ID: <inv@quarry.example>\r\n\r\nHi.\r\n"


def reply(subject: str = "Re: Interview on Tuesday", parent: str = "<inv@quarry.example>") -> bytes:
    return (
        f"From: nell@gmail.example\r\nSubject: {subject}\r\nMessage-ID: <d1@gmail.example>\r\n"
        f"In-Reply-To: {parent}\r\nReferences: <root@quarry.example> {parent}\r\n\r\nThank you.\r\n"
    ).encode()


def test_an_answer_stands_in_its_thread(world: GmailWorld) -> None:
    """The three things that Gmail wants agree."""
    invitation = world.server.deliver(INVITATION, {"INBOX"})
    ref = world.mailbox().place_draft(reply())

    assert invitation.thread == world.server.messages[ref.uid].thread


def test_an_answer_to_the_owners_own_letter_stands_in_its_thread(world: GmailWorld) -> None:
    """The second inquiry follows the first; an older letter of the thread helps where the parent is gone."""
    mine = world.server.deliver(INVITATION, {"SENT"})
    ref = world.mailbox().place_draft(reply(parent="<gone@quarry.example>").replace(b"<root@", b"<inv@"))

    assert mine.thread == world.server.messages[ref.uid].thread


@pytest.mark.parametrize(
    "draft",
    [
        reply("Thank you"),
        reply("AW: Interview on Tuesday"),
        reply(parent="<unknown@quarry.example>"),
        reply(parent="<a b@quarry.example>"),
        reply(parent='<"{x}"@quarry.example>'),
        b"Subject: Interview on Tuesday\r\n\r\nNo thread.\r\n",
    ],
)
def test_a_draft_that_fits_no_thread_stands_alone(world: GmailWorld, draft: bytes) -> None:
    """With another subject it could not be opened in Gmail's own pages."""
    invitation = world.server.deliver(INVITATION, {"INBOX"})
    ref = world.mailbox().place_draft(draft)

    assert invitation.thread != world.server.messages[ref.uid].thread
    assert draft == world.server.messages[ref.uid].raw


@pytest.mark.parametrize(
    "lost",
    [
        Reply(503),
        Reply(200, b"<html>", {"Content-Type": "text/html"}),
        Reply(200, b'{"id"', length=80),
        Reply(200, b"{}", {"Content-Type": "application/json"}),
        Reply(404),
        Reply(429),
    ],
    ids=["trouble", "not Gmail", "broken off", "empty", "lost", "busy"],
)
def test_a_draft_is_asked_for_once_whatever_comes_back(world: GmailWorld, lost: Reply) -> None:
    """It may be there: that is unknown, and the caller looks for it before it asks again."""
    world.server.after = lambda call, reply: lost if call.method == CREATE else reply
    mailbox = world.mailbox()

    calls = asked(world, lambda: trouble(lambda: mailbox.place_draft(reply())))

    assert 1 == calls.count(CREATE)
    assert 1 == len(uids(mailbox, Role.DRAFTS))
    assert [] == world.naps


def test_a_draft_saved_meanwhile_is_not_removed(world: GmailWorld) -> None:
    """The envelope is the same, the message another: that is the owner's now."""
    mailbox = world.mailbox()
    ref = mailbox.place_draft(reply())
    saved = world.server.save(ref.uid, reply().replace(b"Thank you", b"Thank you, Ada"))

    with pytest.raises(Vanished):
        mailbox.remove_draft(ref)
    assert [saved.id] == uids(mailbox, Role.DRAFTS)


def test_a_draft_the_owner_sends_is_another_message_in_sent(world: GmailWorld) -> None:
    """Which has its text, so it is found again."""
    mailbox = world.mailbox()
    ref = mailbox.place_draft(reply())
    mark = mailbox.listing(Role.SENT).mark
    world.server.owner_sends(ref.uid)

    (sent,) = mailbox.listing(Role.SENT, mark).messages
    assert [] == uids(mailbox, Role.DRAFTS)
    assert reply() == mailbox.fetch(sent.ref)


def test_a_draft_is_found_among_many(world: GmailWorld) -> None:
    """Over all pages of the list."""
    world.server.page = 10
    mailbox = world.mailbox()
    refs = [mailbox.place_draft(letter(number)) for number in range(25)]

    mailbox.remove_draft(refs[22])

    assert refs[:22] + refs[23:] == [stored.ref for stored in mailbox.listing(Role.DRAFTS).messages]


# Trouble.


def busy(world: GmailWorld, times: int, reply: Reply, method: str = "") -> None:
    """The next requests are answered with `reply`."""
    left = [reply] * times

    def instead(call: Call) -> Reply | None:
        return left.pop() if left and method in {"", call.method} else None

    world.server.before = instead


@pytest.mark.parametrize(
    "reply",
    [refusal(429, "x"), refusal(503, "x"), Reply(500, b"<html>"), refusal(403, "x", "rateLimitExceeded")],
    ids=["asked too often", "down", "not Gmail", "asked too often, in other words"],
)
def test_reading_is_tried_again_with_longer_and_longer_pauses(world: GmailWorld, reply: Reply) -> None:
    """Gmail is often busy for a few seconds."""
    deliver(world, 2)
    busy(world, 3, reply)

    assert 2 == len(uids(world.mailbox()))
    assert 3 == len(world.naps)
    assert world.naps == sorted(world.naps)


def test_what_fails_in_a_batch_is_asked_for_again_alone(world: GmailWorld) -> None:
    """What was answered is not asked twice."""
    deliver(world, 10)
    busy(world, 4, refusal(429, "x"), GET)
    mailbox = world.mailbox()

    calls = asked(world, lambda: mailbox.listing(Role.INBOX))

    assert 10 + 4 == calls.count(GET)
    assert 10 == len(mailbox.listing(Role.INBOX).messages)


def test_one_message_that_gmail_cannot_give_costs_no_other(world: GmailWorld) -> None:
    """It is told, and the rest is read: else one broken message would keep all mail away for ever."""
    deliver(world, 4)
    mailbox = world.mailbox()
    refs = [stored.ref for stored in mailbox.listing(Role.INBOX).messages]
    world.server.before = lambda call: Reply(500) if call.asked.get("id") == refs[1].uid else None

    found = dict(mailbox.fetch_many(refs))

    assert [letter(0), letter(2), letter(3)] == [found[ref] for ref in refs if ref is not refs[1]]
    assert "home at Gmail: it is in trouble (500)" == str(found[refs[1]])


def test_large_messages_are_not_fetched_together(world: GmailWorld) -> None:
    """Some megabytes at a time, however many there are."""
    for number in range(6):
        world.deliver(Role.INBOX, letter(number) + b"x" * 1_500_000, NOON)
    mailbox = world.mailbox()
    refs = [stored.ref for stored in mailbox.listing(Role.INBOX).messages]
    before = len(world.server.requests)

    assert 6 == sum(isinstance(raw, bytes) for _, raw in mailbox.fetch_many(refs))
    assert 3 == len(world.server.requests) - before


def test_reading_is_given_up_after_a_minute(world: GmailWorld) -> None:
    """For this time: the next pass tries again."""
    busy(world, 99, refusal(503, "x"))
    error = trouble(lambda: world.mailbox().listing(Role.INBOX))

    assert ("home at Gmail: it is in trouble (503)", True) == (str(error), error.retry)
    assert 45 < sum(world.naps) < 80


@pytest.mark.parametrize(
    ("reply", "said", "retry"),
    [
        (refusal(403, "hush", "insufficientPermissions"), "the consent does not reach far enough; run `afterword login home`", False),
        (Reply(403, json.dumps({"error": {"details": [{"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}).encode()),
         "the consent does not reach far enough", False),
        (refusal(403, "hush", "accessNotConfigured"), "the Gmail API is switched off in the project of your client", False),
        (refusal(403, "hush", "domainPolicy"), "the account does not let programs in (403)", False),
        (refusal(403, "hush", "dailyLimitExceeded"), "the quota of your client is used up (403)", True),
        (refusal(400, "hush", "invalid"), "an unexpected answer (400)", False),
        (Reply(302, headers={"Location": "http://trap.example/"}), "an unexpected answer (302)", True),
        (Reply(200, b"<html>hush</html>", {"Content-Type": "text/html"}), "the answer broke off, or is none of Gmail's", True),
        (Reply(200, b'{"hush": ', {"Content-Type": "application/json"}), "the answer broke off", True),
        (Reply(200, b"[7]", {"Content-Type": "application/json"}), "the answer broke off", True),
        (Reply(200, b"{}", length=90), "it cannot be reached (IncompleteRead)", True),
    ],
)  # fmt: skip
def test_trouble_is_told_in_our_words(world: GmailWorld, reply: Reply, said: str, retry: bool) -> None:
    """The account, the cause, the next step; nothing of the answer. Then it is well again."""
    deliver(world, 1)
    busy(world, 1, reply)
    mailbox = world.mailbox()
    error = trouble(lambda: mailbox.listing(Role.INBOX))

    assert str(error).startswith("home at Gmail: ")
    assert said in str(error)
    assert retry == error.retry
    assert "hush" not in f"{error!r} {error.__cause__}"
    assert 1 == len(uids(mailbox))


@pytest.mark.parametrize("body", [b'{"messages": 7}', b'{"messages": [7]}', b'{"messages": [{"id": 7}]}'])
def test_odd_lists_do_not_look_like_an_emptied_mailbox(world: GmailWorld, body: bytes) -> None:
    """What is none of Gmail's is trouble; a message nobody knows is just not there."""
    deliver(world, 1)
    busy(world, 1, Reply(200, body, {"Content-Type": "application/json"}), LIST)
    mailbox = world.mailbox()
    if b"id" in body:
        assert [] == uids(mailbox)
    else:
        assert trouble(lambda: mailbox.listing(Role.INBOX)).retry


def test_a_server_that_is_not_there_is_told() -> None:
    """No network: tried again with the next pass."""
    with gmail_world() as world:
        mailbox = world.mailbox()
    error = trouble(lambda: mailbox.listing(Role.INBOX))

    assert ("home at Gmail: it cannot be reached (ConnectionRefusedError)", True) == (str(error), error.retry)


def test_a_silent_server_is_not_waited_for_for_ever(world: GmailWorld) -> None:
    """It took too long."""
    world.server.before = lambda _: Reply(hangs=True)
    mailbox = world.mailbox(silence=0.2)

    assert "home at Gmail: it took too long" == str(trouble(lambda: mailbox.listing(Role.INBOX)))


def test_a_token_that_gmail_refuses_is_renewed(world: GmailWorld) -> None:
    """In the middle of things, also in the middle of a batch."""
    deliver(world, 3)
    tokens = ["stale", "token"]
    mailbox = world.mailbox(lambda: Secret(tokens[0]), renew=lambda: Secret(tokens.pop(0)))

    assert 3 == len(uids(mailbox))

    world.server.token = "third"
    tokens[:] = ["token", "third"]
    deliver(world, 1, first=3)
    assert 4 == len(uids(mailbox))


def test_consent_that_is_over_is_told(world: GmailWorld) -> None:
    """What the keeper of the tokens says reaches the owner as it is."""

    def over() -> Secret:
        raise WorldError("consent is over", retry=False)

    for mailbox in (world.mailbox(over), world.mailbox(lambda: Secret("stale"), renew=over)):
        error = trouble(lambda mailbox=mailbox: mailbox.listing(Role.INBOX))  # type: ignore[misc]
        assert ("consent is over", False) == (str(error), error.retry)

    error = trouble(lambda: world.mailbox(lambda: Secret("stale")).listing(Role.INBOX))
    assert ("home at Gmail: the token is not accepted; run `afterword login home`", False) == (str(error), error.retry)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("nell.hopper@gmail.com", "NellHopper@googlemail.com", True),
        ("nell@gmail.com", "nell@home.example", False),
        ("nell.hopper@firm.example", "nellhopper@firm.example", False),
        ("", "nell@gmail.com", False),
    ],
)
def test_google_sees_no_dots(one: str, other: str, same: bool) -> None:
    """In addresses of its own."""
    assert same == same_address(one, other)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/gmail/v1/users/me/messages?colour=red"),
        ("GET", "/gmail/v1/users/me/messages?maxResults=many"),
        ("GET", "/gmail/v1/users/me/history"),
        ("GET", "/gmail/v1/users/me/messages/1?format=whole"),
        ("GET", "/gmail/v1/users/me/message"),
        ("PATCH", "/gmail/v1/users/me/drafts"),
    ],
)
def test_the_server_of_these_tests_refuses_what_google_would(world: GmailWorld, method: str, path: str) -> None:
    """Unknown paths, parameters and values: otherwise the tests above would prove nothing."""
    found = world.server._answered(Request(method, path, {"authorization": "Bearer token"}, b""))

    assert 400 == found.status
    assert 1 == len(world.server.refused)
    world.server.refused.clear()


def test_the_description_knows_what_is_used() -> None:
    """It is bundled with the library, and may change with it."""
    assert {HISTORY, LIST, GET, CREATE} <= GMAIL.names()
    assert 200 == answer({}).status
