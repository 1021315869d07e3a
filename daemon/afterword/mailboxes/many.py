"""Many messages of any mailbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from afterword.errors import WorldError
from afterword.mailboxes.contract import MOST_BYTES, FetchesMany, Mailbox, MailRef

T = TypeVar("T")

VOLUME = 4 * 1024 * 1024
"""How many bytes are asked for at once, if it can be helped."""


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


def in_volumes(all_of_them: Iterable[T], size: Callable[[T], int], most: int | None = None) -> Iterator[list[T]]:
    """As many at once, in their order, as are `VOLUME` together and no more than `most`; one that is larger alone."""
    few: list[T] = []
    volume = 0
    for one in all_of_them:
        if few and (volume + size(one) > VOLUME or len(few) == most):
            yield few
            few, volume = [], 0
        few.append(one)
        volume += size(one)
    if few:
        yield few
