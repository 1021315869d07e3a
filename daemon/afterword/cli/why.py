"""`afterword why APPLICATION`: how an application came to its stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from afterword_rules.application import Application, Step
    from afterword_rules.drafts.record import DraftRecord
    from afterword_rules.follow_up import FollowUp
    from afterword_rules.reading import Reading


@click.command("why")
@click.argument("application")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(application: str, *, as_json: bool) -> int:
    """Show how APPLICATION came to its stage: message, rule, words, step; and what became of its drafts.

    APPLICATION is a part of the employer's name or of the role, or a key that `status --json` gives.

    \b
    Example:
      afterword why larkspur
    """
    from afterword.cli.applications import chosen
    from afterword.cli.json_output import print_json
    from afterword.cli.opened import current_moment, opened_world
    from afterword.passes import decide
    from afterword_rules.applications.context import in_context

    with opened_world(alone=False) as world:
        read = world.ledger.readings(world.configuration.reader)
        decision = decide(world, current_moment(), read)
        # As the steps were decided: letters of an application, each with the words that mean something there.
        readings = {reading.message_id: in_context(reading) for reading in read}
        records = world.ledger.draft_records()
        zone = world.configuration.owner.zone
    found = chosen(application, decision.search.applications)
    chain = _Chain(
        found,
        readings,
        tuple(record for record in records if record.application == found.key),
        tuple(f for f in (*decision.plan.place, *decision.plan.waiting) if f.application == found.key),
        zone,
    )
    if as_json:
        print_json(chain.as_object())
    else:
        click.echo("\n".join(chain.as_lines()))
    return 0


@dataclass(frozen=True, slots=True)
class _Chain:
    """One application with all that led to its stage and its drafts."""

    application: Application
    readings: dict[str, Reading]
    records: tuple[DraftRecord, ...]
    coming: tuple[FollowUp, ...]
    zone: tzinfo

    def as_lines(self) -> Iterator[str]:
        """The chain for a person."""
        from afterword.cli.applications import title_of
        from afterword.cli.wording import spoken

        application = self.application
        yield click.style(f"{title_of(application)}: {spoken(application.stage)}", bold=True)
        for step in application.history:
            yield ""
            yield f"{self._when(step.at)}  {click.style(spoken(step.stage), fg='cyan')}"
            yield from self._step_lines(step)
        yield from self._disbelieved()
        if application.contacts:
            yield ""
        for contact in application.contacts:
            yield f"contact  {contact.name or 'no name'} <{contact.email or 'no address'}>: {contact.why}"
        drafts = [*map(self._record_line, self.records), *map(self._coming_line, self.coming)]
        if drafts:
            yield ""
        yield from drafts

    def _disbelieved(self) -> Iterator[str]:
        """Mail that reached the application, and says nothing for it."""
        from afterword.cli.wording import not_believed, one_line

        found = [one for one in self.application.letters if one.disbelieved]
        if found:
            yield ""
        for letter in found:
            yield f"{self._when(letter.at)}  not believed: {one_line(letter.subject)}  ({letter.correspondent})"
            yield f"    because  {not_believed(letter.disbelieved)}"

    def _step_lines(self, step: Step) -> Iterator[str]:
        from afterword.cli.wording import one_line
        from afterword_rules.applications.evidence import words_behind

        reading = self.readings.get(step.source)
        if reading is None:
            yield f"    because  {step.why}"
            return
        yield f"    message  {reading.subject}  ({reading.sender.email})"
        # What decided is the id of a rule, or a sentence where no rule did.
        yield f"    {'because' if ' ' in step.why else 'rule   '}  {step.why}"
        for evidence in words_behind(step, reading):
            yield f"    words    {evidence.where}: “{one_line(evidence.text)}”"

    def _record_line(self, record: DraftRecord) -> str:
        from afterword.cli.wording import draft_line

        return f"draft    {self._when(record.placed_at or record.intended_at)}  {draft_line(record)}"

    def _coming_line(self, follow_up: FollowUp) -> str:
        from afterword.cli.wording import spoken

        return f"next     {self._when(follow_up.due)}  {spoken(follow_up.kind)}: {follow_up.why}"

    def _when(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%a %d %b %Y %H:%M}"

    def as_object(self) -> dict[str, Any]:
        """The chain for scripts."""
        from afterword.cli.plan import follow_up_object
        from afterword.cli.status import contacts_object

        application = self.application
        return {
            "key": application.key,
            "company": application.company,
            "role": application.role,
            "stage": application.stage,
            "steps": [self._step_object(step) for step in application.history],
            "not_believed": [
                {"message_id": one.message_id, "from": one.correspondent, "why": one.disbelieved}
                for one in application.letters
                if one.disbelieved
            ],
            "contacts": contacts_object(application),
            "drafts": [
                {
                    "kind": record.kind,
                    "to": record.to_email,
                    "state": record.state,
                    "placed": record.placed_at.astimezone(self.zone).isoformat() if record.placed_at else None,
                    "because": record.because or None,
                    "message_id": record.message_id,
                }
                for record in self.records
            ],
            "next": [follow_up_object(follow_up, self.zone) for follow_up in self.coming],
        }

    def _step_object(self, step: Step) -> dict[str, Any]:
        from afterword_rules.applications.evidence import words_behind

        reading = self.readings.get(step.source)
        words = words_behind(step, reading) if reading else ()
        return {
            "stage": step.stage,
            "at": step.at.astimezone(self.zone).isoformat(),
            "why": step.why,
            "message_id": step.source,
            "subject": reading.subject if reading else None,
            "evidence": [{"where": e.where, "text": e.text} for e in words],
        }
