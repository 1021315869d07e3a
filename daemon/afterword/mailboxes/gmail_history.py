"""What changed in a Gmail mailbox since a moment of its history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from afterword.errors import WorldError
from afterword.mailboxes.gmail_service import GmailService, Missing

_PAGE = 500
_KINDS = ("messagesAdded", "messagesDeleted", "labelsAdded", "labelsRemoved")


@dataclass(slots=True)
class Changes:
    """Up to the state `history`: the ids of messages that changed in any way, and by label those that came to have it.

    Ids stand in the order of their last change, each once.
    """

    history: str
    touched: dict[str, None] = field(default_factory=dict[str, None])
    came: dict[str, dict[str, None]] = field(default_factory=dict[str, dict[str, None]])


def current_mark(service: GmailService, account: str) -> str:
    """The mailbox's present state.

    :raises WorldError: Gmail cannot be asked.
    """
    try:
        found = service.read(service.users.getProfile(userId="me", fields="historyId"))
    except Missing:
        found = {}
    history = str(found.get("historyId", ""))
    if not history.isdecimal():
        raise WorldError(f"{account} at Gmail: the answer is none of Gmail's")
    return history


def changes_since(service: GmailService, history: str) -> Changes | None:
    """What changed since the state `history`; None when Gmail has forgotten it (after a week or so).

    :raises WorldError: not everything could be had.
    """
    changes = Changes(history)
    try:
        asked: dict[str, Any] = {"startHistoryId": history, "maxResults": _PAGE}
        while True:
            page = service.read(service.users.history().list(userId="me", **asked))
            for record in page.get("history", ()):
                _note(record, changes)
            if not page.get("nextPageToken"):
                changes.history = str(page.get("historyId", history))
                return changes
            asked["pageToken"] = str(page["nextPageToken"])
    except Missing:
        return None


def _note(record: dict[str, Any], changes: Changes) -> None:
    for kind in _KINDS:
        for change in record.get(kind, ()):
            message = change.get("message", {})
            uid = str(message.get("id", ""))
            if not uid:
                continue
            changes.touched.pop(uid, None)
            changes.touched[uid] = None
            labels = {"messagesAdded": message.get("labelIds", ()), "labelsAdded": change.get("labelIds", ())}
            for label in labels.get(kind, ()):
                changes.came.setdefault(label, {})[uid] = None
