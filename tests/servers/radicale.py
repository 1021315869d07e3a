"""A real CalDAV server, Radicale, on this machine, and a client that writes to it as the owner's calendar program would."""

from __future__ import annotations

import base64
import contextlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

PATIENCE = 60.0
PASSWORD = "seven herons at dawn"


class Radicale:
    """Runs while it is entered, with all its files in `folder`. Users may come and go meanwhile."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._users: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port: int = one.getsockname()[1]
        self.url = f"http://localhost:{self.port}/"
        self.let_in()

    def let_in(self, user: str = "", password: str = PASSWORD) -> None:
        """`user` may come in with this password from now on."""
        if user:
            self._users[user] = password
        self._write_users()

    def shut_out(self, user: str) -> None:
        self._users.pop(user)
        self._write_users()

    def _write_users(self) -> None:
        half = self._folder / "users.half"
        half.write_text("".join(f"{user}:{password}\n" for user, password in self._users.items()))
        half.rename(self._folder / "users")

    def __enter__(self) -> Self:
        (self._folder / "config").write_text(
            f"""[server]
hosts = 127.0.0.1:{self.port}
[auth]
type = htpasswd
htpasswd_filename = {self._folder}/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {self._folder}/collections
[logging]
level = warning
"""
        )
        with (self._folder / "log").open("wb") as log:
            command = [sys.executable, "-m", "radicale", "--config", str(self._folder / "config")]
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return self
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.__exit__(None, None, None)
                raise RuntimeError(f"Radicale did not start:\n{(self._folder / 'log').read_text()}")
            time.sleep(0.02)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE)

    def write(self, method: str, path: str, user: str, body: bytes = b"", kind: str = "text/calendar") -> int:
        """Any request, as `user`; the status that came back."""
        login = base64.b64encode(f"{user}:{self._users[user]}".encode()).decode()
        request = urllib.request.Request(
            self.url + path, body, {"Authorization": f"Basic {login}", "Content-Type": kind}, method=method
        )
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=PATIENCE) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def make_calendar(self, user: str, name: str, component: str = "VEVENT") -> None:
        body = f"""<?xml version="1.0"?><c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
<d:set><d:prop><c:supported-calendar-component-set><c:comp name="{component}"/></c:supported-calendar-component-set>
</d:prop></d:set></c:mkcalendar>"""
        if self.write("MKCALENDAR", f"{user}/{name}/", user, body.encode(), "application/xml") != 201:
            raise RuntimeError(f"Radicale made no calendar:\n{(self._folder / 'log').read_text()}")
