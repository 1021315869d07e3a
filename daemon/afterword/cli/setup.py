"""`afterword setup`: asks for an account, its calendars and who the owner is, tries them, and writes the configuration."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from afterword.setup.given import Given
    from afterword.setup.questions import Asked

_AS_THEY_ARE = (
    *("maildir", "host", "port", "user", "ca", "certificate", "password_command"),
    *("gmail", "client", "client_id", "tenant"),
)


def _split(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """A command as it is typed in a shell."""
    try:
        return tuple(shlex.split(value)) if value else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.command("setup")
@click.option("--address", help="Your mail address.")
@click.option("--name", help="Your name, as letters are signed.")
@click.option("--provider", help="Who runs the mailbox, where the address does not tell: fastmail, microsoft365, ...")
@click.option("--host", help="The IMAP server.")
@click.option("--port", type=click.IntRange(1, 65535), help="Its port; 993 (tls) or 143 (starttls) is usual.")
@click.option("--security", type=click.Choice(["tls", "starttls", "plain"]), help="How the connection is kept private.")
@click.option("--user", help="Your name at the server; your address is usual.")
@click.option("--ca", metavar="FILE", help="Trust the server by the certificates in this file.")
@click.option("--certificate", metavar="SHA256", help="Trust only the certificate with this fingerprint.")
@click.option("--password-stdin", is_flag=True, help="Read the password from a pipe; a second line is the calendar's.")
@click.option("--password-command", callback=_split, metavar="COMMAND", help='What prints the password: "pass mail".')
@click.option("--maildir", metavar="FOLDER", help="Read a Maildir, as mbsync and offlineimap keep one.")
@click.option("--gmail", is_flag=True, help="Read Gmail through its own interface, with a client of yours (--client).")
@click.option("--client", metavar="FILE", help="Google's file of your own OAuth client.")
@click.option("--client-id", help="The id of your own OAuth client at Microsoft.")
@click.option("--tenant", help="Your organisation at Microsoft.")
@click.option("--folder", "folders", multiple=True, metavar="ROLE=NAME", help="A folder that is not called as usual.")
@click.option(
    "--calendar",
    "calendars",
    multiple=True,
    metavar="PLACE",
    help="A folder of .ics files, an https address, caldav, caldav:https://..., google or google:ID; several times.",
)
@click.option("--no-calendar", is_flag=True, help="Read no calendar.")
@click.option("--calendar-user", help="Your name at the CalDAV server.")
@click.option("--calendar-password-command", callback=_split, metavar="COMMAND", help="What prints its password.")
@click.option("--timezone", help="Where your days and mornings are, like Europe/Berlin.")
@click.option("--country", help="Whose holidays are yours, like DE.")
@click.option("--headline", help="You in one line, as on a resume.")
@click.option("--highlight", "highlights", multiple=True, help="What you are proud of; several times.")
@click.option("--signature", help="Below your letters, instead of your name.")
@click.option("--id", "account_id", help="What the account is called, or which one is meant.")
@click.option("--no-browser", is_flag=True, help="Where consent is needed, print the address to open.")
@click.option("--device", is_flag=True, help="Where consent is needed, give a short code to type elsewhere.")
@click.option("--untried", is_flag=True, help="Ask no server anything; write it down as it is given.")
@click.option("--no-input", is_flag=True, help="Ask nothing; what is missing is named.")
@click.option("--dry-run", is_flag=True, help="Print the files, and write nothing.")
def command(*, no_browser: bool, device: bool, no_input: bool, dry_run: bool, **options: Any) -> int:
    """Ask for your account, calendars and name, try them at once, and write your configuration.

    Run it again to change something or to add an account: what you wrote yourself stays as it is.
    Passwords go into your keyring. Every question can be answered by an option.

    \b
    Examples:
      afterword setup
      pass mail | afterword setup --address robin@fastmail.com --name "Robin Example" --password-stdin
      afterword setup --address robin@mailbox.example --name "Robin Example" --maildir ~/Mail --dry-run
    """
    from afterword.paths import config_folder
    from afterword.setup.existing import existing_files
    from afterword.setup.files import changed_files
    from afterword.setup.questions import ask_all
    from afterword.setup.talk import Silent, Terminal

    existing = existing_files(config_folder())
    given = _given(options)
    asks = not no_input and not options["password_stdin"] and sys.stdin.isatty()

    def consent(wanted: Any) -> Any:
        from afterword.cli.login import consented

        return consented(wanted, no_browser=no_browser, device=device)

    asked = ask_all(Terminal() if asks else Silent(), given, existing, consent)
    changed = changed_files(existing, asked.answers)
    if dry_run:
        for file, text in changed.items():
            click.echo(f"# {file.path}\n{text}")
        _show_end(asked, [], dry_run=True)
        return 0
    from afterword.setup.commit import write_down

    write_down(changed, asked.answers.passwords, asked.answers.consents)
    _show_end(asked, [str(file.path) for file in changed], dry_run=False)
    return 0


def _show_end(asked: Asked, written: Sequence[str], *, dry_run: bool) -> None:
    secrets = [*asked.answers.passwords, *asked.answers.consents]
    if not dry_run:
        for path in written:
            click.echo(f"{path} is written.")
        for name in secrets:
            click.echo(f'What lets "{name}" in is in your keyring.')
        if not written and not secrets:
            click.echo("Everything is as it was.")
    for line in asked.reminders:
        click.echo(line)
    if not dry_run:
        click.echo(
            "Next: `afterword doctor` checks everything; `afterword run --once --dry-run` shows what it would do."
        )


def _given(options: dict[str, Any]) -> Given:
    from afterword.owner.accounts import Security
    from afterword.setup.given import AccountOptions, CalendarOptions, Given, OwnerOptions

    password, calendar_password = _from_stdin() if options["password_stdin"] else (None, None)
    places = () if options["no_calendar"] else options["calendars"] or None
    return Given(
        owner=OwnerOptions(**{key: options[key] for key in OwnerOptions.__dataclass_fields__}),
        account=AccountOptions(
            id=options["account_id"],
            security=Security(options["security"]) if options["security"] else None,
            provider=_known_provider(options["provider"]),
            password=password,
            folders=_folders(options["folders"]),
            **{key: options[key] for key in _AS_THEY_ARE},
        ),
        calendars=CalendarOptions(
            places, options["calendar_user"], calendar_password, options["calendar_password_command"]
        ),
        tries=not options["untried"],
    )


def _from_stdin() -> tuple[Any, Any]:
    """The first line, and the second where there is one."""
    from afterword.errors import OwnersError
    from afterword.secrets import Secret

    lines = [sys.stdin.readline().rstrip("\r\n") for _ in range(2)]
    if not lines[0]:
        raise OwnersError("--password-stdin: no password came")
    return Secret(lines[0]), Secret(lines[1]) if lines[1] else None


def _known_provider(key: str | None) -> str | None:
    if key is None:
        return None
    from afterword.errors import OwnersError
    from afterword.owner.providers import mail_providers
    from afterword_rules.yaml_files.source import did_you_mean

    if key not in mail_providers():
        raise OwnersError(f'--provider: "{key}" is not known{did_you_mean(key, mail_providers())}')
    return key


def _folders(given: Sequence[str]) -> dict[Any, str]:
    from afterword.errors import OwnersError
    from afterword.mailboxes.contract import Role

    found: dict[Any, str] = {}
    for word in given:
        role, _, name = word.partition("=")
        if role not in set(Role) or not name:
            raise OwnersError(f"--folder {word}: write it like sent=Gesendet; the roles are {', '.join(Role)}")
        found[Role(role)] = name
    return found
