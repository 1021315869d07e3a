"""Which account a draft goes into, and as whom it is written: those of the letter it answers. Deciding only.

The answer to a letter goes into the account to which the letter came, and is written from the address it was written
to. A draft that answers nothing goes where the mail that founded its application lies.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from afterword.drafts.letters import Route
from afterword.owner.accounts import AccountEntry
from afterword_rules.application import Application
from afterword_rules.follow_up import FollowUp
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction, Reading


@dataclass(frozen=True, slots=True)
class Letters:
    """Where the letters of the applications lie, and to or from which of the owner's addresses they went, by Message-ID."""

    accounts: Mapping[str, frozenset[str]]
    addresses: Mapping[str, str]


def letters_in(
    applications: Iterable[Application],
    readings: Iterable[Reading],
    owner: Owner,
    accounts_of: Callable[[Collection[str]], Mapping[str, frozenset[str]]],
) -> Letters:
    """Everything that routes are decided by. `accounts_of` tells in which accounts letters ever lay."""
    wanted = {letter.message_id for application in applications for letter in application.letters}
    addresses = {
        reading.message_id: address
        for reading in readings
        if reading.message_id in wanted and (address := _own_address(reading, owner))
    }
    return Letters(accounts_of(wanted), addresses)


def route(
    follow_up: FollowUp, application: Application, letters: Letters, entries: Sequence[AccountEntry], owner: Owner
) -> Route:
    """The way of the draft for `follow_up`. There is at least one of `entries`."""
    founder = application.letters[0].message_id if application.letters else ""
    ids = [one for one in (follow_up.thread, founder) if one]
    sender = next((letters.addresses[one] for one in ids if one in letters.addresses), "")
    homes = next((letters.accounts[one] for one in ids if one in letters.accounts), frozenset[str]())
    here = [entry for entry in entries if entry.id in homes] or list(entries[:1])
    # A letter to two addresses of the owner lies in both accounts.
    chosen = next((entry for entry in here if address_of(entry, owner) == sender), here[0])
    return Route(chosen.id, sender or address_of(chosen, owner), carriers(application, letters, entries))


def carriers(application: Application, letters: Letters, entries: Iterable[AccountEntry]) -> frozenset[str]:
    """The configured accounts that ever held mail of the application."""
    held = [letters.accounts.get(letter.message_id, frozenset()) for letter in application.letters]
    return frozenset().union(*held) & frozenset(entry.id for entry in entries)


def address_of(entry: AccountEntry, owner: Owner) -> str:
    """The owner's address at an account; empty where its entry does not tell."""
    user = entry.imap.user if entry.imap is not None else entry.gmail.user if entry.gmail is not None else ""
    return user.lower() if owner.is_me(user) else ""


def _own_address(reading: Reading, owner: Owner) -> str:
    """The owner's address in a letter: its sender's when the owner wrote it, else the first among its recipients."""
    if reading.direction is Direction.OUTGOING:
        return reading.sender.email.lower() if owner.is_me(reading.sender.email) else ""
    return next((one.email.lower() for one in reading.recipients if owner.is_me(one.email)), "")
