"""Several accounts are one job search: read at once, each draft where its letter came, and no fault stops the rest."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from afterword.errors import OwnersError, WorldError
from afterword.mailboxes.contract import Listing, Mailbox, MailRef, Role
from afterword.mailboxes.memory import MemoryMailbox
from afterword.owner.accounts import AccountEntry
from afterword.owner.configuration import load_configuration
from afterword.passes import Outcome, run_pass
from afterword.reading.looking import Ask
from afterword.world import World, open_world
from afterword_rules.application import Stage
from afterword_rules.follow_up import DraftState
from daemon.homes import DAY, ME, NOON, Home, letter

WORK = "n.hopper@work.example"
HOUR = timedelta(hours=1)
CONFIG = """\
owner:
  name: Nell Hopper
  addresses: [nell@home.example, n.hopper@work.example]
  timezone: Europe/London
accounts:
  - id: home
    maildir: {folder}/Home
  - id: work
    maildir: {folder}/Work
"""


class Accounts:
    """An owner with two accounts in memory, and the program with its ledger, started as often as the test likes."""

    def __init__(self, home: Home) -> None:
        self.owner = home
        home.write("config.yaml", CONFIG.format(folder=home.folder))
        self.home, self.work = MemoryMailbox("home", lambda: NOON), MemoryMailbox("work", lambda: NOON)

    @contextmanager
    def opened(self) -> Generator[World]:
        self.owner.state.mkdir(exist_ok=True)
        world = open_world(load_configuration(self.owner.config), self.owner.state)
        try:
            yield world
        finally:
            world.close()

    def passed(self, now: datetime = NOON, **how: Any) -> Outcome:
        with self.opened() as world:
            return run_pass(world, now, **how)

    def forget(self) -> None:
        """The owner deletes the ledger."""
        shutil.rmtree(self.owner.state)


@pytest.fixture(name="both")
def _both(home: Home, monkeypatch: pytest.MonkeyPatch) -> Accounts:
    accounts = Accounts(home)
    boxes: dict[str, Mailbox] = {"home": accounts.home, "work": accounts.work}

    def mailbox(entry: AccountEntry) -> Mailbox:
        return boxes[entry.id]

    monkeypatch.setattr("afterword.world._mailbox", mailbox)
    return accounts


def confirmed(at: datetime, to: str = ME, company: str = "Larkspur Atlas", role: str = "Map Librarian") -> bytes:
    """An employer's machine has an application that the owner made under the address `to`."""
    domain = company.split(maxsplit=1)[0].lower()
    text = (
        f"Hi Nell,\n\nThank you for applying for the position of {role} at {company}. We have received your application"
        f" and will review it carefully.\n\nBest regards,\nThe {company} hiring team\n"
    )
    return letter(f"Thank you for applying to {company}", text, at, f"{company} <no-reply@{domain}.example>", to)


def refused(at: datetime, to: str, company: str, role: str) -> bytes:
    domain = company.split(maxsplit=1)[0].lower()
    text = (
        f"Hi Nell,\n\nThank you for your interest in the {role} position at {company}. Unfortunately, we have decided not"
        f" to move forward with your application.\n\nBest regards,\nThe {company} hiring team\n"
    )
    return letter(f"Your application to {company}", text, at, f"{company} <no-reply@{domain}.example>", to)


def drafts(box: MemoryMailbox) -> list[Any]:
    """The drafts of an account as messages."""
    listed = box.listing(Role.DRAFTS).messages
    return [message_from_bytes(box.fetch(stored.ref), policy=default) for stored in listed]


def applied(both: Accounts) -> None:
    """One application at each address, both confirmed yesterday: two drafts are due."""
    both.home.deliver(Role.INBOX, confirmed(NOON - DAY), NOON - DAY)
    quill = confirmed(NOON - DAY, WORK, "Quillfeather Press", "Proof Reader")
    both.work.deliver(Role.INBOX, quill, NOON - DAY)


def test_each_draft_goes_where_its_letter_came(both: Accounts) -> None:
    """Into the account that got the confirmation, and written from the address it was written to."""
    applied(both)
    outcome = both.passed()
    (at_home,), (at_work,) = drafts(both.home), drafts(both.work)

    assert (2, 2, "", ()) == (outcome.read, len(outcome.placed), outcome.refused, outcome.problems)
    assert ("Larkspur" in at_home["Subject"], ME) == (True, at_home["From"].addresses[0].addr_spec)
    assert ("Quillfeather" in at_work["Subject"], WORK) == (True, at_work["From"].addresses[0].addr_spec)


def test_draft_that_was_made_is_not_made_again(both: Accounts) -> None:
    """Neither with the ledger nor without it, in neither account."""
    applied(both)
    both.passed()
    again = both.passed(NOON + HOUR)
    both.forget()
    forgotten = both.passed(NOON + 2 * HOUR)

    assert ((), ()) == (again.placed, forgotten.placed)
    assert (1, 1) == (len(drafts(both.home)), len(drafts(both.work)))


def test_draft_is_found_in_whichever_account_it_stands(both: Accounts) -> None:
    """The owner moved it to the other account, and the ledger is lost: it is known, and taken out when pointless."""
    applied(both)
    both.passed()
    (moved,) = both.work.listing(Role.DRAFTS).messages
    both.home.deliver(Role.DRAFTS, both.work.fetch(moved.ref))
    both.work.delete(moved.ref)
    both.forget()
    found = both.passed(NOON + HOUR)
    both.work.deliver(Role.INBOX, refused(NOON + HOUR, WORK, "Quillfeather Press", "Proof Reader"), NOON + HOUR)
    later = both.passed(NOON + 2 * HOUR)

    assert () == found.placed
    assert 1 == len(later.withdrawn)
    assert ["Larkspur" in draft["Subject"] for draft in drafts(both.home)] == [True]
    assert [] == drafts(both.work)


def test_pointless_draft_is_taken_out_of_the_second_account(both: Accounts) -> None:
    """The refusal comes to the first one."""
    applied(both)
    both.passed()
    both.home.deliver(Role.INBOX, refused(NOON + HOUR, ME, "Quillfeather Press", "Proof Reader"), NOON + HOUR)
    outcome = both.passed(NOON + 2 * HOUR)

    assert 1 == len(outcome.withdrawn)
    assert (1, 0) == (len(drafts(both.home)), len(drafts(both.work)))


@pytest.mark.parametrize(
    "fault", [WorldError("work: no network"), WorldError("work: the login was refused", retry=False)]
)
def test_account_that_fails_holds_only_its_own_drafts(both: Accounts, fault: WorldError) -> None:
    """Its mail may hold the answer to what was written there, and to nothing else."""
    both.passed(NOON - 2 * DAY)
    applied(both)
    both.passed(NOON - DAY)
    both.work.unreachable = fault
    outcome = both.passed()

    assert (1, "", ("work",)) == (len(outcome.placed), outcome.refused, outcome.unread)
    assert (1, "1 draft waits until work can be read again: an answer may lie there") == (
        len(outcome.held),
        outcome.problems[-1],
    )
    assert str(fault) in outcome.problems
    assert 1 == len(drafts(both.home))
    both.work.unreachable = None
    assert 1 == len(both.passed(NOON + HOUR).placed)
    assert 1 == len(drafts(both.work))


def test_owners_mistake_in_one_account_stops_no_other(both: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of that name is not there any more: the other account's draft is placed."""
    both.passed(NOON - 2 * DAY)
    applied(both)

    def mistaken(role: Role, since: str = "") -> Listing:
        raise OwnersError(f"work: there is no folder for {role}{since[:0]}")

    monkeypatch.setattr(both.work, "listing", mistaken)
    outcome = both.passed()

    assert (1, 1) == (len(outcome.placed), len(drafts(both.home)))
    assert "work: there is no folder for inbox" in outcome.problems


def test_account_that_was_never_read_holds_everything(both: Accounts) -> None:
    """Nobody knows which applications its mail is about, and which drafts a lost ledger knew there."""
    applied(both)
    both.passed()
    both.forget()
    both.work.unreachable = WorldError("work: no network")
    both.home.deliver(Role.INBOX, confirmed(NOON - DAY, ME, "Teasel Works", "Archivist"), NOON - DAY)
    outcome = both.passed(NOON + HOUR)

    assert (2, ()) == (outcome.read, outcome.placed)
    assert "a mailbox could not be read, so no draft was placed or taken out" == outcome.refused
    both.work.unreachable = None
    assert 1 == len(both.passed(NOON + 2 * HOUR).placed)
    assert (2, 1) == (len(drafts(both.home)), len(drafts(both.work)))


def test_pointless_draft_waits_for_the_account_it_may_be_answered_in(both: Accounts) -> None:
    """An application with mail in both accounts: with one away, its draft is neither placed nor taken out."""
    both.home.deliver(Role.INBOX, confirmed(NOON - DAY), NOON - DAY)
    both.work.deliver(Role.INBOX, confirmed(NOON - DAY + HOUR, WORK), NOON - DAY + HOUR)
    both.passed()
    both.home.deliver(Role.INBOX, refused(NOON + HOUR, ME, "Larkspur Atlas", "Map Librarian"), NOON + HOUR)
    both.work.unreachable = WorldError("work: no network")
    away = both.passed(NOON + 2 * HOUR)
    both.work.unreachable = None
    back = both.passed(NOON + 3 * HOUR)

    assert ((), 1) == (away.withdrawn, len(away.held))
    assert 1 == len(back.withdrawn)


def test_drafts_folder_that_fails_counts_as_an_account_that_fails(
    both: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its mail was read, and where its drafts would be looked for was not."""
    both.passed(NOON - 2 * DAY)
    applied(both)
    listing = both.work.listing

    def failing(role: Role, since: str = "") -> Listing:
        if role is Role.DRAFTS:
            raise WorldError("work: Drafts is locked")
        return listing(role, since)

    monkeypatch.setattr(both.work, "listing", failing)
    outcome = both.passed()

    assert (1, 1, ("work",)) == (len(outcome.placed), len(outcome.held), outcome.unread)
    assert "work: Drafts is locked" in outcome.problems


def test_append_that_fails_in_one_account_leaves_the_other_alone(
    both: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The quota of the first one is full: the second one's draft is placed, and the first one's with the next pass."""
    applied(both)

    def full(_: bytes) -> MailRef:
        raise WorldError("home: the mailbox is full")

    with monkeypatch.context() as patched:
        patched.setattr(both.home, "place_draft", full)
        outcome = both.passed()

    assert (1, 1) == (len(outcome.placed), len(drafts(both.work)))
    assert "not every draft that is due could be placed; the next pass tries again" == outcome.refused
    # A server may still be storing: these are files, which do not.
    assert 1 == len(both.passed(NOON + HOUR).placed)
    assert 1 == len(drafts(both.home))


def test_interrupted_append_is_looked_for_where_it_was_begun(both: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer was lost and the account is away: the draft waits, though another account could take it now."""
    applied(both)
    place = both.work.place_draft

    def lost(raw: bytes) -> MailRef:
        place(raw)
        raise WorldError("work: the answer was lost")

    with monkeypatch.context() as patched:
        patched.setattr(both.work, "place_draft", lost)
        both.passed()
    both.work.unreachable = WorldError("work: no network")
    away = both.passed(NOON + HOUR)
    both.work.unreachable = None
    back = both.passed(NOON + 2 * HOUR)

    assert (1, (), ()) == (len(away.held), away.placed, back.placed)
    assert (1, 1) == (len(drafts(both.home)), len(drafts(both.work)))


def test_slow_account_stops_nobody(both: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pass goes on without it; what it reads meanwhile is stored, and counts when it is done."""
    both.passed(NOON - 2 * DAY)
    applied(both)
    goes_on = threading.Event()
    fetch = both.work.fetch

    def slowly(ref: MailRef, limit: int = 1 << 20) -> bytes:
        goes_on.wait()
        return fetch(ref, limit)

    monkeypatch.setattr(both.work, "fetch", slowly)
    with both.opened() as world:
        without = run_pass(world, NOON, ask=Ask(patience=0.05))
        goes_on.set()
        world.hub.sleep(10, until=lambda: world.accounts.finished)
        late = run_pass(world, NOON, ask=Ask(accounts=frozenset(), fresh_for=HOUR))

    assert (1, 1, ("work",), "") == (without.read, len(without.placed), without.busy, without.refused)
    assert (1, 1, ()) == (late.read, len(late.placed), late.busy)
    assert (1, 1) == (len(drafts(both.home)), len(drafts(both.work)))


def test_accounts_are_read_at_the_same_time(both: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each waits for the other one: one after the other they would never end."""
    applied(both)
    meeting = threading.Barrier(2, timeout=10)
    for box in (both.home, both.work):
        monkeypatch.setattr(box, "fetch", _meeting(box.fetch, meeting))
    outcome = both.passed(dry_run=True)

    assert (2, ()) == (outcome.read, outcome.problems)


def _meeting(fetch: Callable[..., bytes], meeting: threading.Barrier) -> Callable[..., bytes]:
    def both_at_once(ref: MailRef, limit: int = 1 << 20) -> bytes:
        meeting.wait()
        return fetch(ref, limit)

    return both_at_once


INVITED = """\
Hi Nell,

Thank you for applying for the position of Map Librarian at Larkspur Atlas. We would like to invite you to an interview
for the role. Would Thursday, 12 March 2026 at 10:00 suit you?

Best regards,
Ada Winter
Recruiter, Larkspur Atlas
"""
CONFIRMED = """\
Hi Nell,

Your interview for the position of Map Librarian at Larkspur Atlas is confirmed for Thursday, 12 March 2026 at 10:00.

Best regards,
Ada Winter
Recruiter, Larkspur Atlas
"""


@pytest.mark.parametrize("kind", ["memory", "maildir"])
def test_invited_at_one_address_and_confirmed_at_another_is_one_application(
    kind: str, both: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner wrote from the second address: one application, one interview, one thank-you, where it was confirmed."""
    ada = "Ada Winter <ada@larkspur.example>"
    at = NOON - 4 * DAY
    mail = [
        ("home", confirmed(at), at),
        ("home", letter("Interview for Map Librarian", INVITED, at + DAY, ada, ME), at + DAY),
        ("work", letter("Interview for Map Librarian", CONFIRMED, at + 2 * DAY, ada, WORK), at + 2 * DAY),
    ]
    if kind == "maildir":
        monkeypatch.undo()
        for name, value in both.owner.environment.items():
            monkeypatch.setenv(name, value)
        for account, raw, moment in mail:
            _into_maildir(both.owner.folder / account.title(), raw, moment)
    else:
        for account, raw, moment in mail:
            (both.home if account == "home" else both.work).deliver(Role.INBOX, raw, moment)
    after = datetime(2026, 3, 12, 12, 0, tzinfo=NOON.tzinfo)
    outcome = both.passed(after)
    (application,) = outcome.decision.search.applications
    (thanks,) = [one.follow_up for one in outcome.decision.letters if one.follow_up.kind == "thank_you"]

    assert Stage.AWAITING_DECISION is application.stage
    assert [datetime(2026, 3, 12, 10, 0, tzinfo=NOON.tzinfo)] == [i.start for i in application.interviews]
    assert "ada@larkspur.example" == (thanks.recipient.email if thanks.recipient else None)
    assert thanks.key in outcome.placed
    assert ("work", WORK) == (outcome.decision.routes[thanks.key].account, outcome.decision.routes[thanks.key].sender)
    assert {"home", "work"} == outcome.decision.routes[thanks.key].carriers


def _into_maildir(root: Path, raw: bytes, at: datetime) -> None:
    for part in ("cur", "new", "tmp"):
        for folder in ("INBOX", "Drafts", "Sent", "Trash"):
            (root / folder / part).mkdir(parents=True, exist_ok=True)
    for other in ("Home", "Work"):
        for part in ("cur", "new", "tmp"):
            (root.parent / other / "INBOX" / part).mkdir(parents=True, exist_ok=True)
    path = root / "INBOX" / "cur" / f"{int(at.timestamp())}.desk:2,S"
    path.write_bytes(raw)
    os.utime(path, (at.timestamp(), at.timestamp()))


def test_letter_that_lies_in_both_accounts_is_answered_from_the_address_it_was_written_to(both: Accounts) -> None:
    """The owner forwards one account to the other: the letter lies in both."""
    raw = confirmed(NOON - DAY, WORK)
    both.home.deliver(Role.INBOX, raw, NOON - DAY)
    both.work.deliver(Role.INBOX, raw, NOON - DAY)
    outcome = both.passed()
    (route,) = outcome.decision.routes.values()

    assert (1, WORK, frozenset({"home", "work"})) == (len(outcome.placed), route.sender, route.carriers)


def test_draft_in_an_account_that_is_away_is_not_gone(both: Accounts) -> None:
    """However long it is away, and whatever the other account's folders show: nothing is noted of its drafts."""
    applied(both)
    placed = both.passed()
    both.work.unreachable = WorldError("work: no network")
    for day in range(1, 5):
        both.passed(NOON + day * DAY)
    with both.opened() as world:
        away = {record.home: record.state for record in world.ledger.draft_records()}
    both.work.unreachable = None
    both.passed(NOON + 5 * DAY)
    with both.opened() as world:
        back = {record.home: record.state for record in world.ledger.draft_records()}

    assert 2 == len(placed.placed)
    assert {"home": DraftState.PLACED, "work": DraftState.PLACED} == away == back


def test_account_that_is_taken_out_of_the_configuration_holds_up_nobody(both: Accounts) -> None:
    """The owner gave up an address: what its mail told still counts, and nothing waits for it."""
    applied(both)
    both.passed()
    config = CONFIG.format(folder=both.owner.folder)
    both.owner.write("config.yaml", config[: config.index("  - id: work")])
    both.home.deliver(Role.INBOX, refused(NOON + HOUR, WORK, "Quillfeather Press", "Proof Reader"), NOON + HOUR)
    outcome = both.passed(NOON + 2 * HOUR)

    assert ("", ()) == (outcome.refused, outcome.unread)
    assert 2 == len(outcome.decision.search.applications)
    assert 1 == len(drafts(both.work))
