"""Many messages of any mailbox."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from afterword.errors import WorldError
from afterword.mailboxes.contract import MOST_BYTES, FetchesMany, Mailbox, MailRef


def fetch_each(
    mailbox: Mailbox, refs: Sequence[MailRef], limit: int = MOST_BYTES
) -> Iterator[tuple[MailRef, bytes | WorldError]]:
    """Each message with its ref, in any order; what `Mailbox.fetch` would raise stands in a message's place.

    :raises WorldError: the mailbox cannot be reached. Not every mailbox notices that here: ask it for something else.
    """
    if isinstance(mailbox, FetchesMany):
        yield from mailbox.fetch_many(refs, limit)
        return
    for ref in refs:
        try:
            content: bytes | WorldError = mailbox.fetch(ref, limit)
        except WorldError as error:
            content = error
        yield ref, content
