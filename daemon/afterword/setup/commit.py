"""Writing it all down: the files and the keyring, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from afterword.errors import OwnersError, WorldError, shown
from afterword.oauth.keeping import Kept, forget_consent, keep, kept_consent
from afterword.owner.yaml_text import Writing
from afterword.paths import make_private
from afterword.secrets import Secret, forget, store, stored
from afterword.setup.existing import OwnersFile

Undo = Callable[[], object]


def write_down(files: Mapping[OwnersFile, str], passwords: Mapping[str, Secret], consents: Mapping[str, Kept]) -> None:
    """Store the secrets, and put the files in place. Whatever goes wrong, everything is as it was before.

    :raises OwnersError: a folder or a file cannot be written.
    :raises WorldError: the keyring cannot be written.
    """
    writings: list[Writing] = []
    undone: list[Undo] = []
    try:
        for file, text in files.items():
            writings.append(_prepared(file, text))
        for name, secret in passwords.items():
            undone.append(_password_back(name))
            store(name, secret)
        for name, kept in consents.items():
            undone.append(_consent_back(name))
            keep(name, kept)
        for writing in writings:
            undone.append(_file_back(writing))
            writing.put()
    except BaseException as error:
        for writing in writings:
            writing.forget()
        for undo in reversed(undone):
            with suppress(WorldError, OSError):
                undo()
        if isinstance(error, OSError):
            raise OwnersError(f"{_place(error)}cannot be written: {error.strerror}; nothing was changed") from None
        raise


def _prepared(file: OwnersFile, text: str) -> Writing:
    make_private(file.path.parent)
    try:
        return Writing(file.path, text)
    except OSError as error:
        raise OwnersError(f"{shown(file.path)}: cannot be written: {error.strerror}; nothing was changed") from None


def _password_back(name: str) -> Undo:
    before = stored(name)
    return (lambda: store(name, before)) if before is not None else (lambda: forget(name))


def _consent_back(name: str) -> Undo:
    try:
        before = kept_consent(name)
    except WorldError:
        return lambda: forget_consent(name)
    return lambda: keep(name, before)


def _file_back(writing: Writing) -> Undo:
    """What stood there, to the byte."""
    path = writing.path
    before = path.read_bytes() if path.exists() else None

    def back() -> None:
        if before is None:
            path.unlink(missing_ok=True)
        elif path.read_bytes() != before:
            path.write_bytes(before)

    return back


def _place(error: OSError) -> str:
    return f"{shown(error.filename)}: " if error.filename else ""
