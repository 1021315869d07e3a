"""The subject line without what mail programs and calendars put around it."""

from __future__ import annotations

import re

from afterword_parsers.jobs.name_run import readable

_PREFIX = re.compile(
    r"^\s*(?:(?:re|aw|antw|antwort|sv|vs|rv|res|ref|tr|fwd?|wg|enc|i|r|odp|ynt)(?:\s*\[\d+\])?"
    r"|(?:updated |canceled |cancelled )?(?:invitation|event)(?: with note)?|canceled|cancelled|updated|accepted|declined"
    r"|tentative(?:ly accepted)?|new event|reminder|automatic reply|auto-?reply|out of office"
    r"|abwesend|automatische antwort|zugesagt|abgelehnt|abgesagt|mit vorbehalt|aktualisiert|aktualisierte einladung"
    r"|einladung|abgesagter termin|terminabsage|erinnerung"
    r"|réponse automatique|accepté|refusé|annulé|invitation modifiée|événement annulé"
    r"|respuesta automática|invitación|invitación actualizada|aceptado|rechazado|cancelado"
    r")\s*:\s*",
    re.IGNORECASE,
)
_MARK = re.compile(r"^\[(?:ext|external|extern|spam\??)\]\s*", re.IGNORECASE)
_WHEN = re.compile(r"\s+@\s+(?:\w{2,4}\.?,?\s+)?(?:\w{3,9}\.?\s+)?\d{1,4}\b.*$")
_ADDRESS = re.compile(r"\s*\(?[\w.+-]+@[\w.-]+\.\w+\)?\s*$")


def bare_subject(subject: str) -> str:
    """The subject without "Re:", "Invitation:" and the like before it and without a calendar's time behind it."""
    text = _MARK.sub("", re.sub(r"\s+", " ", readable(subject[:1_000])).strip())
    while (found := _PREFIX.match(text)) and found.end() < len(text):
        text = _MARK.sub("", text[found.end() :])
    return _ADDRESS.sub("", _WHEN.sub("", text)).strip()
