"""The language of a text, told by its small words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from afterword_parsers.words.lexicon import by_language

_LOOKED_AT = 6000
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# Below this nothing is certain: a name and a place are enough for two hits.
_ENOUGH = 3


def language_of(text: str) -> str:
    """The ISO 639-1 code of `text` (en, de, fr, es, nl, it or pt); "en" where nothing tells, or two are as likely."""
    words = Counter(_WORD.findall(text[:_LOOKED_AT].lower().replace("’", "'")))
    scores = {language: sum(words[word] for word in words.keys() & known) for language, known in _languages().items()}
    english = scores.pop("en")
    language, best = max(scores.items(), key=lambda score: score[1])
    runner_up = max([english, *(score for name, score in scores.items() if name != language)])
    if best >= _ENOUGH and best > runner_up:
        return language
    # A line or two: one small word, its letters, and nothing that speaks for another language.
    marked = re.search(f"[{_letters()[language]}]", text[:_LOOKED_AT].lower()) if language in _letters() else None
    return language if best and not runner_up and marked else "en"


@cache
def _letters() -> dict[str, str]:
    return {language: "".join(letters) for language, letters in by_language("language", "letters").items()}


@cache
def _languages() -> dict[str, frozenset[str]]:
    return {language: frozenset(words) for language, words in by_language("language", "stop_words").items()}
