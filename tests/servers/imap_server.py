"""What Dovecot and Cyrus have in common here: a folder, two ports, users, and a life from start to stop."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

from afterword.owner.accounts import ImapEntry, Security
from servers.certificates import Certificates, make_certificates

PATIENCE = 20.0
NOBODY = 65534


class ImapServer(ABC):
    """Runs while it is entered; `start` and `stop` or `kill` in between are the server's own troubles.

    `port` is without TLS (STARTTLS is offered), `tls_port` with it. The mail lies in `folder` until the end. As root,
    everything runs as nobody: neither server likes to be root.
    """

    name: ClassVar[str]

    def __init__(self, users: Iterable[str] = ("runa",)) -> None:
        self.users = [*users]
        self.port, self.tls_port = _free_ports()
        self.folder: Path = Path()
        self.certificates: Certificates
        self._process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def _command(self) -> list[str]:
        """Write the configuration, and say how the server is started in the foreground."""

    @abstractmethod
    def _environment(self) -> Mapping[str, str]: ...

    @abstractmethod
    def _prepare(self) -> None:
        """Whatever has to be there before the first start."""

    @abstractmethod
    def add_user(self, user: str) -> None:
        """Somebody new, with empty folders, while it runs."""

    def password(self, user: str = "runa") -> str:
        return f"the herons of {user}"

    def entry(self, user: str = "runa", **changes: Any) -> ImapEntry:
        """How an account of `user` stands in the configuration: over TLS, with the server's own authority."""
        given: dict[str, Any] = {"host": "localhost", "port": self.tls_port, "ca": str(self.certificates.ca)}
        return ImapEntry(user=user, **(given | changes))

    def plain_entry(self, user: str = "runa", port: int | None = None) -> ImapEntry:
        """The same without TLS, for instance through a proxy that must see what is said."""
        return ImapEntry("localhost", user, port or self.port, Security.PLAIN)

    def __enter__(self) -> Self:
        # Not pytest's folder: what runs as nobody could not reach it.
        self.folder = Path(tempfile.mkdtemp(prefix=f"afterword-{self.name}-"))
        try:
            self.folder.chmod(0o755)
            self.certificates = make_certificates(self.folder / "tls")
            self._prepare()
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Return when the server greets."""
        command = self._command()
        self.hand_over(self.folder)
        with (self.folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**self._environment()},
                start_new_session=True,
                user=self.nobody,
                group=self.nobody,
                extra_groups=() if self.nobody else None,
            )
        deadline = time.monotonic() + PATIENCE
        while not self._greets():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} did not start:\n{self.log()}")
            time.sleep(0.02)

    def stop(self) -> None:
        """As an administrator stops it."""
        self._signal(signal.SIGTERM)
        self.kill()

    def kill(self) -> None:
        """Hard, with all its children; the mail stays."""
        self._signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait(PATIENCE)

    def log(self) -> str:
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*output")))

    @property
    def nobody(self) -> int | None:
        """Who runs the server's programs, where it is not who runs the tests."""
        return NOBODY if os.geteuid() == 0 else None

    def hand_over(self, path: Path) -> None:
        """Make the server the owner of a file or of all that a folder holds."""
        if os.geteuid() == 0:
            for one in (path, *path.rglob("*")):
                os.chown(one, NOBODY, NOBODY, follow_symlinks=False)

    def _greets(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5) as one:
            return one.recv(64).startswith(b"* OK")
        return False

    def _signal(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)
        if number is signal.SIGTERM:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(2)


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        for each in (one, other):
            each.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]
