"""`afterword why`: message, rule, words and step behind a stage."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from daemon.homes import DAY, NOON, Home, Said, confirmation, letter, refusal

Say = Callable[..., Said]


@pytest.fixture(name="applied")
def _applied(home: Home, say: Say) -> Home:
    """Two applications at one employer, and one at another that was refused."""
    home.deliver(confirmation(NOON - 2 * DAY), NOON - 2 * DAY)
    home.deliver(confirmation(NOON - 2 * DAY, role="Globe Restorer"), NOON - 2 * DAY)
    home.deliver(confirmation(NOON - 2 * DAY, "Quillfeather Press", "Proof Reader"), NOON - 2 * DAY)
    say("run", "--once", at=NOON - DAY)
    home.deliver(refusal(NOON, "Quillfeather Press", "Proof Reader"), NOON)
    say("run", "--once", at=NOON)
    return home


@pytest.mark.parametrize("words", ["quillfeather", "Quillfeather Press", "QUILLFEATHER PRESS", "proof reader"])
def test_why_shows_the_chain(applied: Home, say: Say, words: str) -> None:
    """Each step with its message, rule and words; then what became of the draft."""
    said = say("why", words)
    lines = said.out.splitlines()

    assert (0, "") == (said.code, said.err)
    assert "Proof Reader at Quillfeather Press: rejected" == lines[0]
    assert ["Sun 08 Mar 2026 12:00  applied", "Tue 10 Mar 2026 12:00  rejected"] == [
        line for line in lines if line.endswith(("  applied", "  rejected"))
    ]
    assert "    message  Your application to Quillfeather Press  (no-reply@quillfeather.example)" in lines
    assert 2 == sum(line.startswith("    rule     ") for line in lines)
    assert any("not to move forward" in line for line in lines if line.startswith("    words    body: “"))
    assert "draft    Mon 09 Mar 2026 12:00  outreach to nobody known yet: withdrawn (they have declined)" == lines[-1]


def test_words_that_mean_something_only_in_the_application_are_shown(home: Home, say: Say) -> None:
    """What would prove nothing in a stranger's letter decides in one of the application's: with its words."""
    home.deliver(confirmation(NOON - DAY), NOON - DAY)
    text = "Hi Nell,\n\nI look forward to speaking with you on Thursday, 12 March at 15:00.\n\nBest,\nIna Brook\n"
    home.deliver(letter("Thursday", text, NOON, "Ina Brook <ina.brook@larkspur.example>"), NOON)
    say("run", "--once")
    steps = say("why", "larkspur").out.partition("  interview\n")[2]

    assert "    message  Thursday  (ina.brook@larkspur.example)" == steps.splitlines()[0]
    assert steps.splitlines()[1].startswith("    rule     context.")
    assert "    words    body: “" in steps


def test_mail_that_is_not_believed_is_named(home: Home, say: Say) -> None:
    """A refusal by a stranger in the thread moves nothing; who wants to know why finds it, in words."""
    first = confirmation(NOON - DAY)
    home.deliver(first, NOON - DAY)
    message_id = first.partition(b"Message-ID: ")[2].partition(b"\n")[0].decode()
    text = "Hi Nell,\n\nunfortunately we have decided not to move forward with your application.\n\nEve\n"
    answer = letter("Re: Thank you for applying", text, NOON, "Eve Quist <eve.quist@attack.example>")
    home.deliver(f"References: {message_id}\n".encode() + answer, NOON)
    say("run", "--once")
    lines = say("why", "larkspur").out.splitlines()

    assert "Map Librarian at Larkspur Atlas: applied" == lines[0]
    at = lines.index("Tue 10 Mar 2026 12:00  not believed: Re: Thank you for applying  (eve.quist@attack.example)")
    assert "    because  nobody at the employer is known to write from this address" == lines[at + 1]
    assert ["trust.stranger"] == [
        one["why"] for one in json.loads(say("why", "larkspur", "--json").out)["not_believed"]
    ]
    assert "perhaps rejected at Larkspur Atlas" in say("status", "--unsure").out


def test_why_tells_what_comes_next(home: Home, say: Say) -> None:
    """A follow-up that waits is named with its day."""
    home.deliver(confirmation(NOON), NOON)
    say("run", "--once")

    assert say("why", "larkspur").out.splitlines()[-1].startswith("next     Wed 11 Mar 2026 09:00  outreach: ")


def test_unknown_application_is_code_1_with_the_next_step(applied: Home) -> None:
    """One line that says how to find the right word."""
    assert Said(1, "", 'no application fits "zeppelin"; `afterword status --all` lists them\n') == applied.run(
        "why", "zeppelin"
    )


def test_several_applications_are_listed_with_their_keys(applied: Home, say: Say) -> None:
    """Each key in the answer chooses one of them."""
    said = say("why", "larkspur")
    head, *rows = said.err.splitlines()

    assert (1, "") == (said.code, said.out)
    assert '"larkspur" fits several applications; give the key of one:' == head
    assert 2 == len(rows)
    for row in rows:
        key, _, name = row.strip().partition("  ")
        assert say("why", key).out.startswith(name)


def test_why_as_json(applied: Home, say: Say) -> None:
    """The same chain for scripts."""
    told = json.loads(say("why", "quillfeather", "--json").out)

    assert {"key", "company", "role", "stage", "steps", "not_believed", "contacts", "drafts", "next"} == told.keys()
    assert [{"stage", "at", "why", "message_id", "subject", "evidence"}] * 2 == [set(step) for step in told["steps"]]
    assert "2026-03-10T12:00:00+00:00" == told["steps"][1]["at"]
    assert {"where", "text"} == set(told["steps"][1]["evidence"][0])
    assert [("outreach", "withdrawn", "they have declined")] == [
        (draft["kind"], draft["state"], draft["because"]) for draft in told["drafts"]
    ]
