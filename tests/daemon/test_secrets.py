"""Passwords: where they come from, what is said when they do not, and that nothing shows them."""

from __future__ import annotations

import pickle
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from afterword.errors import WorldError
from afterword.secrets import Secret, forget, password, store, stored

WORD = "seven herons at dawn"
NOWHERE: dict[str, str] = {}


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def backend(module: str, answer: Callable[[str, str], str | None]) -> KeyringBackend:
    """A keyring that calls itself one of `module`."""

    class Backend(KeyringBackend):
        # Not one that keyring would choose by itself.
        priority = -1  # pyright: ignore[reportAssignmentType]

        def get_password(self, service: str, username: str) -> str | None:
            return answer(service, username)

        def set_password(self, service: str, username: str, password: str) -> None:
            raise AssertionError

        def delete_password(self, service: str, username: str) -> None:
            raise AssertionError

    Backend.__module__ = module
    return Backend()  # type: ignore[no-untyped-call]


@pytest.fixture(name="use")
def _use(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Makes a keyring the system's."""
    monkeypatch.setattr(KeyringBackend, "get_viable_backends", list)
    return lambda one: monkeypatch.setattr(keyring, "get_keyring", lambda: one)


def trouble(*arguments: Any, **more: Any) -> WorldError:
    with pytest.raises(WorldError) as caught:
        password(*arguments, environment=more.pop("environment", NOWHERE), **more)
    return caught.value


def test_a_secret_shows_itself_to_nobody() -> None:
    """Not printed, formatted, in a list, or stored."""
    secret = Secret(WORD)

    assert WORD == secret.reveal()
    assert WORD not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_a_command_gives_its_first_line() -> None:
    """What stands below is something else: user name, address."""
    assert Secret(WORD) == password("work", python(f"print('{WORD}\\nuser: nell')"))


def test_a_command_wins_over_everything(tmp_path: Path, use: Callable[[Any], None]) -> None:
    """What the owner wrote down holds."""
    (tmp_path / "work").write_text("another")
    use(backend("keyring.backends.SecretService", lambda *_: "third"))

    assert Secret(WORD) == password(
        "work", python(f"print('{WORD}')"), environment={"CREDENTIALS_DIRECTORY": str(tmp_path)}
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (f"import sys; print('{WORD}'); sys.exit('{WORD}')", "ended with 1"),
        ("pass", "gave nothing"),
        ("import sys; sys.stdout.buffer.write(b'\\xff\\xfe')", "is not UTF-8"),
        ("import time; time.sleep(60)", "took longer than 0.5 seconds"),
    ],
)
def test_a_command_that_fails_is_told_without_its_words(code: str, said: str) -> None:
    """The calendar, the program and the cause; what it printed may be the password."""
    error = trouble("work", python(code), patience=0.5 if "sleep" in code else 30)

    assert 'the password_command of "work" (python' in str(error)
    assert said in str(error)
    assert WORD not in f"{error!r} {error.__cause__} {error.__dict__}"


def test_a_command_that_is_not_there_is_told() -> None:
    """Trying again would not help."""
    error = trouble("work", ["/no/such/program", WORD])

    text = 'the password_command of "work" (program) cannot be run: No such file or directory'
    assert (text, False) == (str(error), error.retry)


def test_a_credential_of_systemd_wins_over_the_keyring(tmp_path: Path, use: Callable[[Any], None]) -> None:
    """Who wrote it into the service meant it."""
    (tmp_path / "work").write_text(f"{WORD}\n")
    use(backend("keyring.backends.SecretService", lambda *_: "another"))

    assert Secret(WORD) == password("work", environment={"CREDENTIALS_DIRECTORY": str(tmp_path)})


@pytest.mark.parametrize("name", ["../work", ".", ".."])
def test_a_credential_lies_in_its_folder(tmp_path: Path, name: str, use: Callable[[Any], None]) -> None:
    """The id of a calendar leads nowhere else."""
    (tmp_path / "work").write_text(WORD)
    (tmp_path / "in").mkdir()
    use(backend("keyring.backends.null", lambda *_: WORD))

    assert "no keyring here that keeps secrets" in str(
        trouble(name, environment={"CREDENTIALS_DIRECTORY": str(tmp_path / "in")})
    )


@pytest.mark.parametrize(
    "module", ["keyring.backends.SecretService", "keyring.backends.kwallet", "keyring.backends.libsecret"]
)
def test_a_keyring_that_keeps_secrets_is_asked(module: str, use: Callable[[Any], None]) -> None:
    """Alone, or as one of a chain behind one that does not."""
    good = backend(module, lambda service, name: WORD if (service, name) == ("afterword", "work") else None)
    chain = backend("keyring.backends.chainer", lambda *_: "of whichever")
    chain.backends = [backend("keyrings.alt.file", lambda *_: "in plain text"), good]  # type: ignore[attr-defined]

    for one in (good, chain):
        use(one)
        assert Secret(WORD) == password("work", environment=NOWHERE)


@pytest.mark.parametrize("module", ["keyrings.alt.file", "keyring.backends.null", "keyring.backends.fail"])
def test_a_keyring_that_keeps_none_is_not_asked(module: str, use: Callable[[Any], None]) -> None:
    """What lies in a plain file is no secret: nothing is read there, nothing stored; the line says what to do."""

    def never(*_: str) -> str:
        raise AssertionError

    use(backend(module, never))
    text = 'there is no keyring here that keeps secrets, to ask for "work"; log in to your desktop, or start one (Secret Service, KWallet)'

    for ask in (lambda: stored("work"), lambda: store("work", Secret(WORD)), lambda: forget("work")):
        with pytest.raises(WorldError) as caught:
            ask()
        assert (text, True) == (str(caught.value), caught.value.retry)


def test_an_empty_keyring_is_told(use: Callable[[Any], None]) -> None:
    """With the command that fills it."""
    use(backend("keyring.backends.SecretService", lambda *_: None))
    error = trouble("work")

    text = 'no password for "work"; store it with `afterword login work`, or give a password_command'
    assert (text, False) == (str(error), error.retry)


@pytest.mark.parametrize("module", ["keyring.backends.fail", "keyrings.alt.file"])
def test_a_keyring_that_comes_later_is_seen(
    use: Callable[[Any], None], monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    """A service may run before its owner logs in, and `keyring` chooses once."""
    use(backend(module, lambda *_: None))
    found = type(backend("keyring.backends.SecretService", lambda *_: WORD))
    monkeypatch.setattr(KeyringBackend, "get_viable_backends", lambda: [found])

    assert Secret(WORD) == password("work", environment=NOWHERE)


def test_what_is_stored_is_read_and_forgotten(use: Callable[[Any], None]) -> None:
    """Under the service "afterword" and the name that was given."""
    kept: dict[tuple[str, str], str] = {}
    ring = backend("keyring.backends.SecretService", lambda *key: kept.get(key))
    ring.set_password = lambda *key: kept.update({key[:2]: key[2]})  # type: ignore[method-assign]
    ring.delete_password = lambda *key: kept.__delitem__(key)  # type: ignore[method-assign]
    use(ring)

    store("work", Secret(WORD))

    assert {("afterword", "work"): WORD} == kept
    assert Secret(WORD) == stored("work")
    assert [True, False] == [forget("work"), forget("work")]
    assert stored("work") is None


@pytest.mark.parametrize("raised", [KeyringLocked("hush"), RuntimeError("hush")])
def test_a_keyring_that_is_locked_is_tried_again_later(use: Callable[[Any], None], raised: Exception) -> None:
    """The owner will log in; until then the program goes on."""

    def locked(*_: str) -> str:
        raise raised

    use(backend("keyring.backends.SecretService", locked))
    error = trouble("work")

    assert error.retry
    assert type(raised).__name__ in str(error)
    assert "hush" not in str(error)


def test_a_keyring_that_asks_the_owner_is_not_waited_for(use: Callable[[Any], None]) -> None:
    """A window that nobody sees must not stop the program."""
    over = threading.Event()

    def waits(*_: str) -> None:
        over.wait()

    use(backend("keyring.backends.SecretService", waits))
    error = trouble("work", patience=0.2)
    over.set()

    assert 'the keyring took longer than 0.2 seconds for "work"; unlock it' == str(error)
