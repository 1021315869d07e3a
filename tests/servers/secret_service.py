"""A real keyring (GNOME Keyring, the Secret Service) on a bus of its own: unlocked, locked, or not there at all."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from servers.debian import debian_program

# Nothing is started by being asked for: what is on this bus, a test put there.
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
_PASSWORD = b"the keyring's own"


class SecretService:
    """A bus, and on it nothing until `unlock` or `lock` is called. The items lie in `folder`, and outlive the keyring."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._bus: subprocess.Popen[str] | None = None
        self._keyring: subprocess.Popen[bytes] | None = None
        self._address = ""

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to find the bus, and no other."""
        return {
            "DBUS_SESSION_BUS_ADDRESS": self._address,
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "DISPLAY": "",
            "WAYLAND_DISPLAY": "",
        }

    def unlock(self) -> None:
        """The owner logs in; the first time, that makes the keyring."""
        self._start(_PASSWORD, "--unlock")

    def lock(self) -> None:
        """The keyring runs, and nobody has given its password."""
        self._start(b"")

    def leave(self) -> None:
        """The keyring ends, with the bus still there."""
        if self._keyring is not None:
            self._keyring.terminate()
            self._keyring.wait(20)
            self._keyring = None

    def __enter__(self) -> Self:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        configuration = self.folder / "bus.conf"
        configuration.write_text(_BUS.format(folder=self.folder))
        program = debian_program("dbus-daemon")
        self._bus = subprocess.Popen(
            [str(program.path), "--nofork", "--print-address", f"--config-file={configuration}"],
            env=program.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._bus.stdout is not None
        self._address = self._bus.stdout.readline().strip()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()
        if self._bus is not None:
            self._bus.terminate()
            self._bus.communicate(timeout=20)

    def _start(self, password: bytes, *options: str) -> None:
        self.leave()
        program = debian_program("gnome-keyring-daemon", "gnome-keyring")
        self._keyring = subprocess.Popen(
            [str(program.path), "--foreground", "--components=secrets", *options],
            env={**program.environment(), **self.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert self._keyring.stdin is not None
        self._keyring.stdin.write(password)
        self._keyring.stdin.close()
        self._await_name()

    def _await_name(self) -> None:
        """Until the keyring has its name on the bus."""
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection

        driver = DBusAddress("/org/freedesktop/DBus", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus")
        call = new_method_call(driver, "NameHasOwner", "s", ("org.freedesktop.secrets",))
        with open_dbus_connection(self._address) as bus:
            for _ in range(400):
                if bus.send_and_get_reply(call).body == (True,):
                    return
                assert self._keyring is not None
                if self._keyring.poll() is not None:
                    raise RuntimeError(f"the keyring ended with {self._keyring.returncode}")
                time.sleep(0.05)
        raise RuntimeError("the keyring does not come")
