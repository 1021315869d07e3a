"""Which calendars shall be read: found at the account's provider, or where the owner says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from afterword.errors import OwnersError, WorldError
from afterword.owner.accounts import AccountEntry
from afterword.owner.calendars import CaldavEntry, CalendarEntry, GoogleEntry, calendar_problems
from afterword.owner.providers import MailProvider
from afterword.secrets import Secret
from afterword.setup.calendar_trial import calendar_trouble, found_at
from afterword.setup.entries import id_for
from afterword.setup.existing import Existing
from afterword.setup.given import Given
from afterword.setup.places import as_written
from afterword.setup.talk import Talk
from afterword_rules.yaml_files.source import Positions

_WHERE = (
    "Where is your calendar? A folder of .ics files, an https address, caldav:https://…, or google (empty for none)"
)


@dataclass(slots=True)
class CalendarsAsked:
    """New calendars, and the passwords to keep for them, by id."""

    entries: list[CalendarEntry] = field(default_factory=list[CalendarEntry])
    passwords: dict[str, Secret] = field(default_factory=dict[str, Secret])


@dataclass(frozen=True, slots=True)
class CalendarQuestions:
    """What the questions about calendars need to know. `entered_with` is what let us into the account, if a password."""

    talk: Talk
    given: Given
    existing: Existing
    account: AccountEntry
    address: str
    provider: MailProvider | None
    entered_with: Secret | None = None

    def asked(self) -> CalendarsAsked:
        """:raises OwnersError: a calendar cannot be read, and nobody is there to say what then."""
        asked = CalendarsAsked()
        if self.given.calendars.places is not None:
            for place in self.given.calendars.places:
                self._add(asked, place)
        elif self.talk.asks:
            self._ask(asked)
        return asked

    def _ask(self, asked: CalendarsAsked) -> None:
        talk, there = self.talk, self.existing.settings.calendars if self.existing.settings else ()
        talk.tell()
        if there:
            talk.tell(f"Calendars: {', '.join(f'{one.id} ({one.place})' for one in there)}")
            if not talk.agree("Add another one?", default=False):
                return
        elif self.provider is not None and self.provider.caldav and self.account.imap is not None:
            question = f"Look for your calendars at {self.provider.name}, with the same password?"
            if talk.agree(question) and self._tried(asked, "caldav"):
                return
        while place := talk.ask(_WHERE):
            self._tried(asked, place)

    def _tried(self, asked: CalendarsAsked, place: str) -> bool:
        try:
            self._add(asked, place)
        except OwnersError as error:
            for line in error.problems:
                self.talk.tell(f"  {line}")
            return False
        return True

    def _add(self, asked: CalendarsAsked, place: str) -> None:
        for entry, secret in list(self._entries(place, {one.id for one in asked.entries})):
            positions = Positions("config.yaml")
            if wrong := [one.text for one in calendar_problems(entry, ("calendars", 0), positions)]:
                raise OwnersError(*(f"{place}: {line}" for line in wrong))
            if self._is_there(entry, asked):
                continue
            trouble = calendar_trouble(entry, secret) if self.given.tries else ()
            if trouble and not self.talk.asks:
                raise OwnersError(*trouble)
            if trouble:
                for line in trouble:
                    self.talk.tell(f"  {line}")
                if not self.talk.agree("Write it down all the same?", default=False):
                    continue
            asked.entries.append(entry)
            if secret is not None and secret != (self.entered_with if entry.id == self.account.id else None):
                asked.passwords[entry.id] = secret

    def _entries(self, place: str, new: set[str]) -> Iterator[tuple[CalendarEntry, Secret | None]]:
        taken = self.existing.calendar_ids | new
        kind, _, rest = place.partition(":")
        if kind == "caldav":
            yield from self._caldav(rest, taken)
        elif kind == "google":
            yield self._google(rest or "primary", taken), None
        else:
            where = f"https:{rest}" if kind == "webcal" else place if "://" in place else as_written(place)
            yield CalendarEntry(id_for(_last_word(where), taken), ics=where), None

    def _google(self, calendar: str, taken: frozenset[str]) -> CalendarEntry:
        options = self.given.account
        if self.account.gmail is not None:
            consent = GoogleEntry(calendar=calendar, account=self.account.id)
        elif client := options.client or self.talk.ask("The file of your OAuth client (docs/accounts.md)"):
            consent = GoogleEntry(calendar=calendar, client=as_written(client))
        else:
            raise OwnersError("google: name the file of your OAuth client with --client; docs/accounts.md tells more")
        return CalendarEntry(id_for("google" if self.account.gmail is None else self.account.id, taken), google=consent)

    def _caldav(self, url: str, taken: frozenset[str]) -> Iterator[tuple[CalendarEntry, Secret | None]]:
        options, ours = self.given.calendars, not url
        url = url or (self.provider.caldav if self.provider is not None else "")
        if not url:
            raise OwnersError("caldav: the address of its server is not known; write it behind: caldav:https://…")
        usual = self.provider.calendar_user_of(self.address) if self.provider is not None else self.address
        user = options.user or (usual if ours else self.talk.ask("Your name there", usual))
        entry = CaldavEntry(url, user, options.password_command)
        secret = options.password
        if secret is None and entry.password_command is None:
            secret = self._caldav_secret(user, url, ours=ours)
            if secret is None and self.account.imap is not None:
                entry = replace(entry, password_command=self.account.imap.password_command)
        name = self.account.id if self.account.id not in taken else id_for(f"{self.account.id}-calendar", taken)
        whole = CalendarEntry(name, caldav=entry)
        if not self.talk.asks or secret is None:
            yield whole, secret
            return
        try:
            found = found_at(url, user, secret)
        except WorldError as error:
            raise OwnersError(f"{url}: {error}") from None
        chosen = self.talk.choose("Which of them?", [one.name for one in found])
        if len(chosen) == len(found):
            yield whole, secret
            return
        for number in chosen:
            one = found[number]
            name = id_for(f"{self.account.id}-{one.name}", taken)
            taken |= {name}
            yield CalendarEntry(name, caldav=replace(entry, url=one.url)), secret

    def _caldav_secret(self, user: str, url: str, *, ours: bool) -> Secret | None:
        if ours or not self.talk.asks:
            return self.entered_with
        if self.entered_with is not None and self.talk.agree("With the same password?"):
            return self.entered_with
        return self.talk.secret(f"Password of {user} at {url}")

    def _is_there(self, entry: CalendarEntry, asked: CalendarsAsked) -> bool:
        """The same place once is enough."""
        there = (*(self.existing.settings.calendars if self.existing.settings else ()), *asked.entries)
        return any(_place(one) == _place(entry) for one in there)


def _place(entry: CalendarEntry) -> tuple[str, ...]:
    if entry.caldav is not None:
        return "caldav", entry.caldav.url, entry.caldav.user
    if entry.google is not None:
        return "google", entry.google.calendar, entry.google.account or entry.google.client or ""
    return "ics", entry.ics or ""


def _last_word(place: str) -> str:
    """What a calendar may be called: its folder or file; for an address, its host."""
    from pathlib import Path
    from urllib.parse import urlsplit

    if "://" in place:
        labels = (urlsplit(place).hostname or "calendar").split(".")
        return labels[-2] if len(labels) > 1 else labels[0]
    return Path(place).name.removesuffix(".ics") or "calendar"
