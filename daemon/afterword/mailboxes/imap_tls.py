"""Which servers are trusted with a password, and what is said when one is not.

TLS 1.2 at least. Trusted is what the system trusts, or the owner's `ca:`, or one pinned `certificate:` and no other.
"""

from __future__ import annotations

import hashlib
import socket
import ssl

from afterword.errors import WorldError, shown
from afterword.owner.accounts import ImapEntry, Security
from afterword.paths import at_home

_EXPIRED, _NOT_YET, _SELF_SIGNED, _WRONG_HOST, _WRONG_ADDRESS = 10, 9, 18, 62, 64  # X509_V_ERR_…, of OpenSSL


class OtherCertificateError(OSError):
    """The server showed another certificate than the pinned one. `found` is its fingerprint."""

    def __init__(self, found: str) -> None:
        super().__init__(f"the server's certificate is {found}")
        self.found = found


UNTRUSTED = (ssl.SSLCertVerificationError, OtherCertificateError)


class _Pinned(ssl.SSLContext):
    """Trusts one certificate whatever it says: looked at when TLS has begun, before anything else is said."""

    fingerprint = ""

    def wrap_socket(self, *args: object, **named: object) -> ssl.SSLSocket:
        sock = super().wrap_socket(*args, **named)  # type: ignore[arg-type]
        found = fingerprint_of(sock)
        if found != self.fingerprint:
            sock.close()
            raise OtherCertificateError(found)
        return sock


def context_for(entry: ImapEntry) -> ssl.SSLContext | None:
    """What a connection to `entry` must be made with; None without TLS.

    :raises WorldError: `ca` cannot be read.
    """
    if entry.security == Security.PLAIN:
        return None
    if entry.fingerprint is not None:
        pinned = _Pinned(ssl.PROTOCOL_TLS_CLIENT)
        pinned.fingerprint = entry.fingerprint
        context: ssl.SSLContext = _without_checks(pinned)
    elif entry.ca is not None:
        path = at_home(entry.ca)
        try:
            context = ssl.create_default_context(cafile=path)
        except ssl.SSLError:
            text = f"there is no certificate in {shown(path)} (`ca:` of {entry.host}); it must be a PEM file"
            raise WorldError(text, retry=False) from None
        except OSError as error:
            text = f"cannot read {shown(path)} (`ca:` of {entry.host}): {error.strerror}"
            raise WorldError(text, retry=False) from error
    else:
        context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def looking_context() -> ssl.SSLContext:
    """Takes any certificate: only to look at it, never to say anything to who shows it."""
    return _without_checks(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


def _without_checks(context: ssl.SSLContext) -> ssl.SSLContext:
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def fingerprint_at(host: str, port: int, patience: float) -> str:
    """The fingerprint that a port shows that begins with TLS; nothing is said to it.

    :raises OSError: it cannot be seen.
    """
    with (
        socket.create_connection((host, port), patience) as plain,
        looking_context().wrap_socket(plain, server_hostname=host) as sock,
    ):
        return fingerprint_of(sock)


def fingerprint_of(sock: socket.socket) -> str:
    """The SHA-256 of the certificate that was shown, in small hexadecimal digits; empty without TLS."""
    shown_one = sock.getpeercert(binary_form=True) if isinstance(sock, ssl.SSLSocket) else None
    return hashlib.sha256(shown_one).hexdigest() if shown_one else ""


def cause(error: OtherCertificateError | ssl.SSLError, entry: ImapEntry, fingerprint: str | None) -> str:
    """Why the server is not trusted, and the next step. `fingerprint` is of the certificate it shows, if known."""
    if isinstance(error, OtherCertificateError):
        return (
            f"shows another certificate than the pinned one; if you renewed it, write `certificate: {error.found}`,"
            " else somebody stands between you and your server"
        )
    if not isinstance(error, ssl.SSLCertVerificationError):
        return _broken_handshake(error, entry)
    pin = f"`certificate: {fingerprint}`" if fingerprint else "`certificate:` with its SHA-256 fingerprint"
    if error.verify_code == _EXPIRED:
        return "shows a certificate that has expired: who runs it must renew it (or your clock is wrong)"
    if error.verify_code == _NOT_YET:
        return "shows a certificate that is not valid yet: your clock may be wrong"
    if error.verify_code in {_WRONG_HOST, _WRONG_ADDRESS}:
        return f"shows a certificate for another name than {entry.host}; write the name it is made for as `host:`"
    if error.verify_code == _SELF_SIGNED:
        return f"shows a certificate that it signed itself; if it is your own server (like Proton Bridge), write {pin}"
    return (
        "shows a certificate that nobody known has signed; if it is your own server, write `ca:` with the file of your"
        f" certificate authority, or {pin}; else a network's login page may be in the way"
    )


def _broken_handshake(error: ssl.SSLError, entry: ImapEntry) -> str:
    reason = error.reason or ""
    if reason in {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG", "HTTP_REQUEST"}:
        if entry.security == Security.TLS:
            return "does not begin with TLS; write `security: starttls`, or the port that begins with TLS (993)"
        return "does not go on with TLS after STARTTLS; use `security: tls`"
    if reason in {"UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "NO_PROTOCOLS_AVAILABLE"}:
        return "offers no TLS 1.2 or newer: who runs it must switch that on"
    return f"failed in TLS ({reason or type(error).__name__}); tried again by itself"
