"""The way to an IMAP account: one connection, logged in when it is needed, thrown away when anything went wrong with it.

Errors come from three families that know nothing of each other (OSError, imaplib's, and whatever a parser meets bad
bytes with). Here they become one: `WorldError`. A connection that failed once is never used again: which answer belongs
to which command is not known any more.
"""

from __future__ import annotations

import imaplib
import ssl
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress

from afterword.errors import OwnersError, WorldError
from afterword.mailboxes import imap_tls
from afterword.mailboxes.imap_login import RefusedError, log_in
from afterword.mailboxes.imap_troubles import is_the_links, told
from afterword.mailboxes.imap_wire import Client
from afterword.owner.accounts import ImapEntry, Security
from afterword.running.machine_sleep import SleepWatch
from afterword.secrets import Secret

_FRESH = 10.0
"""A connection that was used so many seconds ago is taken to be alive; an older one is asked (NOOP)."""

_PATIENCE = 15.0
_FAREWELL = 2.0


class ImapLink:
    """One account's connection. One thread uses it.

    `secret` gives the password, or with `entry.oauth` an access token that is still good; `renewed` another token after
    one was refused. Both may raise WorldError. A refused secret is not shown to the server again by this object.
    `silence`, in seconds, is how long the server may say nothing.
    """

    def __init__(
        self,
        account: str,
        entry: ImapEntry,
        secret: Callable[[], Secret],
        *,
        renewed: Callable[[], Secret] | None = None,
        silence: float = 30.0,
        sleep: SleepWatch | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.account = account
        self.entry = entry
        self._secret = secret
        self._renewed = renewed
        self._silence = silence
        self._patience = min(_PATIENCE, silence)
        self._sleep = sleep or SleepWatch()
        self._clock = clock
        self._client: Client | None = None
        self._used = 0.0
        self._depth = 0
        self._refused: tuple[Secret, WorldError] | None = None

    @contextmanager
    def session(self) -> Generator[Client]:
        """A live client that is logged in. The folder that was selected last may still be selected, or none.

        What the body raises as OwnersError or WorldError (`Vanished` too) passes, and the connection is kept. Every
        failure of the connection and every answer that makes no sense becomes a WorldError, and the next session
        connects anew. A session within a session is the same one.

        :raises WorldError: the server cannot be reached, is not trusted, or does not let us in.
        """
        try:
            client = self._live()
            self._depth += 1
            try:
                yield client
            finally:
                self._depth -= 1
                self._used = self._clock()
        except (OwnersError, WorldError):
            raise
        except Exception as error:
            self.drop()
            if not is_the_links(error):
                raise
            raise told(self.account, self.entry, error) from error
        except BaseException:
            # Stopped in the middle of a command: its answer is still to come.
            self.drop()
            raise

    @property
    def capabilities(self) -> frozenset[str]:
        """What the server says it can do, in capitals, asked after the login. Connects when there is no connection.

        :raises WorldError: see `session`.
        """
        with self.session() as client:
            return frozenset(word.decode("ascii", "replace") for word in client.capabilities())

    @property
    def is_connected(self) -> bool:
        return self._client is not None

    def drop(self) -> None:
        """Throw the connection away without a word to the server. Never raises."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):
                client.shutdown()

    def close(self) -> None:
        """Take leave of the server, for two seconds at most, and let go. Never raises; a second call does nothing."""
        client = self._client
        if client is not None:
            with suppress(Exception):
                client.wire.sock.settimeout(_FAREWELL)
                client.logout()
        self.drop()

    def _live(self) -> Client:
        if self._client is not None and not self._depth and not self._is_alive(self._client):
            self.drop()
        if self._client is None:
            self._client = self._connected()
        return self._client

    def _is_alive(self, client: Client) -> bool:
        if self._sleep.slept():
            return False
        # An end of the connection can be read; so can news, for which the question does no harm.
        if self._clock() - self._used < _FRESH and client.wire.is_quiet():
            return True
        try:
            client.wire.noop()
        except (OSError, imaplib.IMAP4.error, ValueError):
            return False
        return True

    def _connected(self) -> Client:
        secret = self._secret()
        if self._refused is not None and self._refused[0] == secret:
            raise self._refused[1]
        try:
            return self._logged_in(secret)
        except RefusedError as error:
            if not error.final or self._renewed is None:
                raise self._noted(secret, error) from None
        secret = self._renewed()
        try:
            return self._logged_in(secret)
        except RefusedError as error:
            raise self._noted(secret, error) from None

    def _noted(self, secret: Secret, refusal: RefusedError) -> WorldError:
        error = told(self.account, self.entry, refusal)
        if refusal.final:
            self._refused = (secret, error)
        return error

    def _logged_in(self, secret: Secret) -> Client:
        self._sleep.slept()
        client = self._private()
        try:
            if client.wire.state == "NONAUTH":
                log_in(client, self.entry, secret)
            _introduce(client)
        except BaseException:
            with suppress(Exception):
                client.shutdown()
            raise
        return client

    def _private(self) -> Client:
        """A connection that is as private as the owner wants it."""
        try:
            return self._connect(imap_tls.context_for(self.entry))
        except WorldError as error:
            raise WorldError(f"{self.account}: {error}", retry=error.retry) from None
        except imap_tls.UNTRUSTED as error:
            raise told(self.account, self.entry, error, fingerprint=self._shown_fingerprint()) from error

    def _connect(self, context: ssl.SSLContext | None) -> Client:
        entry = self.entry
        at_once = context if entry.security == Security.TLS else None
        client = Client(entry.host, entry.port_used, context=at_once, patience=self._patience, silence=self._silence)
        try:
            if entry.security == Security.STARTTLS:
                client.starttls(context)
        except BaseException:
            with suppress(Exception):
                client.shutdown()
            raise
        return client

    def _shown_fingerprint(self) -> str | None:
        entry = self.entry
        try:
            if entry.security == Security.TLS:
                return imap_tls.fingerprint_at(entry.host, entry.port_used, self._patience)
            client = self._connect(imap_tls.looking_context())
        except (OSError, imaplib.IMAP4.error, ValueError):
            return None
        found = imap_tls.fingerprint_of(client.wire.sock)
        client.wire.shutdown()
        return found


def _introduce(client: Client) -> None:
    """What is said once after the login: who we are (Gmail asks for it, RFC 2971), and that MODSEQs are welcome.

    ENABLE is allowed only before a folder is selected, and Dovecot keeps no HIGHESTMODSEQ for a folder before it.
    """
    offered = client.capabilities()
    if b"ID" in offered:
        _try(lambda: client.id_({"name": "Afterword"}))
    if b"ENABLE" in offered and b"CONDSTORE" in offered:
        _try(lambda: client.enable("CONDSTORE"))


def _try(say: Callable[[], object]) -> None:
    """A server that offers it and then refuses it is none the worse for us."""
    try:
        say()
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return
