"""Passwords: fetched when they are needed, held as briefly as possible, and never shown.

    a command of the owner's (`password_command`), if one is configured, and nothing else
    a systemd credential (`LoadCredential=`): a file in $CREDENTIALS_DIRECTORY
    the system's keyring, under the service "afterword"

Never in a file of ours, a log, an error or a repr. What is stored goes into the system's keyring or nowhere.
"""

from __future__ import annotations

import os
import queue
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from afterword.errors import WorldError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")
SERVICE = "afterword"
# Others store in plain text (keyrings.alt), or nowhere (null), without a word.
_TRUSTED = ("keyring.backends.SecretService", "keyring.backends.kwallet", "keyring.backends.libsecret")
_PATIENCE = 30.0


class Secret:
    """A password that shows itself only to who asks for `reveal()`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret()"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> str | tuple[Any, ...]:
        raise TypeError("a secret is not stored")


def password(
    name: str,
    command: Sequence[str] = (),
    *,
    environment: Mapping[str, str] = os.environ,
    patience: float = _PATIENCE,
) -> Secret:
    """The password called `name` (the id of an account or calendar).

    `patience`, in seconds, is how long a command or a keyring may take: both may ask the owner something.

    :raises WorldError: there is none, or it cannot be had now. The text says what to do, and shows nothing secret.
    """
    if command:
        return _from_command(name, command, patience)
    found = _from_credentials(name, environment) or stored(name, patience=patience)
    if found is None:
        text = f'no password for "{name}"; store it with `{SERVICE} login {name}`, or give a password_command'
        raise WorldError(text, retry=False)
    return found


def stored(name: str, *, patience: float = _PATIENCE) -> Secret | None:
    """What the keyring has under `name`; None for nothing.

    :raises WorldError: the keyring is locked, or there is none that keeps secrets.
    """

    def read(backend: KeyringBackend) -> Secret | None:
        found = backend.get_password(SERVICE, name)
        return Secret(found) if found else None

    return _with_keyring(name, read, patience)


def store(name: str, secret: Secret, *, patience: float = _PATIENCE) -> None:
    """Put `secret` into the keyring under `name`, in place of what was there.

    :raises WorldError: as for `stored`; then it is stored nowhere.
    """
    _with_keyring(name, lambda backend: backend.set_password(SERVICE, name, secret.reveal()), patience)


def forget(name: str, *, patience: float = _PATIENCE) -> bool:
    """Take what is under `name` out of the keyring; False when there was nothing.

    :raises WorldError: as for `stored`.
    """

    def remove(backend: KeyringBackend) -> bool:
        if backend.get_password(SERVICE, name) is None:
            return False
        backend.delete_password(SERVICE, name)
        return True

    return _with_keyring(name, remove, patience)


def keyring_in_use(*, patience: float = _PATIENCE) -> str:
    """Which keyring keeps secrets here, by the name of its back end, after it answered as it does only when unlocked.

    :raises WorldError: as for `stored`.
    """

    def read(backend: KeyringBackend) -> str:
        backend.get_password(SERVICE, "?")
        return type(backend).__module__.rpartition(".")[2]

    return _with_keyring("any account", read, patience)


def _from_command(name: str, command: Sequence[str], patience: float) -> Secret:
    """The first line that the command prints. Its arguments and what it complains of may be secret: neither is shown."""
    what = f'the password_command of "{name}" ({Path(command[0]).name})'
    try:
        done = subprocess.run(  # noqa: S603 (the owner's own command, no shell)
            [os.path.expanduser(command[0]), *command[1:]],  # noqa: PTH111 (Path.expanduser raises without a home)
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise WorldError(f"{what} took longer than {patience:g} seconds") from None
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or "it cannot be started"
        raise WorldError(f"{what} cannot be run: {cause}", retry=False) from None
    if done.returncode != 0:
        raise WorldError(f"{what} ended with {done.returncode}")
    return _first_line(done.stdout, what)


def _from_credentials(name: str, environment: Mapping[str, str]) -> Secret | None:
    folder = environment.get("CREDENTIALS_DIRECTORY", "")
    if not folder or "/" in name or name in {".", ".."}:
        return None
    try:
        data = (Path(folder) / name).read_bytes()
    except OSError:
        return None
    return _first_line(data, f'the credential "{name}"')


def _first_line(data: bytes, what: str) -> Secret:
    try:
        line = data.decode().split("\n", 1)[0].rstrip("\r")
    except UnicodeDecodeError:
        raise WorldError(f"{what} is not UTF-8", retry=False) from None
    if not line:
        raise WorldError(f"{what} gave nothing", retry=False)
    return Secret(line)


def _with_keyring(name: str, do: Callable[[KeyringBackend], T], patience: float) -> T:
    """What `do` gives. A locked keyring may ask the owner and wait for ever: it is put aside after `patience`."""
    answers: queue.SimpleQueue[tuple[T] | WorldError] = queue.SimpleQueue()
    threading.Thread(target=lambda: answers.put(_ask_keyring(name, do)), daemon=True).start()
    try:
        found = answers.get(timeout=patience)
    except queue.Empty:
        raise WorldError(f'the keyring took longer than {patience:g} seconds for "{name}"; unlock it') from None
    if isinstance(found, WorldError):
        raise found
    return found[0]


def _ask_keyring(name: str, do: Callable[[KeyringBackend], T]) -> tuple[T] | WorldError:
    import keyring
    from keyring.errors import KeyringError

    try:
        trusted = _trusted(keyring.get_keyring())
        if trusted is None:
            text = f'there is no keyring here that keeps secrets, to ask for "{name}"; log in to your desktop'
            return WorldError(f"{text}, or start one (Secret Service, KWallet)")
        return (do(trusted),)
    except KeyringError as error:
        return WorldError(
            f'the keyring is locked or not there ({type(error).__name__}), for "{name}"; log in, or unlock it'
        )
    except Exception as error:  # noqa: BLE001 (back ends let through whatever D-Bus raises)
        return WorldError(f'the keyring failed ({type(error).__name__}), for "{name}"')


def _trusted(backend: KeyringBackend) -> KeyringBackend | None:
    """The back end, or the first of a chain, that keeps secrets secret."""
    from keyring.backend import KeyringBackend as Base

    for one in (backend, *getattr(backend, "backends", ())):
        if type(one).__module__ in _TRUSTED:
            return one  # type: ignore[no-any-return]
    # `keyring` chooses once: a service that was started before the owner logged in would never see the keyring.
    late = [one for one in Base.get_viable_backends() if one.__module__ in _TRUSTED]
    return late[0]() if late else None
