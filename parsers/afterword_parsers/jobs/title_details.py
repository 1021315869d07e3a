"""What an advertisement appends to a job title: "Data Engineer (Guelph, ON, hybrid)", "Cook | Graz | Teilzeit"."""

from __future__ import annotations

import re
from functools import cache

from afterword_parsers.jobs.place import is_place, place_behind_in
from afterword_parsers.words.word_lists import list_of, words_of

_DATA = "title_details.yaml"
_PARENTHESIS = re.compile(r"\s*[,–—|·•-]?\s*[(\[]([^()\[\]]{1,80})[)\]]\s*$")
_SEGMENT = re.compile(
    r"^(?P<head>.*\S)(?P<sep>\s+[-–—/]\s+|\s*[|•·]\s*|\s*[–—]\s+|\s+-\s*|\s*[,;]\s+)(?P<segment>[^()|•·;]{1,60})$"
)
_INNER = re.compile(r"\s*[,;|•·]\s*|\s+[-–—]\s+|\s*/\s*(?!w(?:eek|oche)\b)|\s+(?:or|oder|ou|o)\s+", re.IGNORECASE)
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?: (?:am|an|der|de|la|le|sur|of|upon|the|in|im|[A-ZÀ-Þ][\w'’.-]*)){0,3}$")
_WITH_REGION = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?: [A-ZÀ-Þ][\w'’.-]*){0,2},? (?P<region>[A-Z]{2,3})$")
_DEPARTMENT = re.compile(r"\s*\(\d{2,5}\)$")
_MOST = 6


def without_details(title: str) -> tuple[str, str | None]:
    """The title without what is appended to it about place and hours, and the place. A title always remains."""
    places: list[str] = []
    gone: list[str] = []
    for _ in range(_MOST):
        shorter = _without_last(title, gone, places)
        if shorter is None:
            break
        title = shorter
    return title, ", ".join(reversed(places)) or None


def _without_last(title: str, gone: list[str], places: list[str]) -> str | None:
    """`title` without its last detail, which is told to `gone` and `places`; None where it has none."""
    bare = _DEPARTMENT.sub("", title)
    if bare == title and (found := _PARENTHESIS.search(title)) and found.start() > 0:
        inner = [part for part in _INNER.split(found[1].strip()) if part]
        kept = _kept(inner, found[1].strip())
        if kept == inner:
            return None
        if not kept:
            gone.append(found[1])
            where = [part for part in inner if _is_whereabouts(part, inner)]
            places += [", ".join(where)] if where else []
            return title[: found.start()]
        return f"{title[: found.start()]} ({', '.join(kept)})"
    found = _SEGMENT.match(bare)
    if not found:
        return None
    segment, separator = found["segment"].strip(), found["sep"].strip()
    known = _is_detail(segment) and (bool(gone) or not _is_territory(segment))
    if separator == "," and (_is_region(segment) or is_place(segment)) and place_behind_in(title):
        # "Pilot in Duluth, Minnesota" is one place.
        return None
    if not known and not (bare != title and _NAME.match(segment)) and not _stands_beside(segment, separator, gone):
        return None
    gone.append(segment)
    if _is_whereabouts(segment, [segment, *gone[-2:-1]]) or not known:
        places.append(segment)
    return found["head"]


def _kept(parts: list[str], whole: str) -> list[str]:
    """Those parts of a parenthesis that belong to the title."""
    if _is_detail(whole):
        return parts if _is_territory(whole) else []
    sure = [_is_detail(part) for part in parts]
    if not any(sure):
        return parts
    # Beside a sure detail a name is a place: "(Guelph, hybrid)"; "Python" is none.
    return [part for part, detail in zip(parts, sure, strict=True) if not detail and not _may_be_place(part)]


def _is_detail(text: str) -> bool:
    plain = " ".join(text.lower().split()).strip(" .")
    if plain in _details() or any(pattern.fullmatch(plain) for pattern in _patterns()):
        return True
    if _is_region(text) or is_place(text) or is_place(re.sub(r"\s\d{1,2}$", "", text)):
        return True
    found = _WITH_REGION.match(text)
    return bool(found and _is_region(found["region"])) or _is_framed_place(text)


def _is_framed_place(text: str) -> bool:
    before, behind = _frames()
    return bool(before.fullmatch(text) or (behind.fullmatch(text) and not _is_subject(text.split(maxsplit=1)[0])))


def _is_region(text: str) -> bool:
    return text.isupper() and text.lower() in words_of("places.yaml", "regions")


def _is_territory(text: str) -> bool:
    """Whether it is what a seller is responsible for: alone behind a title it belongs there."""
    return text.strip().lower() in words_of(_DATA, "territories")


def _may_be_place(text: str) -> bool:
    return bool(_NAME.match(text)) and not any(_is_subject(word) for word in text.split())


def _is_subject(word: str) -> bool:
    # An acronym is rarely a town; "senior", "engineer" and "python" are none.
    lower = word.lower()
    heads = words_of("role_name.yaml", "heads")
    shouted = word.isupper() and len(word) > 1 and not _is_region(word)
    return shouted or lower in words_of(_DATA, "subjects") or lower in heads or lower.removesuffix("s") in heads


def _stands_beside(text: str, separator: str, gone: list[str]) -> bool:
    """Whether a name is a place by what stood behind it: "Guelph, ON", "Bergen, Norway", "Guelph | Hybrid"."""
    if not gone or not _may_be_place(text):
        return False
    if separator in {"|", "·", "•"}:
        return True
    return _is_region(gone[-1].strip()) or (is_place(gone[-1]) and gone[-1].lower() not in _details())


def _is_whereabouts(text: str, beside: list[str]) -> bool:
    plain = text.lower()
    if "remote" in plain or "hybrid" in plain or _is_region(text) or is_place(text) or _is_framed_place(text):
        return True
    return plain not in _details() and len(beside) > 1 and _may_be_place(text)


@cache
def _details() -> frozenset[str]:
    return frozenset((*list_of(_DATA, "details"), *list_of("role_name.yaml", "conditions")))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in list_of(_DATA, "patterns"))


@cache
def _frames() -> tuple[re.Pattern[str], re.Pattern[str]]:
    name = r"[A-ZÀ-Þ][\w'’.-]*(?:[ ,-]+(?:[A-ZÀ-Þ][\w'’.-]*|am|an|der|de|la|of|und|and|&)){0,3}"
    before, behind = (
        "|".join(map(re.escape, sorted(list_of(_DATA, each), key=len, reverse=True)))
        for each in ("before_a_place", "behind_a_place")
    )
    return re.compile(rf"(?i:{before})\s+{name}(?:\s+(?i:{behind}))?"), re.compile(rf"{name}\s+(?i:{behind})")
