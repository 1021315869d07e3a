"""The one boundary of the command line: runs a command and turns what went wrong into an exit code.

0 done · 1 yours to mend (every problem on a line of its own) · 2 wrong usage · 3 ours (with a traceback) · 130 interrupted
"""

from __future__ import annotations

import sys
import traceback

from afterword.errors import OwnersError, WorldError

_OURS = """
afterword: this is a bug of ours. Your mail is untouched; nothing was sent, nothing was lost.
Please report the lines above (they hold no mail text you would not see in them)."""


def main() -> None:
    """Run `afterword` with the arguments of this process, and exit."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command. Returns the exit code; never raises but for a signal."""
    import click

    from afterword.cli.group import cli

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
    except BrokenPipeError:
        # The reader went away (`afterword status | head`): no error, and nothing more to say on a closed pipe.
        sys.stdout = None
        return 0
    except Exception:  # noqa: BLE001 - the one boundary: what is not the owner's and not the world's is ours
        traceback.print_exc()
        click.echo(_OURS, err=True)
        return 3
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    main()
