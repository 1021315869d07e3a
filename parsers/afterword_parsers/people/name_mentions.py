"""Where names of people may stand in a line: runs of capitalised words, judged by nothing but their shape."""

from __future__ import annotations

import re
from dataclasses import dataclass

from afterword_parsers.names.name_shapes import is_name_word
from afterword_parsers.words.lexicon import word_set

_TOKEN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?")
_MAX_WORDS = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """A possible name at `begin` to `end` of a line. `honorific` stood before it and is part of the span."""

    name: str
    honorific: str
    begin: int
    end: int

    @property
    def single(self) -> bool:
        """Whether it is one word: a given name alone, or a family name behind an honorific."""
        return " " not in self.name


def mentions(line: str) -> list[Mention]:
    """All possible names of a line, in order. A single word counts as well; the context has to decide."""
    tokens = list(_TOKEN.finditer(line))
    found: list[Mention] = []
    position = 0
    while position < len(tokens):
        begin = position
        if not tokens[position][0][0].isupper():
            position += 1
            continue
        while position < len(tokens) and _is_honorific(tokens[position][0]) and _joined(line, tokens, position):
            position += 1
        first = position
        position = _run(line, tokens, position, titled=first > begin)
        if position > first:
            words = [_bare(token[0]) for token in tokens[first:position]]
            end = tokens[position - 1].start() + len(_trimmed(tokens[position - 1][0]))
            found.append(Mention(" ".join(words), _honorific(line, tokens, begin, first), tokens[begin].start(), end))
        else:
            position = max(position, begin + 1)
    return found


def _run(line: str, tokens: list[re.Match[str]], first: int, *, titled: bool) -> int:
    """The index behind the last word of the name that begins at token `first`; `first` when none does."""
    particles = word_set("names", "particles")
    end = position = first
    full = 0
    while position < len(tokens) and position - first < _MAX_WORDS:
        word = tokens[position][0]
        if position > first and not _adjacent(line, tokens, position):
            break
        letters = sum(map(str.isalpha, word))
        # Words in capitals are headings and abbreviations.
        if is_name_word(_bare(word)) and len(word) > 1 and (letters == 1 or not word.isupper()):
            full += letters > 1
            end = position + 1
            # A full stop ends the name, except behind an initial.
            if word.endswith(".") and len(word) > 2:
                break
        elif (position == first and not titled and word.islower()) or not (
            word.lower() in particles and len(word) > 1 and not word.endswith(".") and _may_follow(word, full)
        ):
            break
        position += 1
    return end if full else first


def _may_follow(particle: str, full: int) -> bool:
    """ "Anna von Braun" is a name, "Anna Schmidt von Acme" are a person and a firm."""
    return full < 2 or particle.lower() not in {
        "von",
        "vom",
        "zu",
        "zur",
        "zum",
        "des",
        "du",
        "della",
        "das",
        "den",
        "dem",
    }


def _adjacent(line: str, tokens: list[re.Match[str]], position: int) -> bool:
    return line[tokens[position - 1].end() : tokens[position].start()] == " "


def _joined(line: str, tokens: list[re.Match[str]], position: int) -> bool:
    """Whether the next word follows directly, so that this one can be an honorific before it."""
    if position + 1 >= len(tokens):
        return False
    return line[tokens[position].end() : tokens[position + 1].start()] in {" ", "-", ""}


def _is_honorific(word: str) -> bool:
    bare = word.lower().rstrip(".")
    if word in word_set("names", "honorifics_in_capitals"):
        return True
    if not word[0].isupper() or bare == "me":
        return False
    if bare in word_set("names", "honorifics"):
        return True
    return word.endswith(".") and bare in word_set("names", "dotted_honorifics")


def _honorific(line: str, tokens: list[re.Match[str]], begin: int, first: int) -> str:
    return line[tokens[begin].start() : tokens[first - 1].end()] if first > begin else ""


def _trimmed(word: str) -> str:
    return word if len(word) == 2 and word.endswith(".") else word.rstrip(".")


def _bare(word: str) -> str:
    text = _trimmed(word).replace("’", "'")
    return text.removesuffix("'s")
