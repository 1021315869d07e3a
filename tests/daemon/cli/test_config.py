"""`afterword config`: a configuration to start from, and a check of the owner's."""

from __future__ import annotations

from collections.abc import Callable

from daemon.homes import Home, Said

Say = Callable[..., Said]


def test_sample_is_a_configuration(home: Home, say: Say) -> None:
    """What is printed can be written to config.yaml and is understood; only its folders are not there."""
    sample = say("config", "sample")
    home.write("config.yaml", sample.out)
    checked = say("config", "check")

    assert 0 == sample.code
    assert "every file is well written." in checked.out
    assert 1 == checked.code
    assert all("personal" in line for line in checked.err.splitlines())


def test_check_tells_which_folder_is_for_what(home: Home, say: Say) -> None:
    """The owner sees what is taken for inbox, sent, drafts and trash."""
    said = say("config", "check")

    assert (0, "") == (said.code, said.err)
    assert [
        f"{home.config}: every file is well written.",
        f"account   home  inbox   {home.mail}/INBOX",
        f"account   home  sent    {home.mail}/Sent",
        f"account   home  drafts  {home.mail}/Drafts",
        f"account   home  trash   {home.mail}/Trash",
        f"calendar  home          {home.calendar}",
    ] == said.out.splitlines()


def test_check_names_folders_that_are_not_there(home: Home, say: Say) -> None:
    """A Maildir and a calendar that are mistyped are found before the first pass."""
    home.mail.rename(home.folder / "away")
    home.calendar.rmdir()
    said = say("config", "check")

    assert 1 == said.code
    assert [
        f"account home: cannot read the Maildir {home.mail}: No such file or directory",
        f"calendar home: {home.calendar}: No such file or directory",
    ] == said.err.splitlines()


def test_check_tells_every_mistake(home: Home, say: Say) -> None:
    """Code 1, a line each, and nothing on the output."""
    home.write("profile.yaml", "headlin: x")
    home.write("follow_ups.yaml", "follow_ups:\n  - {id: thank_yuo}")
    said = say("config", "check")

    assert (1, "") == (said.code, said.out)
    assert [
        'follow_ups.yaml:2:10: unknown follow-up "thank_yuo" - did you mean "thank_you"?',
        'profile.yaml:1:1: unknown key "headlin" - did you mean "headline"?',
    ] == said.err.splitlines()


def test_check_reads_the_owners_templates(home: Home, say: Say) -> None:
    """A template that cannot be used is named with its line."""
    folder = home.config / "templates" / "en"
    folder.mkdir(parents=True)
    (folder / "outreach.txt.j2").write_text("Dear {{ name\n", encoding="utf-8")
    said = say("config", "check")

    assert 1 == said.code
    assert said.err.startswith(f"{folder / 'outreach.txt.j2'}:")


def test_home_of_nobody_is_told(home: Home, say: Say) -> None:
    """A path that begins with an unknown user's home is not there; that is no bug."""
    text = (home.config / "config.yaml").read_text(encoding="utf-8")
    home.write("config.yaml", text.replace(str(home.mail), "~nobody-of-that-name/Mail"))
    said = say("config", "check")

    assert 1 == said.code
    assert "~nobody-of-that-name/Mail" in said.err
