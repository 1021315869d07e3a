"""A real keyring: what is stored is read again, a locked or missing one is said to be so, and plain files stay empty."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from servers.secret_service import SecretService

pytestmark = pytest.mark.server
WORD = "seven herons at dawn"
# A back end that is installed beside the others, wants to be chosen and keeps everything in a plain file: keyrings.alt.
PLAINTEXT = """
import pathlib
import keyring.backend

class PlaintextKeyring(keyring.backend.KeyringBackend):
    priority = 0.5

    def get_password(self, service, username):
        pathlib.Path("{folder}/asked").touch()

    def set_password(self, service, username, password):
        pathlib.Path("{folder}/stored").write_text(password)

    def delete_password(self, service, username):
        pathlib.Path("{folder}/asked").touch()
"""
TELL = """
import sys
from afterword.errors import WorldError
from afterword.secrets import Secret, forget, store, stored
try:
    {what}
except WorldError as error:
    print(f"{{error}} [retry {{error.retry}}]")
"""


@pytest.fixture(name="service")
def _service(tmp_path: Path) -> Iterator[SecretService]:
    with SecretService(tmp_path / "home") as service:
        yield service


def told(service: SecretService, what: str, path: Path | None = None) -> str:
    """What a program prints that does `what`."""
    code = TELL.format(what=what.replace("\n", "\n    "))
    environment = {**os.environ, **service.environment}
    environment |= {"PYTHONPATH": str(path)} if path is not None else {}
    environment.pop("PYTHON_KEYRING_BACKEND", None)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert (0, "") == (done.returncode, done.stderr)
    return done.stdout.strip()


def plaintext(folder: Path) -> Path:
    """keyrings.alt, as far as it matters here: an installed distribution with its entry point."""
    package = folder / "packages"
    (package / "keyrings" / "alt").mkdir(parents=True)
    (package / "keyrings" / "alt" / "file.py").write_text(PLAINTEXT.format(folder=folder))
    information = package / "keyrings_alt-5.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: keyrings.alt\nVersion: 5.0\n")
    (information / "entry_points.txt").write_text("[keyring.backends]\nfile = keyrings.alt.file\n")
    return package


def test_what_is_stored_is_there_after_a_restart(service: SecretService) -> None:
    """And can be taken out again."""
    service.unlock()
    assert "" == told(service, f'store("work", Secret("{WORD}"))')
    service.unlock()

    assert f"Secret() {WORD}" == told(service, 'found = stored("work"); print(found, found.reveal())')
    assert "True False None" == told(service, 'print(forget("work"), forget("work"), stored("work"))')


def test_what_other_programs_ask_for_is_found(service: SecretService) -> None:
    """`keyring get afterword work` shows it: the owner can look."""
    service.unlock()
    told(service, f'store("work/token", Secret("{WORD}"))')

    assert WORD == told(service, 'import keyring; print(keyring.get_password("afterword", "work/token"))')


def test_a_locked_keyring_is_said_to_be_locked(service: SecretService) -> None:
    """Reading, storing and forgetting: nothing is done, and it may be open the next time."""
    service.unlock()
    told(service, f'store("work", Secret("{WORD}"))')
    service.lock()

    for what in ('stored("work")', f'store("work", Secret("{WORD}"))', 'forget("work")'):
        line = told(service, what)
        assert line.startswith("the keyring is locked or not there (")
        assert line.endswith('for "work"; log in, or unlock it [retry True]')
        assert WORD not in line

    service.unlock()
    assert WORD == told(service, 'print(stored("work").reveal())')


def test_a_keyring_that_was_never_made_is_said_to_be_locked(service: SecretService) -> None:
    """A new user who has not logged in to a desktop yet."""
    service.lock()

    assert told(service, f'store("work", Secret("{WORD}"))').endswith("[retry True]")


@pytest.mark.parametrize("bus", [True, False], ids=["a bus without a keyring", "no bus"])
def test_a_missing_keyring_is_said_to_be_missing(service: SecretService, bus: bool) -> None:
    """With or without a bus: nothing is stored anywhere."""
    if not bus:
        service._address = "unix:path=/nowhere"

    line = told(service, f'store("work", Secret("{WORD}"))')

    assert 'there is no keyring here that keeps secrets, to ask for "work"' in line
    assert line.endswith("[retry True]")


def test_a_keyring_that_comes_later_is_seen(service: SecretService) -> None:
    """By a program that runs since before the login, as a lingering service does."""
    code = f"""
import sys
from afterword.errors import WorldError
from afterword.secrets import Secret, store, stored
try:
    stored("work")
except WorldError as error:
    print(error, flush=True)
sys.stdin.readline()
store("work", Secret("{WORD}"))
print(stored("work").reveal())
"""
    environment = {**os.environ, **service.environment}
    with subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert "there is no keyring here" in program.stdout.readline()
        service.unlock()
        assert f"{WORD}\n" == program.communicate("\n", timeout=60)[0]


@pytest.mark.parametrize("bus", [True, False], ids=["with a bus", "without"])
def test_a_plain_file_is_never_a_keyring(service: SecretService, tmp_path: Path, bus: bool) -> None:
    """Where keyrings.alt is installed, `keyring` would take it without a word."""
    path = plaintext(tmp_path)
    if not bus:
        service._address = "unix:path=/nowhere"
    chosen = told(service, "import keyring; print(type(keyring.get_keyring()).__module__)", path)

    assert "keyrings.alt.file" == chosen
    for what in (f'store("work", Secret("{WORD}"))', 'print(stored("work"))', 'print(forget("work"))'):
        assert "there is no keyring here that keeps secrets" in told(service, what, path)
    assert ["home", "packages"] == sorted(one.name for one in tmp_path.iterdir())


def test_a_real_keyring_is_found_beside_a_plain_file(service: SecretService, tmp_path: Path) -> None:
    """`keyring` prefers the better one, and so do we."""
    path = plaintext(tmp_path)
    service.unlock()

    assert WORD == told(service, f'store("work", Secret("{WORD}")); print(stored("work").reveal())', path)
    assert ["home", "packages"] == sorted(one.name for one in tmp_path.iterdir())
