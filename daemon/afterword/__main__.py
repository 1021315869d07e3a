"""The one boundary of the command line: runs a command and turns what went wrong into an exit code.

0 done · 1 yours to mend (every problem on a line of its own) · 2 wrong usage · 3 ours (with a traceback) · 130 interrupted
"""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback

from afterword.errors import OwnersError, WorldError

_OURS = """
afterword: this is a bug of ours. Nothing was sent, and the next run goes on where this one stopped.
Please report the lines above; look through them first, for they may quote your mail."""

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
        for problem in error.problems:
            click.echo(problem, err=True)
        return 1
    except WorldError as error:
        click.echo(f"afterword: {error}", err=True)
        return 1
    except (BrokenPipeError, SystemExit):
        # The reader went away (`afterword status | head`), which click and rich answer with SystemExit: no error.
        return 0
    except OSError as error:
        if error.errno not in _OF_THE_WORLD:
            return _bug()
        click.echo(f"afterword: {error.strerror}{f': {error.filename}' if error.filename else ''}", err=True)
        return 1
    except Exception:  # noqa: BLE001 - the one boundary: what is not the owner's and not the world's is ours
        return _bug()
    return result if isinstance(result, int) else 0


def _bug() -> int:
    traceback.print_exc()
    print(_OURS, file=sys.stderr)  # noqa: T201
    return 3


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
