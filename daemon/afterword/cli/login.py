"""`afterword login`: the password or the consent for one account or calendar, into the keyring."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from afterword.oauth.client import Client
    from afterword.oauth.device import DeviceCode
    from afterword.oauth.grant import Grant
    from afterword.oauth.keeping import Kept
    from afterword.oauth.wanted import Wanted
    from afterword.owner.configuration import Configuration
    from afterword.secrets import Secret


@click.command("login")
@click.argument("account")
@click.option("--no-browser", is_flag=True, help="Print the address to open; open no browser.")
@click.option("--device", is_flag=True, help="Give a short code to type into a browser on any machine.")
@click.option("--forget", is_flag=True, help="Take what is stored out of the keyring again.")
def command(account: str, *, no_browser: bool, device: bool, forget: bool) -> int:
    """Store the password of an ACCOUNT or calendar in your keyring, or ask Google or Microsoft for consent.

    A password is asked for without showing it, or read from a pipe. ACCOUNT is an id of your config.yaml.

    \b
    Examples:
      afterword login personal
      afterword login work --device
    """
    from afterword.errors import OwnersError
    from afterword.owner.configuration import load_configuration
    from afterword.paths import config_folder

    configuration = load_configuration(config_folder())
    whose = _password_of(account, configuration)
    wanted = _consent_of(account, configuration)
    if not whose and wanted is None:
        raise OwnersError(_nothing_to_do(account, configuration))
    if whose:
        if forget:
            _forget_password(account)
        else:
            _store_password(account, whose)
    if wanted is not None:
        if forget:
            _forget_consent(wanted)
        else:
            _store_consent(wanted, no_browser=no_browser, device=device)
    return 0


def _password_of(name: str, configuration: Configuration) -> str:
    """Whose password is kept under `name`, for the owner to read; empty when none is."""
    for account in configuration.accounts:
        imap = account.imap
        if account.id == name and imap is not None and imap.oauth is None and imap.password_command is None:
            return f"{imap.user} at {imap.host}"
    for calendar in configuration.calendars:
        caldav = calendar.caldav
        if calendar.id == name and caldav is not None and caldav.password_command is None:
            from afterword.calendars.http_exchange import host_of

            return f"{caldav.user} at {host_of(caldav.url)}"
    return ""


def _consent_of(name: str, configuration: Configuration) -> Wanted | None:
    from afterword.oauth.wanted import of_account, of_calendar, under

    found = [of_account(one) for one in configuration.accounts if one.id == name]
    found += [of_calendar(one) for one in configuration.calendars if one.id == name]
    # A calendar may be read with the consent of an account of another name.
    one = next((wanted for wanted in found if wanted is not None), None)
    return under(one.name, configuration.accounts, configuration.calendars) if one is not None else None


def _nothing_to_do(name: str, configuration: Configuration) -> str:
    from afterword_rules.yaml_files.source import did_you_mean

    every = [(one.id, one.place) for one in configuration.accounts]
    every += [(one.id, one.place) for one in configuration.calendars]
    places = [place for known, place in every if known == name]
    if not places:
        nearest = did_you_mean(name, {known for known, _ in every})
        return f'config.yaml has no account and no calendar called "{name}"{nearest}'
    return f'"{name}" ({", ".join(places)}) needs nothing from the keyring'


def _store_password(name: str, whose: str) -> None:
    from afterword.errors import OwnersError
    from afterword.secrets import Secret, store, stored

    # A locked keyring is told before the owner types.
    stored(name)
    if sys.stdin.isatty():
        typed = str(click.prompt(f"Password of {whose}", hide_input=True, err=True))
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    if not typed:
        raise OwnersError(f'no password for "{name}" was given, so nothing is stored')
    store(name, Secret(typed))
    click.echo(f'The password of "{name}" is in your keyring.')


def _forget_password(name: str) -> None:
    from afterword.secrets import forget

    gone = "is no longer" if forget(name) else "was not"
    click.echo(f'The password of "{name}" {gone} in your keyring.')


def _store_consent(wanted: Wanted, *, no_browser: bool, device: bool) -> None:
    from afterword.oauth.keeping import keep
    from afterword.secrets import stored

    # A locked keyring is told before the owner goes to the browser.
    stored(wanted.name)
    kept, _ = consented(wanted, no_browser=no_browser, device=device)
    keep(wanted.name, kept)
    click.echo(f'{wanted.provider.name}\'s consent for "{wanted.name}" is in your keyring.')


def consented(wanted: Wanted, *, no_browser: bool = False, device: bool = False) -> tuple[Kept, Secret]:
    """The owner's consent, asked for now and not kept yet, and a first access token.

    :raises WorldError: the owner refuses or takes too long, or the provider gives no tokens.
    :raises OwnersError: there is no client, or the consent is for another mailbox.
    """
    from afterword.oauth.client import client_of
    from afterword.oauth.keeping import Kept
    from afterword.oauth.providers import Flow
    from afterword.secrets import Secret

    if device and Flow.DEVICE not in wanted.provider.flows:
        raise click.UsageError(f"{wanted.provider.name} gives no consent by a code; leave --device out")
    client = client_of(wanted)
    grant = _by_device(wanted, client) if device else _by_browser(wanted, client, no_browser=no_browser)
    _check_mailbox(wanted, grant)
    return Kept(client.id, grant.refresh or Secret(""), client.secret, grant.scopes), grant.access


def _by_browser(wanted: Wanted, client: Client, *, no_browser: bool) -> Grant:
    import webbrowser

    from afterword.oauth.loopback import consent_by_loopback

    def show(address: str) -> None:
        if no_browser:
            click.echo(f"Open this address in a browser on this machine:\n\n  {address}\n")
        else:
            click.echo(
                f"Your browser opens at {wanted.provider.name}. If it does not, open this address:\n\n  {address}\n"
            )
            webbrowser.open(address)
        sys.stdout.flush()

    return consent_by_loopback(wanted, client, show)


def _by_device(wanted: Wanted, client: Client) -> Grant:
    from afterword.oauth.device import consent_by_device

    def show(code: DeviceCode) -> None:
        click.echo(f"Open {code.address} in any browser, and type the code {code.code} there.")
        sys.stdout.flush()

    return consent_by_device(wanted, client, show)


def _check_mailbox(wanted: Wanted, grant: Grant) -> None:
    """Whoever is logged in at several accounts easily consents for the wrong one."""
    if not set(wanted.provider.scopes.get("gmail", ("?",))) <= set(wanted.scopes):
        return
    from afterword.errors import OwnersError
    from afterword.mailboxes.gmail import address_of, same_address
    from afterword.oauth.google_credentials import TokenCredentials

    credentials = TokenCredentials(lambda: grant.access, lambda: grant.access)
    there = address_of(wanted.name, lambda: credentials, wanted.provider.api.get("gmail"))
    if not same_address(there, wanted.user):
        raise OwnersError(
            f'you gave consent for {there}, but "{wanted.name}" is {wanted.user}, so nothing is stored;'
            f" run `afterword login {wanted.name}` again and choose that account"
        )


def _forget_consent(wanted: Wanted) -> None:
    from afterword.oauth.keeping import forget_consent

    gone = "is no longer" if forget_consent(wanted.name) else "was not"
    click.echo(f'The consent for "{wanted.name}" {gone} in your keyring.')
    if wanted.provider.consents:
        click.echo(f"{wanted.provider.name} keeps it until you withdraw it there too: {wanted.provider.consents}")
