"""A real headless Chromium over the DevTools protocol, on a pipe: no port, no driver, no network."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from servers.debian import Program, debian_program, library_folders

_FLAGS = (
    "--headless",
    # Root in a container has no user namespaces; what is opened are our own files.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    # Whatever a page asks for in spite of everything ends here.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-pipe",
)
# The protocol's pipe has the numbers 3 and 4, which may be taken by its own ends.
_START = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3]]
for number, end in enumerate(ends, 3):
    os.dup2(end, number)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Page:
    """One open tab."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser = browser
        self._session = session
        self._requests: dict[str, str] = {}
        self.complaints: list[str] = []

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._browser.call(method, parameters, self._session)

    @property
    def requested(self) -> list[str]:
        """What the page asked for, and its own policy did not stop."""
        return list(self._requests.values())

    def happened(self, event: str, parameters: Mapping[str, Any]) -> None:
        """Keeps what was requested, and what the browser had to say about it."""
        if event == "Network.requestWillBeSent":
            self._requests[parameters["requestId"]] = parameters["request"]["url"]
        elif event == "Network.loadingFailed" and parameters.get("blockedReason") == "csp":
            self._requests.pop(parameters["requestId"], None)
        elif event == "Log.entryAdded":
            self.complaints.append(parameters["entry"]["text"])
        elif event in {"Runtime.exceptionThrown", "Page.javascriptDialogOpening"}:
            self.complaints.append(json.dumps(parameters))

    def open(self, url: str) -> None:
        """Open `url`, and wait until everything in it has settled."""
        self.call("Page.navigate", url=url)
        self.evaluate(
            "new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', done))"
        )
        self.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")

    def evaluate(self, script: str) -> Any:
        """What `script` comes to; the page's own policy does not bind it."""
        told = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def resize(self, width: int, height: int, *, scale: float = 1.0) -> None:
        """A window of this many CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False
        )

    def media(self, kind: str = "screen", scheme: str = "light") -> None:
        """`screen` or `print`, `light` or `dark`."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=kind, features=features)

    def press(self, key: str) -> None:
        """A key, as the keyboard gives it."""
        codes = {"Tab": 9, "Enter": 13}
        parameters = {"key": key, "code": key, "windowsVirtualKeyCode": codes[key]}
        if key == "Enter":
            parameters["text"] = "\r"
        self.call("Input.dispatchKeyEvent", type="keyDown", **parameters)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=key, windowsVirtualKeyCode=codes[key])

    def picture(self, *, whole: bool = False) -> bytes:
        """A PNG of what the window shows, or of the `whole` page."""
        told = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole, **self._clip(whole=whole))
        return base64.b64decode(told["data"])

    def _clip(self, *, whole: bool) -> dict[str, Any]:
        if not whole:
            return {}
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        return {"clip": {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}}

    def pdf(self) -> bytes:
        """The page as it is printed on A4."""
        self.media("print")
        told = self.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True)
        return base64.b64decode(told["data"])


class Browser:
    """The running program."""

    def __init__(self, process: subprocess.Popen[bytes], to_it: int, from_it: int) -> None:
        self._process = process
        self._to_it, self._from_it = to_it, from_it
        self._number = 0
        self._rest = b""
        self._pages: dict[str, Page] = {}

    def page(self) -> Page:
        """A new tab."""
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        session: str = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = self._pages[session] = Page(self, session)
        for domain in ("Page", "Network", "Runtime", "Log", "Accessibility"):
            page.call(f"{domain}.enable")
        return page

    def call(self, method: str, parameters: Mapping[str, Any], session: str = "") -> dict[str, Any]:
        """What the browser answers. What it tells meanwhile goes to the tabs."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": dict(parameters)}
        if session:
            message["sessionId"] = session
        os.write(self._to_it, json.dumps(message).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self._number:
                assert "error" not in told, (method, told["error"])
                result: dict[str, Any] = told["result"]
                return result
            if told.get("sessionId") in self._pages and "method" in told:
                self._pages[told["sessionId"]].happened(told["method"], told["params"])

    def close(self) -> None:
        """End it, and everything it started."""
        try:
            self.call("Browser.close", {})
            self._process.wait(timeout=30)
        except (AssertionError, OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        os.close(self._to_it)
        os.close(self._from_it)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._from_it, 1 << 20)
            assert more, f"chromium ended with {self._process.wait()}"
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\0")
        told: dict[str, Any] = json.loads(line)
        return told


@contextmanager
def chromium() -> Generator[Browser]:
    """Skips the test, with the reason, where there is none."""
    program = debian_program("chromium")
    with tempfile.TemporaryDirectory(prefix="afterword-chromium-", ignore_cleanup_errors=True) as home:
        child_reads, we_write = os.pipe()
        we_read, child_writes = os.pipe()
        start = [sys.executable, "-I", "-c", _START, str(child_reads), str(child_writes)]
        command = [*start, str(binary(program)), *_FLAGS, f"--user-data-dir={home}/profile"]
        process = subprocess.Popen(
            command,
            pass_fds=(child_reads, child_writes),
            env={**environment(program), "HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(child_reads)
        os.close(child_writes)
        browser = Browser(process, we_write, we_read)
        try:
            yield browser
        finally:
            browser.close()


def binary(program: Program) -> Path:
    """The program itself: Debian's `chromium` is a script that looks for it where it was installed."""
    behind = (program.root or Path("/")) / "usr" / "lib" / "chromium" / "chromium"
    return behind if behind.exists() else program.path


def environment(program: Program) -> dict[str, str]:
    """The environment to start it with; some of its libraries lie one folder deeper."""
    found = program.environment()
    if program.root is not None:
        deeper = [str(path) for folder in library_folders(program.root) for path in folder.iterdir() if path.is_dir()]
        found["LD_LIBRARY_PATH"] = ":".join([found["LD_LIBRARY_PATH"], *deeper])
    return found
