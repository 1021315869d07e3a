"""Where log lines go, and what never stands in one.

Under systemd each line carries its priority as "<6>" (sd-daemon(3)) and no time, which the journal knows; elsewhere it
is a plain line. At INFO and above, addresses are struck out whoever wrote the line; with `--debug` they stand there.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import re
import sys
from collections.abc import Mapping
from typing import TextIO

LOG = logging.getLogger("afterword")
_ADDRESS = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+")
_STRUCK_OUT = "‹address›"
DEBUG_NOTE = "from here on the log names letters and people; look through it before you show it to anybody"


def set_up(
    *, debug: bool = False, stream: TextIO | None = None, environment: Mapping[str, str] = os.environ
) -> logging.Handler:
    """Let the program's log lines appear on `stream` (else the error stream); a second call takes the place of the first.

    What libraries log is left out, and Python's own warnings with it: they may quote mail. `debug` lets both through,
    and stays on once it is on (`afterword --debug run` asks twice).
    """
    already = bool(LOG.handlers) and LOG.level == logging.DEBUG
    debug = debug or already
    there = stream or sys.stderr
    handler = logging.StreamHandler(there)
    handler.setFormatter(Lines(journal=goes_to_journal(there, environment), debug=debug))
    logging.captureWarnings(capture=True)
    libraries = logging.getLogger()
    libraries.handlers = [handler if debug else logging.NullHandler()]
    libraries.setLevel(logging.DEBUG if debug else logging.WARNING)
    LOG.handlers = [handler]
    LOG.setLevel(logging.DEBUG if debug else logging.INFO)
    LOG.propagate = False
    if stream is None and goes_to_journal(there, environment):
        # A watchdog ends what hangs by SIGABRT: the journal then shows where, by file and line.
        faulthandler.enable(there)
    if debug and not already:
        LOG.debug(DEBUG_NOTE)
    return handler


def goes_to_journal(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether `stream` is the very one that systemd connected to its journal ($JOURNAL_STREAM, systemd.exec(5))."""
    try:
        there = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return environment.get("JOURNAL_STREAM") == f"{there.st_dev}:{there.st_ino}"


class Lines(logging.Formatter):
    """Every line of a record, each with its priority where the journal reads it."""

    def __init__(self, *, journal: bool, debug: bool = False) -> None:
        super().__init__()
        self._journal = journal
        self._debug = debug

    def format(self, record: logging.LogRecord) -> str:
        text = record.getMessage()
        if self._debug:
            if record.exc_info:
                text += "\n" + self.formatException(record.exc_info)
        else:
            # Without `--debug` nothing below INFO comes here, and an exception's own words may be those of a letter.
            text = without_addresses(text)
        if not record.name.startswith(LOG.name):
            text = f"{record.name}: {text}"
        if not self._journal:
            return text
        priority = f"<{_priority(record.levelno)}>"
        return "\n".join(priority + line for line in text.splitlines() or [""])


def without_addresses(text: str) -> str:
    """The text with every mail address, and what looks like one (a Message-ID does), struck out."""
    return _ADDRESS.sub(_STRUCK_OUT, text)


def _priority(level: int) -> int:
    """The syslog level of a Python level."""
    for least, priority in ((logging.CRITICAL, 2), (logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6)):
        if level >= least:
            return priority
    return 7
