"""`afterword rules`: what reads the mail, and how to teach it more."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from afterword_rules.signals.signal_rules import load_signal_rules
from daemon.homes import NOON, Home, Said, confirmation, letter

Say = Callable[..., Said]
VENDOR = """\
vendors:
  - key: quillcast
    name: Quillcast
    kind: ats
    mail: [quillcast.example]
    links: [jobs.quillcast.example]
"""


def through_quillcast() -> bytes:
    """A confirmation that a vendor carried which the program has never heard of."""
    text = (
        "Hi Nell,\n\nthank you for applying with Quillcast. Otter & Rye has received your application for Harbour Clerk"
        " and will be in touch.\n\nQuillcast\n"
    )
    subject = "Otter & Rye: we have received your application"
    return letter(subject, text, NOON, "Quillcast <notifications@quillcast.example>")


def test_check_of_good_files_says_so(home: Home, say: Say) -> None:
    """What is counted is the owner's."""
    home.write("rules.yaml", VENDOR)
    said = say("rules", "check")

    assert (0, f"{home.config}: every file is well written; 0 rules and 1 vendor of yours.\n") == (said.code, said.out)


def test_check_tells_the_mistakes_of_all_files(home: Home, say: Say) -> None:
    """Wrong and doubtful at once, each once, each with file, line and column."""
    home.write(
        "rules.yaml", "signals:\n  - {id: a, signal: intervew, any: [x]}\n  - {id: b, signal: offer, regex: ['(']}\n"
    )
    home.write("follow_ups.yaml", "follow_ups:\n  - {id: thank_yu}\n")
    home.write("notes.yaml", "nots: []\n")
    said = say("rules", "check")
    lines = said.err.splitlines()

    assert 1 == said.code
    assert 'rules.yaml:2:21: unknown signal "intervew" - did you mean "interview_scheduled"?' in lines
    assert [1, 1, 2] == [sum(line.startswith(name) for line in lines) for name in ("follow_ups", "notes", "rules")]
    assert all(re.match(r"[a-z_]+\.yaml:\d+:\d+: ", line) for line in lines)


def test_check_works_before_there_is_a_configuration(home: Home, say: Say) -> None:
    """Somebody who only wants to try rules needs no mailbox."""
    (home.config / "config.yaml").unlink()
    home.write("rules.yaml", "signals:\n  - {id: b, signal: offer, regex: ['(a|aa)+$']}\n")
    said = say("rules", "check")

    assert 1 == said.code
    assert said.err.startswith("rules.yaml:2:36: this takes longer than 0.1 s")


def test_show_prints_the_rule_in_force_and_its_origin(home: Home, say: Say) -> None:
    """The owner's rule stands in the place of the program's, and what is printed can be read again."""
    before = say("rules", "show", "alert-jobs")
    home.write(
        "rules.yaml", "signals:\n  - {id: alert-jobs, signal: job_alert, any: [fresh nets, 'no'], weight: 0.7}\n"
    )
    after = say("rules", "show", "alert-jobs")

    assert before.out.startswith("# defaults/signals/")
    assert after.out.startswith("# rules.yaml:2\nsignals:\n")
    assert () == load_signal_rules(before.out)[1]
    again, problems = load_signal_rules(after.out)
    assert () == problems
    assert [("fresh nets", "no")] == [rule.any for rule in again.rules if rule.id == "alert-jobs"]


def test_show_of_an_unknown_rule_names_the_nearest(say: Say) -> None:
    """A misspelt id is answered with the one that was meant."""
    said = say("rules", "show", "alert-job")

    assert (1, 'no rule "alert-job" is in force - did you mean "alert-jobs"?\n') == (said.code, said.err)


def test_show_without_an_id_lists_every_rule(say: Say) -> None:
    """One line a rule, with what it says, its weight and its place."""
    said = say("rules", "show")
    rules, _ = load_signal_rules()

    assert 1 + len(rules.rules) == len(said.out.splitlines())
    assert all(rule.id in said.out for rule in rules.rules)


def test_sample_is_well_written_as_it_is_and_with_everything_taken_up(home: Home, say: Say) -> None:
    """Its first line makes editors complete it; its examples hold."""
    sample = say("rules", "sample").out
    taken_up = re.sub(r"^#(?=  )", "", sample, flags=re.MULTILINE)

    assert "# yaml-language-server: $schema=./rules.schema.json" == sample.splitlines()[0]
    for text, told in ((sample, "0 rules and 0 vendors"), (taken_up, "2 rules and 1 vendor")):
        home.write("rules.yaml", text)
        said = say("rules", "check")
        assert (0, "") == (said.code, said.err)
        assert told in said.out


def test_schema_is_json(say: Say) -> None:
    """It can be written to the file that the sample names."""
    assert "signals" in json.loads(say("rules", "schema").out)["properties"]


def test_try_shows_what_fired_and_what_nearly_did(home: Home, say: Say) -> None:
    """Rule, place, words; the verdict and the runner-up; and what an application would learn."""
    text = (
        "Hi Nell,\n\nThank you for applying for the position of Map Librarian at Larkspur Atlas. We have received your"
        " application. If you are selected for an interview, we will be in touch.\n"
    )
    path = home.deliver(letter("Your application", text, NOON, "Larkspur Atlas <no-reply@larkspur.example>"), NOON)
    said = say("rules", "try", path)

    assert 0 == said.code
    assert text.strip() in said.out
    assert "\x1b[" not in said.out
    assert re.search(
        r"  fired   received-\S+  application_received 0\.\d+  defaults/signals/received.yaml:\d+\n", said.out
    )
    assert "but the words hang on a condition" in said.out
    assert re.search(r"  verdict    application received \(\d+% sure, rule received-", said.out)
    assert "  runner-up  " in said.out
    assert "  company    Larkspur Atlas (from the body)" in said.out
    assert "  role       Map Librarian (from the body)" in said.out


def test_try_names_a_slow_rule(home: Home, say: Say) -> None:
    """Why a rule of the owner's is missing is told where it is looked for."""
    home.write("rules.yaml", "signals:\n  - {id: b, signal: offer, regex: ['(a|aa)+$']}\n")
    path = home.deliver(letter("Your application", "a" * 60 + "!", NOON), NOON)

    assert "  slow    b  rules.yaml:2: its regular expression took too long here" in say("rules", "try", path).out


def test_matched_words_are_coloured_on_a_terminal() -> None:
    """Where two rules share words, the one that fired keeps its colour."""
    from afterword.cli.rules import _coloured

    assert "We \x1b[32m\x1b[1mhave\nreceived\x1b[0m\x1b[33m\x1b[1m it\x1b[0m." == _coloured(
        "We have\nreceived it.", [("have received", "green"), ("received it", "yellow")]
    )


def test_vendor_is_taught_in_five_lines(home: Home, say: Say) -> None:
    """Before, the vendor is taken for the employer; after, the employer is found, in `explain` and in `try`."""
    path = home.deliver(through_quillcast(), NOON)
    before = json.loads(say("explain", path, "--json").out)
    home.write("rules.yaml", VENDOR)
    after = json.loads(say("explain", path, "--json").out)

    assert "Quillcast" == before["company"]
    assert ("Otter & Rye", "Harbour Clerk") == (after["company"], after["role"])
    assert "  vendor     quillcast" in say("rules", "try", path).out


def test_taught_vendor_holds_in_daily_use(home: Home, say: Say) -> None:
    """Two employers behind one new vendor are two applications, and mail read before is read again."""
    home.deliver(through_quillcast(), NOON)
    home.deliver(
        through_quillcast().replace(b"Otter & Rye", b"Tarn Foundry").replace(b"Message-ID: <", b"Message-ID: <t"), NOON
    )
    say("run", "--once")
    before = [one["company"] for one in json.loads(say("status", "--json").out)["applications"]]
    home.write("rules.yaml", VENDOR)
    say("run", "--once")
    after = [one["company"] for one in json.loads(say("status", "--json").out)["applications"]]

    assert {"Quillcast"} == set(before)
    assert ["Otter & Rye", "Tarn Foundry"] == sorted(after)


@pytest.mark.parametrize("name", ["check", "show", "schema", "sample", "try"])
def test_every_command_gives_an_example(say: Say, name: str) -> None:
    """Help ends with a line that can be copied."""
    said = say("rules", name, "--help")

    assert 0 == said.code
    assert f"afterword rules {name}" in said.out.split("Example:")[1]


def test_try_of_no_file_is_told(say: Say, tmp_path: Path) -> None:
    """A path that is not there is the world's matter, with the path named."""
    said = say("rules", "try", tmp_path / "none.eml")

    assert 1 == said.code
    assert "none.eml" in said.err


def test_confirmation_without_any_rule_of_ours(home: Home, say: Say) -> None:
    """Without rules of the owner's the program's are tried."""
    path = home.deliver(confirmation(NOON), NOON)

    assert "application received" in say("rules", "try", path).out
