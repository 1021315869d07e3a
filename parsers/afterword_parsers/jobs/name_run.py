"""Runs of capitalised words: where the name of a company begins and ends in running text."""

from __future__ import annotations

import re
from functools import cache

from afterword_parsers.jobs.company_name import company_key
from afterword_parsers.jobs.requisition import is_requisition
from afterword_parsers.names.name_shapes import is_known_given_name
from afterword_parsers.words.word_lists import list_of, words_of

_DATA = "company_words.yaml"
_SAME_WIDTH = str.maketrans({"’": "'", "‘": "'", "`": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u200e\u200f"))
_WRAPPED = 66
_LONGEST = 8
_ABBREVIATION = re.compile(
    r"(?:[A-Za-zÀ-ÿ]\.)+|(?:St|Bros|Co|Corp|Inc|Ltd|Mfg|Intl|Pty|Pvt|Assoc|Univ|Dept|Sr|Jr|No|Nr|Gebr|Cie)\."
)


# An event's title and date may stand behind a name with nothing between: "Larkspur Robotics Thu May 7".
_DATE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*[,.]?\s+)?"
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[,.]?\s+\d|\d{1,2}[.]?\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
)


def readable(text: str) -> str:
    """`text` with one kind of apostrophe and space, without unseen characters."""
    return text.translate(_UNSEEN).translate(_SAME_WIDTH).replace("\r", "")


def unwrapped(text: str) -> str:
    """`text` with the line breaks inside paragraphs taken out: a
    break before a word that had no room on the line was made by a mail program."""
    lines: list[str] = []
    previous = ""
    for line in text.split("\n"):
        stripped = line.strip()
        fits = len(previous) + 1 + len(stripped.partition(" ")[0]) < _WRAPPED
        if lines and previous and not fits and stripped[:1].isalnum() and not previous.endswith((":", ".", "!", "?")):
            lines[-1] += " " + stripped
        else:
            lines.append(stripped)
        previous = stripped
    return "\n".join(lines)


def name_at(text: str, known: frozenset[str] = frozenset()) -> str:
    """The name that `text` begins with, empty when it begins with none. Names stand on one line.

    `known` holds company keys of names seen elsewhere in the message: such a name counts in lower case as well
    ("adidas"), and ends where the known name ends.
    """
    tokens = list(re.finditer(r"\S+", text.split("\n", 1)[0][:160]))
    end, count, position = 0, 0, 0
    if tokens and tokens[0][0].lower() in {"the", "der", "die", "das", "dem", "den", "l'"} and len(tokens) > 1:
        position = 1
    begin = tokens[position].start() if position < len(tokens) else 0
    while position < len(tokens) and count < _LONGEST:
        token = tokens[position]
        core = token[0].rstrip(",.;:!?)\"'”»-")
        if count and core in words_of(_DATA, "joiners"):
            following = tokens[position + 1][0] if position + 1 < len(tokens) else ""
            if token[0] != core or not _is_name_word(following) or _is_stop(following):
                break
            position += 1
            continue
        if count and _DATE.match(text, token.start()):
            break
        if not _is_name_word(token[0]) or _is_stop(core) or (count and is_requisition(core)):
            if not count and company_key(core) in known:
                return core
            break
        end = token.start() + len(core)
        count += 1
        tail = token[0][len(core) :]
        if tail.startswith(".") and _ABBREVIATION.fullmatch(core + "."):
            end += 1
            tail = tail[1:]
        if core.endswith("'s") and company_key(text[begin : end - 2]) in known:
            return text[begin : end - 2]
        if tail and not (tail[0] == "," and position + 1 < len(tokens) and _is_legal_form(tokens[position + 1][0])):
            break
        position += 1
    return text[begin:end].strip(" &+@-–—|,'\"“”„«»") if count else ""


def name_before(text: str, known: frozenset[str] = frozenset()) -> str:
    """The name that `text` ends with, empty when it ends with none."""
    line = text.rsplit("\n", 1)[-1][-120:]
    line = re.split(r"[.!?:;]\s+(?!$)|[,]\s+(?!(?:Inc|LLC|Ltd|GmbH|Corp|S\.?A)\b)", line)[-1]
    tokens = list(re.finditer(r"\S+", line))
    for start in range(max(0, len(tokens) - _LONGEST), len(tokens)):
        candidate = line[tokens[start].start() :].strip()
        if name_at(candidate, known) == candidate.strip(" &+@-–—|'\"“”„«»"):
            return name_at(candidate, known)
    return ""


def is_name(text: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether the whole of `text` is one name."""
    text = re.sub(r"^(?i:the|die|der|das)\s+", "", text.strip(" \t\"'“”„«»"))
    return bool(text) and len(name_at(text, known)) >= len(text.rstrip(" .,!"))


def looks_like_person(name: str) -> bool:
    """Whether a name of two or three words begins as people's names do; also of several people ("A B and C D")."""
    several = re.split(r"\s+(?:and|und|et|y|&)\s+", name)
    if len(several) > 1:
        return all(looks_like_person(one) for one in several)
    words = re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?", name)
    if not 2 <= len(words) <= 4 or len(" ".join(words)) < len(name.strip()) - 2:
        return False
    return is_known_given_name(words[0]) and not is_organisation(name)


def is_organisation(name: str) -> bool:
    """Whether a word in `name` is one that organisations call themselves by, or a legal form."""
    words = re.findall(r"[^\W\d_]+", name.lower())
    begins = len(words) > 1 and words[0] in words_of(_DATA, "organisation_first")
    return begins or any(word in words_of(_DATA, "organisation") for word in words[1:]) or has_legal_form(name)


def has_legal_form(name: str) -> bool:
    """Whether `name` ends in a legal form ("GmbH", "Inc.")."""
    words = name.split()
    return len(words) > 1 and _is_legal_form(words[-1])


def never_a_company(name: str) -> bool:
    """Whether `name` is one of the words that stand where a company's name stands and are none."""
    text = name.lower().strip(" .!,")
    if re.fullmatch(r"\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m\.?| uhr)?(?: \w{2,4})?", text):
        return True
    if re.search(r"no.?reply|notif|do.?not.?reply|auto.?(?:mated|reply)", text):
        return True
    return text in _never() or not company_key(name) or bool(re.fullmatch(r"[\W\d_]+|.", company_key(name)))


def _is_name_word(token: str) -> bool:
    token = token.lstrip("\"'“„«")
    if not token or token.startswith("("):
        return False
    if re.match(r"[\w.+-]+@[\w-]+\.|https?:|www\.", token):
        return False
    first = token[0]
    if first.isupper() or first.isdigit():
        return True
    return (first.islower() and bool(re.match(r"[a-zà-ÿ]{1,3}[A-Z]", token))) or token in {"&", "+"}


def _is_stop(token: str) -> bool:
    return token.rstrip(",.;:!?)\"'").partition("'")[0] in words_of(_DATA, "stops")


def _is_legal_form(token: str) -> bool:
    plain = re.sub(r"[.,!?:;)]", "", token).lower()
    return plain in _legal() and (token[:1].isupper() or plain in {"mbh", "eg"})


@cache
def _legal() -> frozenset[str]:
    return frozenset(form.replace(" ", "") for form in list_of("company_name.yaml", "legal"))


@cache
def _never() -> frozenset[str]:
    return frozenset(list_of(_DATA, "never"))
