"""What a conversation is about, as far as its event says."""

from __future__ import annotations

from afterword_rules.applications.whole_words import word_patterns


def agenda_of(summary: str, description: str) -> str:
    """The agenda named in an event's title, else in its description, as written there; empty when none is."""
    phrases = word_patterns("agendas.yaml")[""]
    found = phrases.search(summary) or phrases.search(description)
    return found.group() if found else ""
