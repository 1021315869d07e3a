"""Placing a draft and removing it again: what the program must be able to do, tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from afterword.doctor.clock import skew_words
from afterword.doctor.finding import Finding, bad, ok, warn
from afterword.errors import OwnersError, WorldError
from afterword.mailboxes.contract import Mailbox, MailRef, Role, Vanished
from afterword.setup.trial import in_words
from afterword_rules.owner import Owner

_SUBJECT = "A test of Afterword's, which removes it at once"
UNFINISHED = f'should "{_SUBJECT}" lie in Drafts, delete it'


def draft_findings(mailbox: Mailbox, owner: Owner) -> Iterator[Finding]:
    """One draft to nobody is placed, read again and removed; nothing else is touched."""
    name = f"{mailbox.account}: draft"
    message_id, raw = _draft(owner)
    before = {stored.ref for stored in mailbox.listing(Role.DRAFTS).messages}
    placed_at = datetime.now(UTC)
    try:
        mailbox.place_draft(raw)
    except (WorldError, OwnersError) as error:
        yield bad(name, f"it cannot be placed: {in_words(error) if isinstance(error, WorldError) else error}")
        yield from _left_behind(mailbox, name, before, message_id)
        return
    listed = [stored for stored in mailbox.listing(Role.DRAFTS).messages if stored.ref not in before]
    ours = [stored for stored in listed if _is_ours(mailbox, stored.ref, message_id)]
    for stored in ours:
        mailbox.remove_draft(stored.ref)
    if not ours:
        yield bad(name, "it was placed, and is not to be found in Drafts")
        return
    yield from _left_behind(mailbox, name, before, message_id)
    yield ok(name, "one was placed and removed again")
    if words := skew_words((ours[0].arrived - placed_at).total_seconds()):
        yield warn(name, f"the server's clock is {words}", "set the clock of whichever is wrong")


def _left_behind(mailbox: Mailbox, name: str, before: set[MailRef], message_id: str) -> Iterator[Finding]:
    """Whatever is there of it after all is removed."""
    for stored in mailbox.listing(Role.DRAFTS).messages:
        if stored.ref not in before and _is_ours(mailbox, stored.ref, message_id):
            mailbox.remove_draft(stored.ref)
            if any(stored.ref == one.ref for one in mailbox.listing(Role.DRAFTS).messages):
                yield bad(name, "the test draft cannot be removed", f'delete "{_SUBJECT}" from Drafts')


def _is_ours(mailbox: Mailbox, ref: MailRef, message_id: str) -> bool:
    try:
        return message_id.encode() in mailbox.fetch(ref)
    except Vanished:
        return False


def _draft(owner: Owner) -> tuple[str, bytes]:
    address = owner.addresses[0]
    message = EmailMessage()
    message["From"] = address
    message["Subject"] = _SUBJECT
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = message_id = make_msgid(domain=address.rpartition("@")[2])
    message.set_content("It can be deleted.\n")
    return message_id, message.as_bytes()
