"""Requisition ids: the number an employer gives a vacancy ("R0048213", "2026-3117", "JR-5530")."""

from __future__ import annotations

import re

_ID = r"(?!(?:I{1,3}|IV|V)-)(?:[A-Z]{1,6}[-_]?)?\d[\dA-Z]*(?:[-_/]\d[\dA-Z]*)*"
_LABEL = (
    r"(?:job\s+)?(?:req(?:uisition)?|job|position|posting|vacancy|opening|reference|ref|kennziffer|referenz(?:nummer)?"
    r"|stellen(?:nummer|-?id)|job-?id|référence|réf|referencia)"
    r"\s*(?:id|number|no\.?|nr\.?|nummer|num\.?|code|#|n°|nº)?"
)
_LABELLED = re.compile(rf"\b{_LABEL}\s*[.:#]*\s*(?P<id>{_ID})(?![\w@])", re.IGNORECASE)
_BARE_LABEL = re.compile(rf"(?:\bid|#|№)\s*:?\s*(?P<id>{_ID})(?![\w@])", re.IGNORECASE)
_AT_START = re.compile(rf"^[\s(\[#]*(?P<id>{_ID})[)\]]?(?:\s*[-–—:|,]\s*|\s+)(?=\D|(?:19|20)\d\d\b)")
_AT_END = re.compile(rf"(?:\s*[-–—:|,&]\s*|\s+|\s*(?=[(\[]))[(\[#]*(?P<id>{_ID})[)\]]?\s*$")
_IN_PARENTHESES = re.compile(rf"\s*[(\[]\s*(?P<id>{_ID})\s*[)\]]")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?")


def is_requisition(text: str) -> bool:
    """Whether a word can be such an id: four digits or more, or letters with three; never a year."""
    digits = sum(char.isdigit() for char in text)
    if _YEAR.fullmatch(text) or not text.isascii():
        return False
    if max(map(len, re.findall(r"\d+", text)), default=0) < 3:
        return False
    return digits >= 4 or (digits == 3 and text[:1].isalpha())


def find_requisition(text: str) -> str | None:
    """The id that stands behind a label ("Job ID 1421082", "Kennziffer: 4711") in running text, None without one."""
    for found in _LABELLED.finditer(text):
        if is_requisition(found["id"]):
            return found["id"]
    return None


def without_requisition(title: str) -> tuple[str, str | None]:
    """A job title without the ids before, in and behind it, and the first of these ids."""
    first: str | None = None
    for pattern in (_LABELLED, _BARE_LABEL, _IN_PARENTHESES, _AT_START, _AT_END):
        for _ in range(2):
            found = pattern.search(title)
            if not found or not is_requisition(found["id"]):
                break
            first = first or found["id"]
            title = _without(title, found)
    return title.strip(), first


def _without(title: str, found: re.Match[str]) -> str:
    before, after = title[: found.start()].rstrip(), title[found.end() :].lstrip()
    if before.endswith(("(", "[")) and after[:1] in {",", ";"}:
        # "(Ref. 4471, Graz)" keeps its place.
        return before + after.lstrip(",; ")
    if before.endswith(("(", "[")):
        before, after = before[:-1].rstrip(), after.lstrip(")] ")
    return (
        re.sub(r"[\s,;:|–—-]+$", "", before)
        + (" " if before and after and (after[0].isalnum() or after[0] in "-–—|·•") else "")
        + after
    )
