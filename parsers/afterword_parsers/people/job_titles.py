"""Job titles beside the names of people: whether some words are one, and where it ends."""

from __future__ import annotations

import re
from functools import lru_cache

from afterword_parsers.names.names import fold
from afterword_parsers.words.lexicon import word_set
from afterword_parsers.words.word_lists import words_of

_MAX = 90
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
# Where a title ends in running text.
_END = re.compile(
    r"[.;:!?()|]|,|\s[–—]\s|\s-\s|\s(?:and|und|et|y|e|sowie|who|whom|will|would|is|are|was|has|for|from|at|on|to|with|about|möchte|möchten|wird|werden|ist|bei|am|um|für|"
    r"qui|va|souhaite|souhaitent|est|chez|pour|le|quien|que|quiere|quieren|para|el|en)\s",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:now\s+)?(?:an?|the|eine?|une?|una?)\s+", re.IGNORECASE)
_LEGAL = re.compile(r"\b(?:inc|llc|ltd|gmbh|ag|se|plc|b\.?v|s\.?a|s\.?l|corp|kg)\b\.?", re.IGNORECASE)


def is_title(text: str) -> bool:
    """Whether `text` names a job: short, and with a word that job titles turn on."""
    if not 2 <= len(text.strip()) <= _MAX or text.strip(" .,").lower() in word_set("people", "not_titles"):
        return False
    if re.search(r"\d{4}|@", text):
        return False
    words = [word.lower() for word in _WORD.findall(text)]
    return len(words) <= 12 and any(_is_title_word(word) for word in words)


def title_in(text: str, *, whole: bool = False) -> str:
    """The title that `text` begins with: up to the end of the phrase, or with `whole` all of it. Empty if it is none."""
    if whole:
        title = text.strip(" ,.;:|")
    else:
        end = _END.search(text + " ")
        title = _ARTICLE.sub("", text[: end.start()].strip(" ,") if end else text.strip())
    return title if is_title(title) else ""


def clean_title(text: str, firm: str = "") -> str:
    """A title line without the firm behind it: "Talent Partner, Halcyon Transit" gives "Talent Partner".

    `firm` is the domain of the signer's address, which tells the firm's name.
    """
    parts = [part.strip() for part in text.strip(" ,.;|").split(",")]
    kept = parts[:1]
    label = fold(firm.split(".", maxsplit=1)[0]) if firm else ""
    for part in parts[1:]:
        squashed = fold(part.replace(" ", ""))
        if (label and (squashed.startswith(label) or label.startswith(squashed))) or _LEGAL.search(part):
            break
        kept.append(part)
    return ", ".join(kept)


@lru_cache(maxsize=8192)
def _is_title_word(word: str) -> bool:
    if word in word_set("people", "title_words") or word in words_of("role_name.yaml", "heads"):
        return True
    return word.endswith(tuple(word_set("people", "title_endings")))
