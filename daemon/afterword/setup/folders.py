"""Which folder is for what: shown, and set right by the owner where it was guessed wrong."""

from __future__ import annotations

from dataclasses import replace

from afterword.mailboxes.contract import Role
from afterword.owner.accounts import AccountEntry
from afterword.setup.talk import Talk
from afterword.setup.trial import Tried

_NONE = {Role.DRAFTS: "none yet: it is made for the first draft"}


def ask_folders(talk: Talk, account: AccountEntry, tried: Tried) -> AccountEntry:
    """The account, with the folders that the owner named."""
    if not talk.asks or not tried.roles:
        return account
    talk.tell()
    for role in Role:
        talk.tell(f"  {role:<7} {tried.roles.get(role, _NONE.get(role, 'none'))}")
    if talk.agree("Are these the right folders?"):
        return account
    talk.tell(f"There are: {', '.join(tried.folders)}")
    known = {name.casefold() for name in tried.folders}
    chosen = dict(account.folders)
    for role in Role:

        def wrong(text: str, role: Role = role) -> str:
            # Drafts can be made.
            right = not text or role is Role.DRAFTS or text.casefold() in known
            return "" if right else f"there is no folder {text!r}"

        found = tried.roles.get(role, "")
        answer = talk.ask(f"The folder for {role}", found, wrong)
        if answer and answer != found:
            chosen[role] = answer
    return replace(account, folders=chosen)
