"""config.yaml and profile.yaml as they begin: with a comment for what the owner may want to know."""

from __future__ import annotations

from importlib import resources

from afterword.owner.yaml_text import item, lines_of, scalar
from afterword.setup.answers import Answers, OwnerAnswers
from afterword.setup.entries import account_mapping, calendar_mapping

# From here on the sample holds for everybody.
_REST = "# The frame at the top of each draft"


def new_config(answers: Answers) -> str:
    """A whole config.yaml."""
    owner = answers.owner
    sample = (resources.files("afterword") / "config.sample.yaml").read_text(encoding="utf-8")
    country = [f"  country: {owner.country}\n"] if owner.country else ["  # country: DE\n"]
    calendars = [line for entry in answers.calendars for line in item(calendar_mapping(entry), "  ")]
    return "".join(
        [
            "# Afterword's configuration. `afterword config check` checks it; `afterword setup` may be run again, and\n",
            "# leaves every line and comment of yours as it is.\n",
            "\n",
            "owner:\n",
            f"  name: {scalar(owner.name)}\n",
            "  # All your addresses: any of them is you.\n",
            *lines_of("addresses", list(owner.addresses), "  "),
            "  # Days and mornings are counted here; left out, the machine's zone is taken.\n",
            f"  timezone: {scalar(owner.timezone)}\n",
            "  # For public holidays; left out, the zone's country is taken.\n",
            *country,
            "\n",
            "# Passwords stand in your keyring, never here: `afterword login ID` stores another one.\n",
            "accounts:\n",
            *item(account_mapping(answers.account), "  "),
            "\n",
            "# Where your interviews stand; read, never written. docs/calendars.md tells what can be one.\n",
            "calendars:\n" if calendars else "calendars: []\n",
            *calendars,
            "\n",
            _REST + sample.partition(_REST)[2],
        ]
    )


def new_profile(owner: OwnerAnswers) -> str:
    """A whole profile.yaml."""
    return "".join(
        [
            "# What your letters may say of you. Nothing else is ever claimed; what is missing stays a blank to fill.\n",
            "\n",
            "# One line, as it would stand at the top of a resume: Backend engineer, 8 years, Python and PostgreSQL\n",
            *lines_of("headline", owner.headline),
            "\n",
            "# What you are proud of, best first; a letter takes two or three. Each stands on a line of its own:\n",
            "#   - Cut the nightly billing run from six hours to forty minutes\n",
            *lines_of("highlights", list(owner.highlights)),
            "\n",
            "# Below your letters, instead of your name. Several lines follow a bar: signature: |\n",
            *lines_of("signature", owner.signature),
        ]
    )
