"""Takes a text apart: the sender's own words, the signature, quoted and forwarded mail. Nothing is thrown away."""

from __future__ import annotations

import re
from functools import cache

from afterword_parsers.mail.signatures import split_signature
from afterword_parsers.message import Words
from afterword_parsers.words.lexicon import by_language, word_set

# Longer lines are prose: no mail program writes such an attribution or header.
_MAX_LINE = 400
_BLOCK_LINES = 14
_QUOTED = re.compile(r"\s{0,3}>|\s{0,3}\|\s*>")
_UNDERSCORES = re.compile(r"\s*_{15,}\s*$")
_DASHED = re.compile(r"\s*(?:-{2,}|_{2,}|\*{2,}|={2,}|-\s-)\s*(.{5,80}?)\s*(?:-{2,}|_{2,}|\*{2,}|={2,}|-\s-)?\s*$")
_LABEL = re.compile(
    r"\s*[*_]{0,2}([^\W\d_][^\W\d_ \-éà]{0,14}(?:[ -][^\W\d_]{1,10})?)\s?[*_]{0,2}\s?:[*_]{0,2}\s*(.*)$"
)
_TIME_OF_DAY = re.compile(
    r"\s*\d{1,2}(?:[:.h]\d{2})?\s*(?:a\.?m\.?|p\.?m\.?|uhr|h)?\s*(?:[A-Z]{2,4})?\s*$", re.IGNORECASE
)
_DATED = re.compile(r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}|\d{1,2}[:.h]\d\d")


def take_apart(text: str, *, language: str | None = None) -> Words:
    r"""The parts of one plain text with "\n" line ends.

    Attribution lines and header blocks are known in all languages; `language` (ISO 639-1) only says whose closing
    words end the letter besides the English ones, all of them when it is not given. Takes time in proportion to the text.
    """
    lines = text.split("\n")
    own: list[str] = []
    quoted: list[str] = []
    forwarded: list[str] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        if _QUOTED.match(line):
            quoted.append(line)
            position += 1
            continue
        begins = _earlier_message(lines, position)
        if begins == "forwarded":
            forwarded = lines[position:]
            break
        if begins == "original":
            quoted.extend(lines[position:])
            break
        length = _attribution(lines, position)
        if length:
            rest = position + length
            if not _continues_marked(lines, rest):
                quoted.extend(lines[position:])
                break
            quoted.extend(lines[position:rest])
            position = rest
            continue
        own.append(line)
        position += 1
    body, signature = split_signature(own, language=language)
    return Words(own=_joined(body), signature=_joined(signature), quoted=_joined(quoted), forwarded=_joined(forwarded))


def is_forward(subject: str) -> bool:
    """Whether a subject says that the message passes on another one."""
    return subject.lower().lstrip().startswith(tuple(word_set("quotes", "forward_prefixes")))


def _joined(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n")


def _continues_marked(lines: list[str], position: int) -> bool:
    """Whether the next line that is not empty is marked with ">": then the quote ends where the marks end."""
    for line in lines[position : position + 4]:
        if line.strip():
            return bool(_QUOTED.match(line))
    return False


def _earlier_message(lines: list[str], position: int) -> str:
    """What begins here: "forwarded", "original", or "" for neither."""
    line = lines[position]
    if not line or len(line) > _MAX_LINE:
        return ""
    marker = _marker(line)
    if marker:
        return marker
    if _UNDERSCORES.match(line):
        return "original" if _block_follows(lines, position + 1) else ""
    return "original" if _is_header_block(lines, position) else ""


def _marker(line: str) -> str:
    dashed = _DASHED.match(line)
    words = (dashed[1] if dashed else line).strip(" *_:-").lower().replace("’", "'")
    if len(words) > 60:
        return ""
    # Without dashes only the sentence of Apple Mail ends with a colon on a line of its own.
    if words in word_set("quotes", "forward_markers") and (dashed or line.rstrip().endswith(":")):
        return "forwarded"
    return "original" if dashed and words in word_set("quotes", "original_markers") else ""


def _block_follows(lines: list[str], position: int) -> bool:
    for offset, line in enumerate(lines[position : position + 3]):
        if line.strip():
            return _is_header_block(lines, position + offset)
    return False


def _is_header_block(lines: list[str], position: int) -> bool:
    """Whether a copied header begins here: a sender, and at least two other fields close below it.

    A timetable ("From: 10:00 AM / To: 11:00 AM / Location: ...") is none: a sender is no time of day.
    """
    first = _LABEL.match(lines[position])
    if first is None or first[1].lower() not in word_set("quotes", "from_labels") or _TIME_OF_DAY.match(first[2]):
        return False
    if not first[2].strip("*_ "):
        return False
    others: set[str] = set()
    strangers = 0
    for line in lines[position + 1 : position + _BLOCK_LINES]:
        label = _LABEL.match(line) if len(line) <= _MAX_LINE else None
        if label and label[1].lower() in word_set("quotes", "other_labels"):
            if _TIME_OF_DAY.match(label[2]) and label[2].strip():
                return False
            others.add(label[1].lower())
            strangers = 0
        elif line.strip():
            # A folded list of recipients takes several lines; a text that only mentions "From:" goes on and on.
            strangers += 1
            if strangers > 4:
                break
        if len(others) >= 2:
            return True
    return False


def _attribution(lines: list[str], position: int) -> int:
    """How many lines the attribution takes that begins here; 0 when none does."""
    if not lines[position].strip():
        return 0
    taken: list[str] = []
    for line in lines[position : position + 3]:
        text = line.strip()
        if not text or _QUOTED.match(line):
            return 0
        taken.append(text)
        joined = " ".join(taken)
        if len(joined) > _MAX_LINE:
            return 0
        if joined.endswith(":") and _is_attribution(joined, bare=False):
            return len(taken)
        if joined.endswith(":") and _is_attribution(joined, bare=True):
            # The line above an attribution is the sender's own.
            whole = any(_is_attribution(" ".join(taken[begin:]), bare=True) for begin in range(1, len(taken)))
            return 0 if whole else len(taken)
    return 0


def _is_attribution(line: str, *, bare: bool) -> bool:
    """Whether a line is one, of those patterns that begin with a word ("On"), or with `bare` of those that do not."""
    lowered = " ".join(line.lower().replace("\u202f", " ").split()).lstrip("-–—*_ ")
    lowered = lowered.removesuffix(":").rstrip(" *_") + ":"
    dated = bool(_DATED.search(lowered))
    address = "@" in lowered
    for parts, begins_with_gap in _attributions():
        if begins_with_gap is not bare:
            continue
        if bare and not (address and (dated or "<" in lowered)):
            # "Dana wrote:" may be said about a book; a mail program adds an address.
            continue
        if (dated or address) and _matches(lowered, parts):
            return True
    return False


def _matches(line: str, parts: tuple[str, ...]) -> bool:
    """Whether the parts stand in `line` in order, the first at its beginning and the last at its end."""
    if not line.startswith(parts[0]) or not line.endswith(parts[-1]):
        return False
    position = len(parts[0])
    for part in parts[1:-1]:
        found = line.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return position <= len(line) - len(parts[-1])


@cache
def _attributions() -> tuple[tuple[tuple[str, ...], bool], ...]:
    """The patterns of all languages, cut at their gaps, each with whether it begins with one."""
    found: list[tuple[tuple[str, ...], bool]] = []
    for patterns in by_language("quotes", "attributions").values():
        for pattern in patterns:
            parts = tuple(pattern.replace(" :", ":").split("{}"))
            found.append((parts, parts[0] == ""))
    return tuple(found)
