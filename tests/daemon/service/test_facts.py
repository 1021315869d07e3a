"""What the service needs, read off a configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterword.errors import OwnersError
from afterword.owner.configuration import load_configuration
from afterword.service.facts import service_facts
from afterword.service.unit import ServiceFacts
from daemon.homes import Home
from daemon.mailboxes.worlds import make_maildir

PROGRAM = ("/usr/bin/afterword",)


def facts_of(home: Home, **environment: str) -> ServiceFacts:
    told = {**home.environment, **environment}
    return service_facts(load_configuration(home.config), PROGRAM, Path("/run/user/1000"), told)


def test_mail_and_state_may_be_written_and_the_rest_is_read(home: Home) -> None:
    """The Maildir as a whole, since the folder of drafts may be made anew; calendar and configuration are read."""
    facts = facts_of(home)

    assert (str(home.state), str(home.mail)) == facts.writable
    assert (str(home.config), str(home.calendar)) == facts.needed
    assert () == facts.commands


def test_folders_that_are_links_may_be_written_where_they_lie(home: Home, tmp_path: Path) -> None:
    """The Drafts folder is on another disk."""
    other = tmp_path / "disk" / "Drafts"
    make_maildir(other)
    drafts = home.mail / "Drafts"
    for part in drafts.iterdir():
        part.rmdir()
    drafts.rmdir()
    drafts.symlink_to(other)

    assert (str(home.state), str(home.mail), str(other.resolve())) == facts_of(home).writable


def test_maildir_that_is_not_there_is_named(home: Home) -> None:
    """Before anything is written."""
    config = (home.config / "config.yaml").read_text()
    home.write("config.yaml", config.replace(str(home.mail), "/nowhere/Mail"))

    with pytest.raises(OwnersError, match=r"config.yaml: there is no Maildir /nowhere/Mail; make it, or mend"):
        facts_of(home)


def test_folders_chosen_by_the_shell_are_handed_over(home: Home) -> None:
    """A user manager knows nothing of what a shell exports; what is where it usually is needs no word."""
    facts = facts_of(home)
    usual = facts_of(home, AFTERWORD_STATE_DIR="", AFTERWORD_CONFIG_DIR="")

    assert (("AFTERWORD_CONFIG_DIR", str(home.config)), ("AFTERWORD_STATE_DIR", str(home.state))) == facts.environment
    assert () == usual.environment


@pytest.mark.parametrize("place", ["account", "calendar"])
def test_password_command_is_noticed(home: Home, place: str) -> None:
    """With it go the variables that GnuPG and pass go by."""
    command = "password_command: [pass, mail]"
    text = (home.config / "config.yaml").read_text()
    if place == "account":
        entry = f"  - id: work\n    imap: {{host: imap.work.example, user: nell, {command}}}\ncalendars:"
        text = text.replace("calendars:", entry)
    else:
        text += f"  - id: work\n    caldav: {{url: https://dav.work.example, user: nell, {command}}}\n"
    home.write("config.yaml", text)
    facts = facts_of(home, GNUPGHOME="/keys", PASSWORD_STORE_DIR="/store")

    assert ("pass",) == facts.commands
    assert "/keys" == facts.gnupg
    assert (("GNUPGHOME", "/keys"), ("PASSWORD_STORE_DIR", "/store")) == facts.environment[2:]
