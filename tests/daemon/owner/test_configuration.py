"""The owner's files: checked together, every problem at once, each with its place."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from afterword.errors import OwnersError
from afterword.mailboxes.contract import Role
from afterword.owner.configuration import Configuration, load_configuration, reader_name
from afterword.owner.notes_file import aware
from afterword_rules.days.quiet_hours import QuietHours
from daemon.homes import CONFIG

CONFIGURED = CONFIG.format(mail="/mail", calendar="/calendar")


def problems(folder: Path, config: str = CONFIGURED, **files: str) -> tuple[str, ...]:
    """What is wrong with these files; files are named without their ".yaml"."""
    write(folder, config, **files)
    with pytest.raises(OwnersError) as caught:
        load_configuration(folder)
    return caught.value.problems


def loaded(folder: Path, config: str = CONFIGURED, **files: str) -> Configuration:
    write(folder, config, **files)
    return load_configuration(folder)


def write(folder: Path, config: str, **files: str) -> None:
    for name, text in {"config": config, **files}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_config_yaml_alone_is_enough(tmp_path: Path) -> None:
    """Profile, rules, follow-ups and notes may be missing."""
    configuration = loaded(tmp_path)

    assert ("nell@home.example",) == configuration.owner.addresses
    assert "Europe/London" == str(configuration.owner.zone)
    assert ("home", "/mail") == (configuration.accounts[0].id, configuration.accounts[0].maildir)
    assert {"outreach", "thank_you", "status_inquiry", "feedback_request"} == set(configuration.cadences)


def test_every_file_finds_its_place(tmp_path: Path) -> None:
    """What stands in the five files is what the program works with."""
    configuration = loaded(
        tmp_path,
        CONFIGURED.replace("maildir: /mail", "maildir: /mail\n    folders: {drafts: Entwürfe}"),
        profile='headline: "Map maker"\nhighlights: ["Drew the fens"]',
        notes='notes:\n  - {at: "2026-03-10T14:50:00+01:00", company: Larkspur, text: "the heron"}',
        follow_ups="follow_ups:\n  - id: outreach\n    disable: true",
        rules="signals:\n  - id: mine\n    signal: rejected\n    any: ['the atlas is closed to us']",
    )

    assert "Map maker" == configuration.owner.profile.headline
    assert ("Drew the fens",) == configuration.owner.profile.highlights
    assert "the heron" == configuration.word.notes[0].text
    assert configuration.cadences["outreach"].disabled
    assert {Role.DRAFTS: "Entwürfe"} == configuration.accounts[0].folders


def test_missing_configuration_says_how_to_get_one(tmp_path: Path) -> None:
    """Without config.yaml the one line names the file and the command that prints one."""
    with pytest.raises(OwnersError) as caught:
        load_configuration(tmp_path)

    (line,) = caught.value.problems
    assert line.startswith(f"{tmp_path / 'config.yaml'}: ")
    assert "`afterword setup`" in line


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """One mistake in each of five files: five lines, each with file, line and column."""
    found = problems(
        tmp_path,
        CONFIGURED.replace("Europe/London", "Europe/Londn"),
        profile="headline: A\nhighlight: []",
        notes='notes:\n  - {at: "yesterday", company: B, text: C}',
        follow_ups="follow_ups:\n  - id: thank_yuo",
        rules="signals:\n  - id: d\n    signal: rejectd\n    any: ['no']",
    )

    places = [":".join(line.split(":", 3)[:3]) for line in found]
    expected = ["config.yaml:4:13", "follow_ups.yaml:2:9", "notes.yaml:2:10", "profile.yaml:2:1", "rules.yaml:3:13"]
    assert expected == places


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (CONFIGURED.replace("accounts:", "acounts:"), 'config.yaml:5:1: unknown key "acounts" - did you mean "accounts"?'),
        (CONFIGURED + "extra: 1\n", 'config.yaml:11:1: unknown key "extra"'),
        (CONFIGURED.replace("  name:", "  nmae:"), 'config.yaml:2:3: unknown key "nmae" - did you mean "name"?'),
        (CONFIGURED.replace("    maildir:", "    maildr:"), '"maildr" - did you mean "maildir"?'),
        (CONFIGURED + "owner: {}\n", "config.yaml:11:1: "),
        ("owner: [", "config.yaml:2:1: did not find"),
        ("", 'config.yaml:1:1: the key "owner" is missing'),
    ],
)  # fmt: skip
def test_wrong_words_are_named_with_the_nearest_right_one(tmp_path: Path, config: str, expected: str) -> None:
    """Unknown, repeated and missing keys at every level are mistakes with a place."""
    assert expected in "\n".join(problems(tmp_path, config))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Europe/Londn", '"Europe/Londn" is no time zone - did you mean "Europe/London"?'),
        ("half past nine", '"half past nine" is no time zone; write it like "Europe/Berlin"'),
        ("../London", '"../London" is no time zone'),
        ("Europe", '"Europe" is no time zone'),
    ],
)
def test_bad_zone_is_the_owners_to_mend(tmp_path: Path, written: str, expected: str) -> None:
    """Whatever is no zone is told at its place, never raised as a bug."""
    (line,) = problems(tmp_path, CONFIGURED.replace("Europe/London", f'"{written}"'))

    assert line.startswith(f"config.yaml:4:13: {expected}")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[nell@home.example]", "[]", "config.yaml:3:14: at least one address of yours is needed"),
        ("[nell@home.example]", "[nell]", 'config.yaml:3:15: "nell" is no mail address'),
        ("timezone:", "country: Germany\n  timezone:", 'config.yaml:4:12: "Germany" is no country'),
        ("accounts:\n  - id: home\n    maildir: /mail\n", "accounts: []\n", "config.yaml:5:11: at least one account"),
        ("calendars:", "  - {id: home, maildir: /b}\ncalendars:", 'config.yaml:8:10: the id "home" stands twice'),
    ],
)
def test_what_cannot_work_is_told_before_any_mail_is_read(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """Addresses, country and accounts are looked at too, not just the shape of the file."""
    assert expected in "\n".join(problems(tmp_path, CONFIGURED.replace(old, new)))


def test_file_in_another_encoding_is_told_with_the_others(tmp_path: Path) -> None:
    """A file that is not UTF-8 is one problem among all, at the first byte that is wrong."""
    (tmp_path / "profile.yaml").write_bytes("headline: ok\nsignature: Zoë".encode("latin-1"))

    found = problems(tmp_path, CONFIGURED.replace("[nell@home.example]", "[nell]"))

    assert 2 == len(found)
    assert "profile.yaml:2:14: this is not UTF-8; save the file as UTF-8" == found[1]


def test_file_that_cannot_be_read_is_told_with_the_others(tmp_path: Path) -> None:
    """A folder where a file should be is a problem, not a crash."""
    (tmp_path / "notes.yaml").mkdir()

    found = problems(tmp_path, CONFIGURED.replace("[nell@home.example]", "[nell]"))

    assert "notes.yaml:1:1: cannot be read: Is a directory" == found[1]


@pytest.mark.parametrize("text", ["2026-03-10", "2026-03-10T14:50:00", "soon", ""])
def test_moment_without_offset_is_none(text: str) -> None:
    """A note's moment must say where its clock stands."""
    assert aware(text) is None


def test_reader_changes_with_what_decides_how_mail_is_read(tmp_path: Path) -> None:
    """Other rules, addresses or zones give another reader, and the same ones the same."""
    configuration = loaded(tmp_path)
    owner = configuration.owner

    assert configuration.reader == reader_name(owner, "")
    assert configuration.reader != reader_name(owner, "signals: []")
    assert configuration.reader != loaded(tmp_path, CONFIGURED.replace("Europe/London", "Asia/Tokyo")).reader


def test_sample_configuration_is_right(tmp_path: Path) -> None:
    """What `config sample` prints can be loaded as it is."""
    import afterword

    sample = (Path(afterword.__file__).parent / "config.sample.yaml").read_text(encoding="utf-8")

    assert "Robin Example" == loaded(tmp_path, sample).owner.name


def test_quiet_hours_and_holidays_are_the_owners(tmp_path: Path) -> None:
    """Both stand in config.yaml; without them there are none."""
    plain = loaded(tmp_path).owner
    owner = loaded(tmp_path, CONFIGURED + 'quiet: {from: "22:00", to: 07:00}\nholidays: ["2026-12-24"]\n').owner

    assert (None, frozenset()) == (plain.quiet, plain.holidays)
    assert QuietHours(time(22), time(7)) == owner.quiet
    assert frozenset({date(2026, 12, 24)}) == owner.holidays


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('quiet: {from: "22:00", too: "07:00"}', 'config.yaml:11:24: unknown key "too" - did you mean "to"?'),
        ('quiet: {from: "22:00"}', 'config.yaml:11:8: the key "to" is missing'),
        ('quiet: {from: "ten", to: "07:00"}', 'config.yaml:11:15: "ten" is no time of day; write it like "22:00"'),
        ('quiet: {from: "22:00", to: "22:00"}', "config.yaml:11:28: quiet hours must end at another time"),
        ('holidays: ["24.12.2026"]', 'config.yaml:11:12: "24.12.2026" is no day; write it like "2026-12-24"'),
    ],
)
def test_wrong_quiet_hours_and_holidays_are_told(tmp_path: Path, line: str, expected: str) -> None:
    """With place and the way to write it."""
    assert expected in "\n".join(problems(tmp_path, f"{CONFIGURED}{line}\n"))
