"""The command `afterword` and its subcommands, each loaded when it is called: `afterword --version` stays light."""

from __future__ import annotations

import importlib
import os

import click

SECTIONS = {
    "Set up": {
        "setup": "Set up your account, calendars and name, or change them.",
        "doctor": "Check everything, with the next step for what is wrong.",
        "login": "Store a password, or give consent, for an account or calendar.",
        "config": "Print a configuration to start from, or check yours.",
        "completion": "Print the completion script for your shell.",
    },
    "Run": {
        "demo": "Play a small invented job search, and leave its drafts.",
        "run": "Read new mail and calendars, and place the drafts that are due.",
        "install": "Run in the background from now on, as a systemd user service.",
        "uninstall": "Stop running in the background; your files stay.",
    },
    "See": {
        "status": "Show where every application stands, and what comes next.",
        "report": "Write one HTML page that shows where your search stands.",
        "plan": "Show what the next pass would do, and what is due when.",
        "preview": "Show the drafts of a kind for an application; place none.",
        "show": "Show what happened with an application, line by line.",
        "why": "Show how an application came to its stage, and its drafts.",
    },
    "Say what only you know": {
        "note": "Remember something about an application or a person.",
        "contact": "Name a person at an employer, or their right address.",
        "set": "Say where an application stands.",
        "attach": "Say to which application a message belongs.",
        "merge": "Say that two applications are one.",
        "split": "Say that one application is two.",
        "mute": "Make no more drafts for an application.",
    },
    "Look into it": {
        "explain": "Show what single messages say, and the words that decided.",
        "rules": "Check, show and try the rules that read your mail.",
        "templates": "Check your letters' templates, or show one to start from.",
        "replay": "Run the whole program over recorded mail, outside your mailbox.",
    },
}
"""Every subcommand with its one line of help, as `afterword --help` lists them; the module of the same name holds it."""

COMMANDS = {name: words for commands in SECTIONS.values() for name, words in commands.items()}


class LazyGroup(click.Group):
    """A group that imports the module of a subcommand only when that subcommand is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it so
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click calls it so
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"afterword.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click calls it so
        longest = max(map(len, COMMANDS))
        for section, commands in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([(name.ljust(longest), words) for name, words in commands.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="afterword", message="afterword %(version)s")
@click.option("--debug", is_flag=True, help="Tell more of what is done and why, on the error stream.")
@click.pass_context
def cli(context: click.Context, *, debug: bool) -> None:
    """Reads your job search's mail and calendar, and puts the right follow-up into your Drafts folder.

    It never sends: you review each draft in your own mail client.
    Each command tells more about itself with --help.

    \b
    Example:
      afterword demo
    """
    if os.environ.get("NO_COLOR"):
        context.color = False
    if debug:
        from afterword.log.journal import set_up

        set_up(debug=True)
