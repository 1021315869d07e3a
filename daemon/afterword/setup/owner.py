"""Who the owner is, and what their letters may say."""

from __future__ import annotations

import os
import pwd

from afterword.owner.system_zone import system_zone, zone_named
from afterword.setup.answers import OwnerAnswers
from afterword.setup.existing import Existing
from afterword.setup.given import OwnerOptions
from afterword.setup.talk import Talk
from afterword_rules.days.business_days import country_of_zone


def ask_owner(talk: Talk, options: OwnerOptions, existing: Existing) -> OwnerAnswers:
    """:raises OwnersError: an option is wrong."""
    before, profile = existing.settings.owner if existing.settings is not None else None, existing.profile
    talk.tell()
    name = options.name or talk.ask("Your name, as letters are signed", before.name if before else _own_name(), _given)
    zone = _asked_zone(talk, options.timezone, before.timezone if before else None, new=before is None)
    country = _asked_country(talk, options.country, before.country if before else None, zone, new=before is None)
    talk.tell()
    talk.tell("Letters claim nothing that you do not say here. Leave it empty, and they have a blank to fill.")
    headline = options.headline or talk.ask("You in one line, as on a resume", profile.headline)
    highlights = profile.highlights
    if options.highlights:
        highlights = (*highlights, *(one for one in options.highlights if one not in highlights))
    elif talk.asks:
        for one in highlights:
            talk.tell(f"  - {one}")
        more = talk.lines("What you are proud of, one a line" if not highlights else "And more, one a line")
        highlights = (*highlights, *(one for one in more if one not in highlights))
    signature = options.signature or profile.signature
    if talk.asks and not signature:
        signature = "\n".join(talk.lines("Below your letters, instead of your name"))
    known, address = before.addresses if before else (), options.address or ""
    addresses = known if not address or address.lower() in {one.lower() for one in known} else (*known, address)
    return OwnerAnswers(name, addresses, zone, country, headline, highlights, signature)


def _asked_zone(talk: Talk, option: str | None, before: str | None, *, new: bool) -> str:
    """Empty where the machine's zone is to be taken, as the owner's file has it."""
    guess = before or system_zone()
    if option is not None:
        from afterword.errors import OwnersError

        if wrong := _wrong_zone(option):
            raise OwnersError(f"--timezone: {wrong}")
        return option
    answer = talk.ask("Your time zone", guess, _wrong_zone)
    return answer if new or before or answer != guess else ""


def _asked_country(talk: Talk, option: str | None, before: str | None, zone: str, *, new: bool) -> str:
    guess = before or country_of_zone(zone or system_zone()) or ""
    if option is not None:
        from afterword.errors import OwnersError

        if wrong := _wrong_country(option):
            raise OwnersError(f"--country: {wrong}")
        return option.upper()
    answer = talk.ask("Your country, for its holidays (two letters)", guess, _wrong_country)
    answer = answer if answer == before else answer.upper()
    return answer if new or before or answer != guess else ""


def _given(text: str) -> str:
    return "" if text.strip() else "it stands below every letter"


def _wrong_zone(text: str) -> str:
    from afterword.owner.configuration import no_zone

    return "" if zone_named(text) is not None else no_zone(text)


def _wrong_country(text: str) -> str:
    from afterword.owner.configuration import country_problem

    return country_problem(text) if text else ""


def _own_name() -> str:
    """As this machine knows it (passwd(5), GECOS)."""
    try:
        return pwd.getpwuid(os.getuid()).pw_gecos.split(",")[0].strip()
    except KeyError:
        return ""
