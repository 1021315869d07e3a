"""Which folder is open on the connection, so that a command never goes to another one, and none is opened in vain."""

from __future__ import annotations

from afterword.mailboxes.imap_commands import FolderState, examine, status
from afterword.mailboxes.imap_wire import Client


class View:
    """What is open is known only of a folder that was opened through here, on the same connection."""

    def __init__(self) -> None:
        self._client: Client | None = None
        self._folder = ""
        self._state: FolderState | None = None

    def look(self, client: Client, folder: str) -> FolderState:
        """The state of a folder as it is now. One command: RFC 3501 section 6.3.10 has no STATUS for an open folder.

        :raises DeclinedError: see `examine`.
        """
        if client.wire.state == "SELECTED" and self._folder == folder:
            return self.renew(client, folder)
        return status(client, folder)

    def open(self, client: Client, folder: str) -> FolderState:
        """Open a folder for reading, if it is not open. What came or went since it was opened may not be seen."""
        if self._client is client and self._folder == folder and self._state and client.wire.state == "SELECTED":
            return self._state
        return self.renew(client, folder)

    def renew(self, client: Client, folder: str) -> FolderState:
        """Open a folder for reading, so that all that happened to it until now is seen."""
        self.forget()
        state = examine(client, folder)
        self._client, self._folder, self._state = client, folder, state
        return state

    def forget(self, folder: str = "") -> None:
        """Somebody else opened `folder`, or another connection: nothing is known of what is open."""
        self._client, self._folder, self._state = None, folder, None
