"""What went wrong with a connection, in one line for the owner: the account, the place, the cause, the next step."""

from __future__ import annotations

import imaplib
import socket
import ssl
from types import TracebackType

from imapclient.exceptions import ProtocolError

from afterword.errors import WorldError
from afterword.mailboxes import imap_tls
from afterword.mailboxes.imap_login import RefusedError, cleaned
from afterword.mailboxes.imap_wire import EarlyLoginError, InjectedError, NoGreetingError
from afterword.owner.accounts import ImapEntry, Security

_PROTOCOL = ("imaplib", "imapclient", "afterword.mailboxes.imap_wire")


def is_the_links(error: Exception) -> bool:
    """Whether the connection or the server is to blame, and not who used it.

    What is raised inside the protocol's libraries is theirs whatever it is called: they meet bad bytes with
    ValueErrors, IndexErrors and more. An OSError of a file that was written meanwhile is not.
    """
    if isinstance(error, imaplib.IMAP4.error | RefusedError):
        return True
    if not _passed_through(error):
        return False
    return isinstance(error, OSError) or not _innermost_module(error.__traceback__).startswith("afterword.")


def _passed_through(error: Exception) -> bool:
    trace = error.__traceback__
    while trace is not None:
        if _module(trace).startswith(_PROTOCOL):
            return True
        trace = trace.tb_next
    return False


def _innermost_module(trace: TracebackType | None) -> str:
    name = ""
    while trace is not None:
        name, trace = _module(trace), trace.tb_next
    return name


def _module(trace: TracebackType) -> str:
    return str(trace.tb_frame.f_globals.get("__name__", ""))


def told(account: str, entry: ImapEntry, error: Exception, *, fingerprint: str | None = None) -> WorldError:
    """The error for the owner. `fingerprint` is of the certificate that an untrusted server shows, where it is known."""
    place = f"{account}: {entry.host}:{entry.port_used}"
    text = f"{place} {_cause(error, entry, fingerprint)}"
    return WorldError(text, retry=not (isinstance(error, RefusedError) and error.final))


def _cause(error: Exception, entry: ImapEntry, fingerprint: str | None) -> str:
    if isinstance(error, RefusedError):
        return _refusal(error, entry)
    if isinstance(error, imap_tls.OtherCertificateError | ssl.SSLError):
        return imap_tls.cause(error, entry, fingerprint)
    if isinstance(error, imaplib.IMAP4.error):
        return _protocol(error, entry)
    if isinstance(error, OSError):
        return _network(error, entry)
    return f"gave an answer that makes no sense ({type(error).__name__}); tried again by itself"


def _refusal(error: RefusedError, entry: ImapEntry) -> str:
    if not error.final:
        return f"does not let {entry.user} in now: {error.words}; tried again by itself"
    what = "the token" if entry.oauth is not None else "the password"
    return (
        f"refuses {what} of {entry.user}: {error.words}. It is not asked again until you give another one"
        f" (`afterword setup`) or restart the program"
    )


def _protocol(error: imaplib.IMAP4.error, entry: ImapEntry) -> str:
    words = str(error)
    if isinstance(error, InjectedError):
        return (
            "was spoken for by somebody on the way: STARTTLS was answered twice; use `security: tls`, another network"
        )
    if isinstance(error, EarlyLoginError):
        return "wants no TLS and no login: that cannot be trusted; use `security: tls`"
    if isinstance(error, ProtocolError) or "unexpected response" in words or "unterminated line" in words:
        return "gave an answer that makes no sense; tried again by itself"
    if isinstance(error, imaplib.IMAP4.readonly):
        return "lets us only read there; who runs it must allow more"
    if "EOF" in words or "socket error" in words:
        return "closed the connection; tried again by itself"
    if "STARTTLS" in words and entry.security == Security.STARTTLS:
        return "offers no STARTTLS: without TLS nothing is said to it; use `security: tls`, or another port"
    return f"says: {cleaned(words)}; tried again by itself"


def _network(error: OSError, entry: ImapEntry) -> str:
    if isinstance(error, NoGreetingError) and entry.security != Security.TLS:
        return "does not greet: does its port begin with TLS, as 993 does? Then write `security: tls`"
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "does not answer; tried again by itself"
    if isinstance(error, ConnectionRefusedError):
        return "refuses connections: is the server running, and the port right? Tried again by itself"
    if isinstance(error, socket.gaierror):
        return "cannot be found: is there a network, and the name right? Tried again by itself"
    if isinstance(error, ConnectionError):
        return "broke the connection; tried again by itself"
    return f"cannot be reached: {error.strerror or type(error).__name__}; tried again by itself"
