"""The whole way of a new user: install, set up, watch a draft come, send it from neomutt, kill the service, take it out."""

from __future__ import annotations

import os
import re
import shlex
import signal
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from afterword.mailboxes.contract import Role
from daemon.mailboxes.worlds import ImapWorld
from journey.new_user import NewUser, built_wheel, paths_in_sight
from journey.search_so_far import COMPANY, INTERVIEWER, ME, search_so_far
from servers.dovecot import Dovecot
from servers.installed_home import CONFIGURATION, STATE, UNIT
from servers.mutt import NeoMutt
from servers.smtp_sink import SmtpSink, Taken
from servers.user_manager import UserManager

pytestmark = [pytest.mark.server, pytest.mark.slow]

OUTREACH, THANKS = "Application for Map Librarian at Larkspur Atlas", "Re: Before we talk"
FILLED = "how you carry heights across a valley"
# What the owner does in the editor: takes out the note for their own eyes, and fills the blank.
EDITOR = f"""#!/bin/sh
exec sed -i -z 's/^.*=== Delete everything above this line[^\\n]*\\n*//; s/\\[…[^]]*\\]/{FILLED}/' "$1"
"""
MUTTRC = """\
set imap_user={user} imap_pass={password} ssl_ca_certificates_file={ca} ssl_starttls=no ssl_force_tls=no
set from={me} realname="Nell Hopper" smtp_url="smtp://127.0.0.1:{smtp}/" record=+Sent copy=yes
set editor={editor} confirmappend=no delete=yes quit=yes move=no
"""


@pytest.fixture(name="server")
def _server() -> Iterator[Dovecot]:
    with Dovecot(()) as server:
        yield server


@pytest.fixture(name="wheel", scope="module")
def _wheel() -> Iterator[Path]:
    # Where the user of the manager, who is not the one that runs the tests, may look.
    with tempfile.TemporaryDirectory(prefix="afterword-wheel-") as folder:
        Path(folder).chmod(0o755)
        yield built_wheel(Path(folder))


@pytest.fixture(name="nell")
def _nell(server: Dovecot, wheel: Path) -> Iterator[NewUser]:
    """Logged in, with an unlocked keyring and no trace of Afterword."""
    if os.getuid() != 0:
        pytest.skip("a user manager of the test's own takes root, for its namespaces: run the tests as root")
    sight = [*paths_in_sight(), wheel.parent, server.certificates.ca.parent]
    with UserManager(sight) as manager:
        nell = NewUser(manager)
        with nell.log_in():
            yield nell
            # The keyring ends with its bus.
            manager.output("systemctl", "--user", "stop", "dbus.service")


@contextmanager
def took(what: str) -> Generator[None]:
    """Prints a time, and judges none."""
    began = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - began:.2f} s")  # noqa: T201


def lying(world: ImapWorld, role: Role) -> list[EmailMessage]:
    """The letters in a folder on the server."""
    client = world.client()
    client.select_folder(world.names[role], readonly=True)
    found = client.fetch(client.search("UNDELETED"), ["BODY.PEEK[]"])
    letters = [message_from_bytes(one[b"BODY[]"], policy=policy.default) for one in found.values()]
    client.close_folder()
    return letters


def subjects(world: ImapWorld) -> list[str]:
    return sorted(str(one["Subject"]) for one in lying(world, Role.DRAFTS))


def set_up(nell: NewUser, world: ImapWorld, server: Dovecot) -> str:
    options = {
        "address": ME,
        "name": "Nell Hopper",
        "host": "localhost",
        "port": str(server.tls_port),
        "user": world.user,
        "ca": str(server.certificates.ca),
        "timezone": "Europe/London",
        "headline": "Surveyor, ten years of levelling and networks",
        "highlight": "Levelled 300 km of coast line with a closing error of 9 mm",
    }
    words = [word for key, value in options.items() for word in (f"--{key}", value)]
    return nell.told("setup", *words, "--no-calendar", "--password-stdin", stdin=f"{world.password}\n")


def sent_from_neomutt(world: ImapWorld, server: Dovecot, subject: str, composing: Callable[[], None]) -> Taken:
    """Recall the draft, edit it, send it. `composing` is called while the compose screen stands."""
    with tempfile.TemporaryDirectory(prefix="afterword-neomutt-") as place, SmtpSink() as sink:
        editor = Path(place) / "editor"
        editor.write_text(EDITOR)
        editor.chmod(0o755)
        settings = MUTTRC.format(
            user=world.user,
            password=shlex.quote(world.password),
            ca=server.certificates.ca,
            me=ME,
            smtp=sink.port,
            editor=editor,
        )
        mutt = NeoMutt(Path(place), f"imaps://localhost:{server.tls_port}", settings=settings)
        try:
            shown = mutt.recall(subject)
            assert f"To: Tobias Renner <{INTERVIEWER}>" in shown
            composing()
            mutt.answers("e", "-- NeoMutt: Compose")
            mutt.answers("y", "[Msgs:")
            mutt.quits()
        finally:
            mutt.close()
        return sink.taken()


def test_the_way_of_a_new_user(nell: NewUser, server: Dovecot, wheel: Path) -> None:
    """From the wheel to a thank-you that was sent, a `kill -9`, and the end: never more than one draft of a kind."""
    with ImapWorld(server) as world:
        with took("installed from the wheel"):
            nell.install_wheel(wheel)
        assert "config.yaml is written" in set_up(nell, world, server)
        checked = nell.told("doctor", "--write")
        assert "keyring        ok" in checked
        assert "one was placed and removed again" in checked
        assert "0 applications known" in nell.told("run", "--once")
        assert "afterword.service runs" in nell.told("install")
        assert [] == lying(world, Role.DRAFTS)

        with took("from the first mail to the last draft"):
            for one in search_so_far(datetime.now(UTC)):
                world.deliver(Role.INBOX, one.raw, one.at)
            nell.until(lambda: len(lying(world, Role.DRAFTS)) == 2)
        assert [OUTREACH, THANKS] == subjects(world)
        nell.until(lambda: "2 applications" in nell.shown("StatusText"))
        assert "2 applications" in nell.manager.output("systemctl", "--user", "status", "--no-pager", UNIT)
        assert f"placed thank_you for {COMPANY}" in nell.journal
        assert not any(word in nell.journal for word in ("@", OUTREACH, THANKS))
        print(f"resident: {nell.resident:.1f} MB")  # noqa: T201

        def composing() -> None:
            """While the owner writes, nothing happens to the draft, and none is made beside it."""
            before = subjects(world)
            nell.look_again()
            assert before == subjects(world)

        sent = sent_from_neomutt(world, server, THANKS, composing)
        (kept,) = lying(world, Role.SENT)
        assert (INTERVIEWER,) == sent.recipients
        for letter in (message_from_bytes(sent.raw, policy=policy.default), kept):
            assert (THANKS, "<1.talk@sedgemoor.example>") == (letter["Subject"], letter["In-Reply-To"])
            assert FILLED in letter.get_content()
            assert "For you alone" not in letter.get_content()
        with took("from the look at Sent to the word of it"):
            nell.look_again()
            nell.until(lambda: f"you sent thank_you for {COMPANY}" in nell.journal)
        assert re.search(r"thank you to \S+: sent", nell.told("why", COMPANY))
        assert "1 draft waits for you in Drafts; you sent 1." in nell.told("status")
        assert [OUTREACH] == subjects(world)

        before = nell.pid
        with took("from `kill -9` to the next look"):
            nell.manager.kill(before, signal.SIGKILL)
            nell.until(lambda: nell.pid not in {0, before} and "2 applications" in nell.shown("StatusText"))
        assert [OUTREACH] == subjects(world)
        assert 1 == len(lying(world, Role.SENT))

        told = nell.told("uninstall")
        assert "inactive" == nell.shown("ActiveState")
        assert all(str(place) in told for place in (CONFIGURATION, STATE))
        assert "2 applications known" in nell.told("run", "--once")
        assert [OUTREACH] == subjects(world)
