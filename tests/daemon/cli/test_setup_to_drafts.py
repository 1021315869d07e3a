"""A new user's way, on a mail server of their own: setup, doctor, run; and a job search's drafts lie in Drafts."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from afterword.mailboxes.contract import Role
from afterword.replay import SeenDraft, replay
from afterword.story import Story, load_story
from afterword_parsers.mail.mime import read_message
from daemon.homes import Home, Said
from daemon.keyrings import use_memory_keyring
from daemon.mailboxes.worlds import ImapWorld
from servers.dovecot import Dovecot

Say = Callable[..., Said]
STORY = Path(__file__).parents[2] / "stories" / "101-happy-path-to-offer"
pytestmark = [pytest.mark.server, pytest.mark.slow]


def played(story: Story, folder: Path) -> tuple[SeenDraft, ...]:
    """The drafts that the story must lead to, as a replay in files shows them."""
    return replay(story, folder).drafts


def moments(story: Story, drafts: tuple[SeenDraft, ...]) -> list[datetime]:
    """Whenever something comes, is due, or becomes pointless."""
    told = {one.at for one in story.deliveries} | {one.appeared for one in drafts}
    return sorted(told | {one.removed for one in drafts if one.removed is not None})


def standing(drafts: tuple[SeenDraft, ...], at: datetime) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What must lie in Drafts at a moment, by Message-ID."""
    there = (one for one in drafts if one.appeared <= at and (one.removed is None or one.removed > at))
    return {one.message_id: (one.subject, one.to) for one in there}


def lying(world: ImapWorld) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What lies in Drafts on the server."""
    mailbox = world.mailbox()
    letters = [read_message(mailbox.fetch(one.ref), zone=UTC) for one in mailbox.listing(Role.DRAFTS).messages]
    world.end_programs()
    assert len(letters) == len({one.message_id for one in letters})
    return {one.message_id: (one.subject, tuple(to.email for to in one.to)) for one in letters}


def set_up(story: Story, server: Dovecot, user: str) -> list[str]:
    """What the owner of the story says to `afterword setup`."""
    owner = story.owner
    options = {
        "address": owner.addresses[0],
        "name": owner.name,
        "timezone": str(owner.zone),
        "headline": owner.profile.headline,
        "host": "localhost",
        "port": str(server.tls_port),
        "user": user,
        "ca": str(server.certificates.ca),
    }
    words = [word for key, value in options.items() for word in (f"--{key}", value)]
    return ["setup", *words, *(w for one in owner.profile.highlights for w in ("--highlight", one)), "--password-stdin"]


def test_a_job_search_on_a_mail_server(
    home: Home, say: Say, dovecot: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every moment of the story exactly its drafts lie there, no more and no fewer."""
    story = load_story(STORY)
    drafts = played(story, tmp_path / "replay")
    (home.config / "config.yaml").unlink()
    use_memory_keyring(monkeypatch)
    with ImapWorld(dovecot) as world:
        monkeypatch.setattr("sys.stdin", io.StringIO(world.password))
        said = say(*set_up(story, dovecot, world.user))
        assert (0, "") == (said.code, said.err)
        said = say("doctor", "--write")
        assert (0, "") == (said.code, said.err), said.out
        assert {} == lying(world)
        notes = [
            {"at": n.at.isoformat(), "company": n.company, "person": n.person, "text": n.text} for n in story.notes
        ]
        home.write("notes.yaml", json.dumps({"notes": notes}))

        for at in moments(story, drafts):
            for one in story.deliveries:
                if one.at == at:
                    world.deliver(one.role, one.file.read_bytes(), one.at)
            said = say("run", "--once", at=at)
            assert (0, "") == (said.code, said.err)
            assert standing(drafts, at) == lying(world)

    assert {"outreach", "thank_you", "status_inquiry"} == {one.kind for one in drafts}
