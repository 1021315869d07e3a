"""`afterword completion SHELL`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script for SHELL.

    \b
    Example:
      afterword completion bash > ~/.local/share/bash-completion/completions/afterword
    """
    from afterword.cli.group import cli

    completion = get_completion_class(shell)
    if completion is None:
        msg = f"no completion for {shell}"
        raise click.ClickException(msg)
    click.echo(completion(cli, {}, "afterword", "_AFTERWORD_COMPLETE").source())
