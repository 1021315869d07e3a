"""The contents of messages in the open folder: small ones whole and many at a time, long ones without attachments.

BODY.PEEK, never RFC822 (iCloud answers that with nothing) and never BODY (which marks as read).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from afterword.errors import WorldError
from afterword.mailboxes.imap_commands import Row, rows, uid_set
from afterword.mailboxes.imap_structure import OddStructureError, Part, structure_of, whole_header
from afterword.mailboxes.imap_wire import Client
from afterword.mailboxes.many import in_volumes

SMALL = 64 * 1024
"""What is not longer than this is fetched whole: asking for its structure first would cost more than it saves."""

_MESSAGE_ID = re.compile(rb"^message-id:", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Order:
    """Messages to be fetched with one command: whole, or the same sections of each, to be put together by `trees`.

    `cut`: some of them are longer than what is wanted.
    """

    uids: tuple[int, ...]
    trees: Mapping[int, Part] = field(default_factory=dict[int, Part])
    cut: bool = False


def orders(client: Client, uids: Sequence[int], limit: int) -> list[Order]:
    """How to fetch these messages: few commands, none of which brings more than some megabytes if it can be helped.

    Messages that are gone are left out.
    """
    told = rows(client, uid_set(uids), "(RFC822.SIZE)")
    sizes = {uid: size for uid in uids if isinstance(size := told.get(uid, {}).get(b"RFC822.SIZE"), int)}
    small = [uid for uid, size in sizes.items() if min(size, limit) <= SMALL]
    large = [uid for uid, size in sizes.items() if min(size, limit) > SMALL]
    found = _whole_orders(small, sizes, limit)
    return [*found, *_orders_of_large(client, large, sizes, limit)] if large else found


def fetched(client: Client, order: Order, limit: int) -> dict[int, bytes | WorldError]:
    """The messages of one order by UID, cut after `limit` bytes; those that are gone are left out."""
    if not order.trees:
        return _whole(client, order.uids, limit, cut=order.cut)
    sections = tuple(next(iter(order.trees.values())).sections())
    items = ["BODY.PEEK[HEADER]", *(f"BODY.PEEK[{section}]" for section in sections)]
    found: dict[int, bytes | WorldError] = {}
    again: list[int] = []
    for uid, row in _asked(rows(client, uid_set(order.uids), f"({' '.join(items)})"), order.uids):
        header = _given(row, "HEADER") or b""
        got = {section: content for section in sections if (content := _given(row, section)) is not None}
        # Without an id, the text of the message stands for it: all of it.
        if len(got) < len(sections) or not _MESSAGE_ID.search(header):
            again.append(uid)
        else:
            found[uid] = (whole_header(header) + order.trees[uid].assemble(got))[:limit]
    return {**found, **_whole(client, again, limit, cut=True)} if again else found


def _orders_of_large(client: Client, uids: Sequence[int], sizes: Mapping[int, int], limit: int) -> list[Order]:
    told = rows(client, uid_set(uids), "(BODYSTRUCTURE)")
    whole: list[int] = []
    volumes: dict[int, int] = {}
    alike: defaultdict[tuple[str, ...], dict[int, Part]] = defaultdict(dict[int, Part])
    for uid in uids:
        try:
            tree = structure_of(told.get(uid, {}).get(b"BODYSTRUCTURE"))
        except OddStructureError:
            whole.append(uid)
            continue
        volumes[uid] = sum(leaf.size for leaf in tree.leaves() if leaf.wanted)
        if all(leaf.wanted for leaf in tree.leaves()) or volumes[uid] > limit:
            whole.append(uid)
        else:
            alike[tuple(tree.sections())][uid] = tree
    found = _whole_orders(whole, sizes, limit)
    for trees in alike.values():
        found += [Order(tuple(few), {uid: trees[uid] for uid in few}) for few in in_volumes(trees, volumes.__getitem__)]
    return found


def _whole_orders(uids: Sequence[int], sizes: Mapping[int, int], limit: int) -> list[Order]:
    volumes = {uid: min(sizes[uid], limit) for uid in uids}
    return [
        Order(tuple(few), cut=any(sizes[uid] > limit for uid in few)) for few in in_volumes(uids, volumes.__getitem__)
    ]


def _whole(client: Client, uids: Sequence[int], limit: int, *, cut: bool) -> dict[int, bytes | WorldError]:
    item = f"(BODY.PEEK[]<0.{limit}>)" if cut else "(BODY.PEEK[])"
    found: dict[int, bytes | WorldError] = {}
    for uid, row in _asked(rows(client, uid_set(uids), item), uids):
        content = _given(row, "")
        found[uid] = WorldError(f"the server gives nothing of message {uid}") if content is None else content[:limit]
    return found


def _asked(told: Mapping[int, Row], uids: Sequence[int]) -> Iterator[tuple[int, Row]]:
    """The rows of the messages that were asked for, not those the server tells of by itself."""
    for uid in uids:
        row = told.get(uid)
        if row is not None and any(key.startswith(b"BODY[") for key in row):
            yield uid, row


def _given(row: Row, section: str) -> bytes | None:
    name = f"BODY[{section}]".encode()
    value = row.get(name, row.get(name + b"<0>"))
    return value if isinstance(value, bytes) or value is None else str(value).encode()
