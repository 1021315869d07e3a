"""The whole of `afterword setup`, from the first question to what is to be written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from afterword.errors import OwnersError, WorldError
from afterword.owner.accounts import AccountEntry
from afterword.owner.calendars import CalendarEntry
from afterword.secrets import password
from afterword.setup.account import ask_account
from afterword.setup.answers import Answers
from afterword.setup.calendars import CalendarQuestions
from afterword.setup.consent_way import consent_way
from afterword.setup.existing import Existing
from afterword.setup.folders import ask_folders
from afterword.setup.given import NOTHING_SAID, Given, account_meant, missing_options, provider_for
from afterword.setup.owner import ask_owner
from afterword.setup.talk import Talk
from afterword.setup.way_in import WayIn, maildir_way, password_way

if TYPE_CHECKING:
    from afterword.setup.consent_way import Consent


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be written, and what the owner must still do."""

    answers: Answers
    reminders: tuple[str, ...] = ()


def ask_all(talk: Talk, given: Given, existing: Existing, consent: Consent) -> Asked:
    """Everything that is asked; nothing is written yet.

    :raises OwnersError: something is missing and nobody is there to ask, or what was given does not work.
    """
    address, given = _meant(talk, given, existing)
    provider = provider_for(address, given.account)
    if not talk.asks:
        _nothing_missing(address, given, existing)
    account = ask_account(talk, address, given.account, existing)
    if account.imap is not None and account.imap.oauth is None:
        way = password_way(talk, account, account.imap, given, provider)
    elif account.maildir is not None:
        way = maildir_way(account, given)
    else:
        way = WayIn(account)
    if way.tried is not None:
        way = replace(way, account=ask_folders(talk, way.account, way.tried))
    calendars = CalendarQuestions(talk, given, existing, way.account, address, provider, way.entered_with).asked()
    if account.gmail is not None or (account.imap is not None and account.imap.oauth is not None):
        way = _consented(talk, account, given, consent, tuple(calendars.entries))
    owner = ask_owner(talk, given.owner, existing)
    passwords = {**({way.account.id: way.password} if way.password is not None else {}), **calendars.passwords}
    consents = {way.account.id: way.consent} if way.consent is not None else {}
    answers = Answers(owner, way.account, tuple(calendars.entries), passwords, consents)
    waiting = (one.id for one in answers.calendars if one.google is not None and one.google.client is not None)
    reminders = [f'The calendar "{name}" has no consent yet: `afterword login {name}` asks for it.' for name in waiting]
    return Asked(answers, (*((way.reminder,) if way.reminder else ()), *reminders))


def _consented(
    talk: Talk, account: AccountEntry, given: Given, consent: Consent, calendars: tuple[CalendarEntry, ...]
) -> WayIn:
    way = consent_way(talk, account, calendars, given, consent)
    return replace(way, account=ask_folders(talk, way.account, way.tried)) if way.tried is not None else way


def _meant(talk: Talk, given: Given, existing: Existing) -> tuple[str, Given]:
    """The address of the account that is meant. An account that is there already is named by its id from here on."""
    options = given.account
    if given.owner.address is not None:
        if wrong := wrong_address(given.owner.address):
            raise OwnersError(f"--address: {wrong}")
        return given.owner.address, given
    meant = account_meant("", options, existing)
    if talk.asks and meant is not None and options == NOTHING_SAID:
        meant = _chosen(talk, existing)
    if meant is not None:
        return _address_of(meant, existing), replace(given, account=replace(options, id=meant.id))
    if not talk.asks:
        return "", given
    address = talk.ask("Your mail address", check=wrong_address)
    return address, replace(given, owner=replace(given.owner, address=address))


def _chosen(talk: Talk, existing: Existing) -> AccountEntry | None:
    """Which of the accounts that are there; None for a new one."""
    by_id = {one.id: one for one in existing.accounts}
    for one in existing.accounts:
        talk.tell(f"  {one.id}: {one.place}")
    choices = [*by_id, "new"]

    def wrong(text: str) -> str:
        return "" if text in choices else f"one of: {', '.join(choices)}"

    return by_id.get(talk.ask("Which account shall be gone through again, or is it a new one?", choices[0], wrong))


def _address_of(account: AccountEntry, existing: Existing) -> str:
    """As far as the account tells; else the owner's first."""
    told = account.imap or account.gmail
    if told is not None and "@" in told.user:
        return told.user
    return existing.settings.owner.addresses[0] if existing.settings is not None else ""


def _nothing_missing(address: str, given: Given, existing: Existing) -> None:
    """:raises OwnersError: every option that is missing, at once."""
    meant = account_meant(address, given.account, existing)
    missing = missing_options(given, existing, has_secret=meant is not None and _has_secret(meant))
    if missing:
        raise OwnersError(
            f"nobody is there to be asked, and these are missing: {', '.join(missing)}",
            "`afterword setup --help` tells what they are; on a terminal, `afterword setup` asks.",
        )


def _has_secret(account: AccountEntry) -> bool:
    """Whether a password comes from somewhere already. A keyring that is locked may have it."""
    try:
        password(account.id, account.imap.password_command or () if account.imap is not None else ())
    except WorldError as error:
        return error.retry
    return True


def wrong_address(text: str) -> str:
    """What is wrong with a mail address; nothing as far as can be told."""
    local, _, domain = text.rpartition("@")
    right = local and "@" not in local and "." in domain and not any(char.isspace() for char in text)
    return "" if right else f'"{text}" is no mail address' if text else "it begins with your mail address"
