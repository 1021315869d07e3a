"""The one boundary of the command line: runs a command and turns what went wrong into an exit code.

0 done · 1 yours to mend (every problem on a line of its own) · 2 wrong usage · 3 ours (with a traceback) · 130 interrupted
"""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
from datetime import UTC, datetime

from afterword.errors import OwnersError, WorldError, shown

_OURS = "afterword: this is a bug of ours. Nothing was sent, and the next run goes on where this one stopped."
_ASK = "Please report it: the lines above hold no word of your mail."
_ASK_WITH_FILE = "Please report it with the file {}, which holds no word of your mail."

# A disk or a link that fails under us is no bug, wherever it is noticed.
_OF_THE_WORLD = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS}


def main() -> None:
    """Run `afterword` with the arguments of this process, and exit."""
    code = run(sys.argv[1:])
    _give_up_what_cannot_be_written()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command. Returns the exit code; never raises but for a signal."""
    import click

    from afterword.cli.group import cli

    for stream in (sys.stdout, sys.stderr):
        # What a terminal of few letters cannot show is spelled out, never a reason to stop.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        result = cli.main(args=arguments, prog_name="afterword", standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except OwnersError as error:
        _complain(*error.problems)
        return 1
    except WorldError as error:
        _complain(f"afterword: {error}")
        return 1
    except (BrokenPipeError, SystemExit):
        # The reader went away (`afterword status | head`), which click and rich answer with SystemExit: no error.
        return 0
    except OSError as error:
        if error.errno not in _OF_THE_WORLD:
            return _bug(error, arguments)
        _complain(f"afterword: {error.strerror}{f': {error.filename}' if error.filename else ''}")
        return 1
    except Exception as error:  # noqa: BLE001 - the one boundary: what is not the owner's and not the world's is ours
        return _bug(error, arguments)
    return result if isinstance(result, int) else 0


def _bug(error: Exception, arguments: list[str]) -> int:
    """Tell what went wrong without a word of the owner's, and leave a report of it in the state folder."""
    from afterword.cli.group import COMMANDS
    from afterword.log.crash_report import traceback_without_values, write_report
    from afterword.log.journal import LOG

    # Arguments may name an employer.
    doing = next((word for word in arguments if word in COMMANDS), "?")
    told = traceback.format_exception(error) if "--debug" in arguments else traceback_without_values(error)
    report = write_report(error, doing, datetime.now(UTC))
    lines = [*"\n".join(told).splitlines(), _OURS, _ASK_WITH_FILE.format(shown(report)) if report else _ASK]
    if LOG.handlers:
        LOG.critical("%s", "\n".join(lines))
    else:
        print("\n".join(lines), file=sys.stderr)  # noqa: T201
    return 3


def _complain(*lines: str) -> None:
    """To the log where there is one, which knows how bad it is; else to the error stream."""
    import click

    from afterword.log.journal import LOG

    for line in lines:
        if LOG.handlers:
            LOG.error("%s", line)
        else:
            click.echo(line, err=True)


def _give_up_what_cannot_be_written() -> None:
    """Behind a closed pipe or on a full disk, Python would try again at the very end, and complain."""
    try:
        if sys.__stdout__ is not None:
            sys.__stdout__.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)


if __name__ == "__main__":
    main()
