"""Places behind a job title: "Data Analyst - Berlin", "Engineer in Vermont, United States", "Designer (Remote)"."""

from __future__ import annotations

import re

from afterword_parsers.words.word_lists import list_of, words_of

_DATA = "places.yaml"
_IN = re.compile(
    r"\s+(?:located\s+|based\s+)?(?:in|à|en|am Standort|Standort|im Raum|basée? à)\s+(?:our\s+|unserem\s+)?"
    r"(?P<place>[A-ZÀ-Þ][\w.'’-]*(?:,?\s+(?:[A-ZÀ-Þ][\w.'’-]*|am|an|der|de|la|le|sur|of))*)(?:\s+(?:office|location|area))?\s*$"
)
_BEHIND = re.compile(r"(?:\s+[-–—|•·/]\s*|\s*[-–—|•·]\s+|\s*,\s*|\s*\()(?P<place>[^()|•·–—-]+?)\)?\s*$")


def is_place(text: str) -> bool:
    """Whether `text` is a place of the list, or several ("Austin, TX", "TX or RI", "Paris, France")."""
    text = text.strip(" .").lower()
    if text in list_of(_DATA, "names"):
        return True
    parts = [part.strip(" .") for part in re.split(r",|/|\bor\b|\band\b|&", text) if part.strip(" .")]
    known = [part in list_of(_DATA, "names") or part in words_of(_DATA, "regions") for part in parts]
    if len(parts) == 2 and parts[1] in words_of(_DATA, "regions") and re.fullmatch(r"[a-zà-ÿ.' -]{3,30}", parts[0]):
        return True
    return len(parts) > 1 and all(known)


def place_behind_in(title: str) -> bool:
    """Whether the title ends with a place behind "in"."""
    found = _IN.search(title)
    return found is not None and found["place"].lower().split()[0] not in words_of(_DATA, "titles_with_in")


def without_place(title: str) -> tuple[str, str | None]:
    """A job title without the place behind it, and that place."""
    found = _IN.search(title)
    if found and place_behind_in(title):
        return title[: found.start()].strip(), found["place"].strip()
    for pattern in (re.compile(r"[,(|–—-]\s*(?P<place>[^,(|–—-]+,\s*[A-Z]{2})\)?\s*$"), _BEHIND):
        found = pattern.search(title)
        if found and found.start() > 2 and is_place(found["place"]):
            return title[: found.start()].strip(" ,-–—|"), found["place"].strip()
    return title, None
