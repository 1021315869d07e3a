"""The values a template may speak of: every one cleaned, those that are not known None."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from afterword_parsers.names.names import same_person
from afterword_rules.application import Application, Contact, Interview, Stage
from afterword_rules.follow_up import FollowUp
from afterword_rules.letters.claims import headline_for
from afterword_rules.letters.clean_text import clean, clean_lines
from afterword_rules.letters.detail import detail_of
from afterword_rules.letters.greeting import greeting, mention, person_name
from afterword_rules.letters.language import Language
from afterword_rules.owner import Owner

_LONGEST_COMPANY = 100
_LONGEST_ROLE = 120
_MOST_NAMED = 4
_WORD = re.compile(r"[^\W_]{2,}")


def letter_values(
    follow_up: FollowUp,
    application: Application,
    owner: Owner,
    language: Language,
    *,
    interview: Interview | None,
    note: str,
    now: datetime,
) -> dict[str, object]:
    """What there is to say. Days are counted in the owner's zone; see templates/README.md for what each name means."""
    zone = owner.zone
    recipient = follow_up.recipient
    role = clean(follow_up.role or application.role or "", _LONGEST_ROLE)
    company = clean(follow_up.company or application.company, _LONGEST_COMPANY)
    held = sorted((one for one in application.interviews if one.held(now)), key=lambda one: one.end)
    last = interview or (held[-1] if held else None)
    promise = application.promise
    if promise and (promise.until > now or (last and promise.until < last.start)):
        promise = None
    asked = _asked(follow_up, application, last, now)
    if promise and asked and promise.said <= asked:
        promise = None
    elif promise:
        asked = None
    others = [person for one in application.interviews for person in one.interviewers if not is_one(person, recipient)]
    detail = detail_of(
        note,
        interview.agenda if interview else "",
        language,
        unsaid=_words([owner.name, application.vendor or "", *(person.name for person in others)]),
    )
    # Whoever spoke with the owner in an earlier round has been thanked long ago.
    latest = [one for one in held if one.round == held[-1].round]
    met = [person for one in latest for person in one.interviewers or ([one.organizer] if one.organizer else [])]
    declined = [step.at for step in application.history if step.stage is Stage.REJECTED]

    def day(moment: datetime | None) -> str | None:
        return language.day(moment.astimezone(zone)) if moment else None

    known: dict[str, object] = {
        "greeting": greeting(recipient, language),
        "name": person_name(recipient),
        "company": company,
        "role": role,
        "signature": clean_lines(owner.profile.signature, 8, 100) or clean(owner.name, 100),
        "headline": headline_for(owner.profile, role),
        "points": (),
        "weekday": language.weekday(last.end.astimezone(zone)) if last else None,
        "interview_day": day(last.end if last else None),
        "applied_day": day(application.history[0].at if application.history else None),
        "promised_day": day(promise.until if promise else None),
        "asked_day": day(asked),
        "declined_day": day(declined[-1] if declined else None),
        "interviewers": language.listing(_named(met, recipient, language)),
        "note": detail.note,
        "quote": detail.quote,
        "agenda": detail.agenda,
        "note_too_long": detail.too_long,
    }
    return {name: None if value in ("", None) else value for name, value in known.items()}


def _asked(follow_up: FollowUp, application: Application, last: Interview | None, now: datetime) -> datetime | None:
    """When the owner last asked for news, after the last interview; None when they have not yet."""
    mine = [one for one in application.letters if one.outgoing and one.at <= now and (not last or one.at >= last.end)]
    asked = [one.at for one in mine if one.asks_for_news]
    # The rules number the inquiries of one silence: with ":2" the owner's last letter was the first of them, whatever
    # words they chose.
    if not asked and follow_up.occasion.rpartition(":")[2].isdecimal() and not follow_up.occasion.endswith(":1"):
        asked = [one.at for one in mine]
    return max(asked, default=None)


def is_one(a: Contact, b: Contact | None) -> bool:
    """Whether two contacts are the same person: by address, else by name."""
    if b is None:
        return False
    if a.email and b.email:
        return a.email == b.email
    return bool(a.name and b.name) and same_person(a.name[:_LONGEST_COMPANY], b.name[:_LONGEST_COMPANY])


def place_in_loop(follow_up: FollowUp, application: Application, interview: Interview | None, owner: Owner) -> int:
    """Which of the people met on that day (in the owner's zone) the letter goes to, counted from 0."""
    if interview is None or follow_up.recipient is None:
        return 0
    day = interview.start.astimezone(owner.zone).date()
    people: list[Contact] = []
    interviews = {one.key: one for one in (*application.interviews, interview)}
    for one in sorted(interviews.values(), key=lambda one: (one.start, one.key)):
        if one.start.astimezone(owner.zone).date() == day:
            met = one.interviewers or ((one.organizer,) if one.organizer else ())
            people += [person for person in met if not any(is_one(person, known) for known in people)]
    return next((place for place, person in enumerate(people) if is_one(person, follow_up.recipient)), len(people))


def _named(people: Sequence[Contact], recipient: Contact | None, language: Language) -> list[str]:
    names = [mention(person, language) for person in people if not is_one(person, recipient)]
    unique = list(dict.fromkeys(filter(None, names)))
    return unique if len(unique) <= _MOST_NAMED else []


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text[:500]))
