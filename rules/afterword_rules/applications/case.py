"""One application while it is being put together: what is known of it so far, before it is folded into a value."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from afterword_parsers.jobs.company_name import same_company
from afterword_parsers.jobs.role_name import is_short_for, role_key, same_role
from afterword_rules.application import Stage
from afterword_rules.calendar_entry import CalendarEntry
from afterword_rules.note import Which
from afterword_rules.owners_word import ToldStage
from afterword_rules.reading import Reading
from afterword_rules.signal import SignalKind

_ENDINGS = {SignalKind.REJECTED, SignalKind.WITHDRAWN, SignalKind.ACCEPTED}
_ENDS = {Stage.REJECTED, Stage.WITHDRAWN, Stage.ACCEPTED}


def key_of(message_id: str) -> str:
    """The `Application.key` of the application that this message founds."""
    return hashlib.sha256(message_id.encode()).hexdigest()[:12]


@dataclass(slots=True)
class Case:
    """The mail, people and events of one application. Mutable, and never seen outside the fold.

    `told` is True when the owner said that there is such an application, which its mail need not prove then. `stages`
    are all that the owner told, of whatever application. `parts` are those that the owner says are this one.
    """

    founder: Reading
    company: str
    role: str | None = None
    requisition: str | None = None
    vendor: str | None = None
    readings: list[Reading] = field(default_factory=list)
    entries: list[CalendarEntry] = field(default_factory=list)
    message_ids: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)
    uids: set[str] = field(default_factory=set)
    told: bool = False
    stages: tuple[ToldStage, ...] = ()
    parts: list[Case] = field(default_factory=list)

    @property
    def key(self) -> str:
        """See `Application.key`."""
        return key_of(self.founder.message_id)

    def is_meant_by(self, which: Which, at: datetime | None = None) -> bool:
        """Whether the owner means this application by `which`, said `at`; a key that is given decides alone.

        Who speaks of "Larkspur" does not mean the application that they will send to Larkspur next year.
        """
        if any(part.is_meant_by(which, at) for part in self.parts):
            return True
        if which.key:
            return self.key == which.key
        known = at is None or self.founder.arrived <= at
        return known and self.is_at(which.company) and (not which.role or self.is_for(which.role, None))

    def ended_by(self, moment: datetime) -> bool:
        """Whether the last that told of it up to `moment` was a refusal, a withdrawal or an acceptance.

        What came later does not make an earlier letter clearer.
        """
        read = [
            (r.arrived, r.signal.kind in _ENDINGS)
            for r in self.readings
            if r.signal.kind in _ENDINGS or r.signal.kind is SignalKind.OFFER
        ]
        said = [(one.at, one.stage in _ENDS) for one in self.stages if self.is_meant_by(one.which, one.at)]
        # Of two at one moment the owner's word holds.
        telling = sorted((one for one in (*read, *said) if one[0] <= moment), key=lambda one: one[0])
        return bool(telling) and telling[-1][1]

    def confirmed_by(self, reading: Reading) -> bool:
        """Whether the same sender has already confirmed this application."""
        return any(
            r.signal.kind is SignalKind.APPLICATION_RECEIVED and r.sender.email == reading.sender.email
            for r in self.readings
        )

    def is_at(self, company: str) -> bool:
        """Whether `company` is this application's employer."""
        return same_company(self.company, company)

    def may_be_for(self, role: str | None, requisition: str | None) -> bool:
        """Whether nothing in `role` and `requisition` speaks against this application.

        Roles of which one only says less ("Engineer" in a letter about "Platform Engineer") do not contradict.
        """
        if requisition and self.requisition:
            return requisition.casefold() == self.requisition.casefold()
        if role is None or self.role is None or same_role(role, self.role):
            return True
        mine, theirs = set(role_key(self.role).split()), set(role_key(role).split())
        return mine <= theirs or theirs <= mine or is_short_for(role, self.role) or is_short_for(self.role, role)

    def is_for(self, role: str | None, requisition: str | None) -> bool:
        """Whether `role` or `requisition` names just this application."""
        if requisition and self.requisition:
            return requisition.casefold() == self.requisition.casefold()
        return role is not None and self.role is not None and same_role(role, self.role)
