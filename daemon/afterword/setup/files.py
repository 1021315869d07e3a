"""Which of the owner's files change, and how: new ones whole, those that are there by single values."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.errors import OwnersError
from afterword.setup.answers import Answers, OwnerAnswers
from afterword.setup.edits import Change, edited
from afterword.setup.entries import account_changes, account_mapping, calendar_mapping
from afterword.setup.existing import CONFIG, PROFILE, Existing, OwnersFile
from afterword.setup.new_files import new_config, new_profile


def changed_files(existing: Existing, answers: Answers) -> dict[OwnersFile, str]:
    """The new text of each file that is not as it should be.

    :raises OwnersError: a file is written in a way that is not safe to change; with what to write by hand.
    """
    found = {existing.config: _config(existing, answers), existing.profile_file: _profile(existing, answers.owner)}
    return {file: file.mark + text for file, text in found.items() if text != file.text}


def _config(existing: Existing, answers: Answers) -> str:
    if existing.settings is None or existing.config.text is None:
        return new_config(answers)
    try:
        changes = list(_config_changes(existing, answers))
    except ValueError as error:
        raise OwnersError(f"{CONFIG}: {error}") from None
    return edited(existing.config.text, CONFIG, changes)


def _config_changes(existing: Existing, answers: Answers) -> Iterator[Change]:
    settings, owner = existing.settings, answers.owner
    if settings is None:
        return
    before = settings.owner
    if owner.name != before.name:
        yield Change(("owner", "name"), owner.name)
    for address in owner.addresses:
        if address.lower() not in {one.lower() for one in before.addresses}:
            yield Change(("owner", "addresses"), address, adds=True)
    for key in ("timezone", "country"):
        value = getattr(owner, key)
        if value and value != getattr(before, key):
            yield Change(("owner", key), value)
    ids = [one.id for one in settings.accounts]
    if answers.account.id in ids:
        index = ids.index(answers.account.id)
        yield from account_changes(index, settings.accounts[index], answers.account)
    else:
        yield Change(("accounts",), account_mapping(answers.account), adds=True)
    for calendar in answers.calendars:
        yield Change(("calendars",), calendar_mapping(calendar), adds=True)


def _profile(existing: Existing, owner: OwnerAnswers) -> str:
    if existing.profile_file.text is None:
        return new_profile(owner)
    before = existing.profile
    changes = [
        Change((key,), getattr(owner, key))
        for key in ("headline", "signature")
        if getattr(owner, key) != getattr(before, key)
    ]
    changes += [Change(("highlights",), one, adds=True) for one in owner.highlights if one not in before.highlights]
    return edited(existing.profile_file.text, PROFILE, changes)
