"""The people that the text of a message names, and whether the reader will talk with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from afterword_parsers.jobs.name_run import is_organisation
from afterword_parsers.names.name_shapes import is_known_given_name, is_place
from afterword_parsers.names.names import fits_address, fold, same_name, short_for
from afterword_parsers.people.job_titles import is_title
from afterword_parsers.people.name_context import (
    Named,
    Surroundings,
    apply_to,
    begins_with,
    groups_of,
    is_candidate,
    judge,
    look_behind,
    look_up,
)
from afterword_parsers.people.name_mentions import Mention, mentions
from afterword_parsers.people.prose_lines import prose_lines, sentences
from afterword_parsers.people.sentence_cues import CLOCK, ends_with, looks_back, speaks_of_meeting
from afterword_parsers.person import Person
from afterword_parsers.words.lexicon import word_set

_MAX_TEXT = 40_000
_MAX_MENTIONS = 400
_BULLETS = frozenset("-*•·–")
_VERB = re.compile(
    r"\b(?:would|will|is|are|wants?|möchten?|wird|werden|ist|sind|souhaiten?t?|sera|est|quieren?|será|es)\b"
)
# "Ihnen" and "Sie" with a capital are the reader.
_PRONOUN = re.compile(
    r"(?<!\w)(?:with|speak to|talk to|meet|mit|avec|con)(?: both| beiden| tous)?(?: of)? (him|her|them|ihm|ihr|ihnen|lui|elle|eux|elles|él|ella|ellos|ellas)(?!\w)"
)
_BULLET = re.compile(r"^[\s\-*•·–>]*(?:\d{1,2}[.)]\s+)?$")


@dataclass(slots=True)
class _Block:
    """What a line above said about the lines below ("You'll be meeting with:")."""

    open: bool = False
    meets: bool | None = None
    led: bool = False
    candidates: list[str] = field(default_factory=list)


def people_named(text: str, about: Surroundings) -> tuple[Person, ...]:
    """The humans that `text` (a letter without greeting and signature) names, each mention on its own."""
    block = _Block()
    found: list[Person] = []
    in_rows: dict[str, int] = {}
    count = 0
    for prose in prose_lines(text[:_MAX_TEXT]):
        line = prose.words
        if not line.strip():
            continue
        if block.open and found and not found[-1].title and is_title(line) and block.led:
            # The job stands on its own line below the name.
            found[-1] = replace(found[-1], title=line.strip(" ,."))
            block.led = False
            continue
        named = [_titled(mention) for mention in mentions(line)]
        count += len(named)
        if count > _MAX_MENTIONS:
            break
        people = [replace(one, begin=prose.offset(one.begin)) for one in _people_of_line(line, named, about, block)]
        found.extend(people)
        if CLOCK.search(line):
            in_rows |= {person.name: person.begin for person in people if person.name not in in_rows}
    found = _met_by_pronoun(text[:_MAX_TEXT], found)
    return tuple(
        replace(person, begin=in_rows.get(person.name, person.begin))
        for person in found
        if not any(same_name(person.name, name) for name in block.candidates)
    )


def _titled(mention: Mention) -> Named:
    """A mention, without the title that German writes like a name before it: "unser Archivleiter Omar Said"."""
    first, _, rest = mention.name.partition(" ")
    if mention.honorific or " " not in rest or not is_title(first) or is_known_given_name(first):
        return Named(mention)
    begin = mention.begin + len(first) + 1
    return Named(Mention(rest, "", begin, mention.end), title=first)


def _met_by_pronoun(text: str, found: list[Person]) -> list[Person]:
    """`found` with those met of whom the text goes on: "Dana Fox read your letter. Could you talk with her on Friday?"."""
    people = list(found)
    for pronoun in _PRONOUN.finditer(text):
        begin, end = next(((a, b) for a, b in sentences(text) if a <= pronoun.start() < b), (0, 0))
        sentence = text[begin:end].lower()
        if not speaks_of_meeting(sentence) or looks_back(sentence):
            continue
        before = [place for place, one in enumerate(people) if 0 <= one.begin < pronoun.start()]
        before.sort(key=lambda place: people[place].begin)
        several = pronoun[1].lower() in {"them", "eux", "elles", "ellos", "ellas"}
        for place in before[-2:] if several else before[-1:]:
            if people[place].meets is None:
                people[place] = replace(people[place], meets=True)
    return people


def _people_of_line(line: str, named: list[Named], about: Surroundings, block: _Block) -> list[Person]:
    label = _label(line)
    if label == "candidate":
        block.candidates.extend(one.mention.name for one in named)
        return []
    named = [one for one in named if _may_be_person(one.mention, about)]
    leads = [one for one in named if _BULLET.match(line[: one.mention.begin])]
    block.candidates.extend(one.mention.name for one in named if is_candidate(line[one.mention.end :]))
    for position, one in enumerate(named):
        following = (other.mention.begin for other in named[position + 1 :] if not other.mention.single)
        look_behind(
            line[: next(following, len(line))], one, whole=bool(leads) and one is leads[0] and _is_list_line(line)
        )
        look_up(line, one, about)
    named = _outside_titles(named)
    if label:
        apply_to(named, meets=True if label == "interview" else None)
    elif leads and block.open:
        apply_to(leads[:1] + _following(line, leads[0], named), meets=block.meets)
    elif not leads:
        block.open = False
    block.led = bool(leads)
    for group in groups_of(line, named):
        judge(line, group)
    _read_rows(line, named)
    _open_block(line, named, block)
    certain = [one for one in named if one.evidence and (not one.mention.single or one.mention.honorific or one.email)]
    certain = [one for one in certain if one.meets is not None or not is_for_other_matters(line, one.mention.begin)]
    return [
        _person(one) for one in certain if one.mention.honorific or not _is_called_firm(one.mention.name, about.text)
    ]


def is_for_other_matters(line: str, position: int) -> bool:
    """Whether the sentence at `position` names whom to ask about data protection, accommodation or a broken page."""
    sentence = next((line[a:b] for a, b in sentences(line) if a <= position < b), line).lower()
    return any(words in sentence for words in word_set("people", "other_matters"))


def _is_list_line(line: str) -> bool:
    """Whether a line that begins with a name is an entry of a list, and no sentence about that person."""
    return line.lstrip()[:1] in _BULLETS or not (line.rstrip().endswith((".", "!", "?")) or _VERB.search(line))


def _outside_titles(named: list[Named]) -> list[Named]:
    """The mentions without those that are words of the title behind another one ("Director of Forecasting")."""
    kept: list[Named] = []
    for one in named:
        if not kept or one.mention.begin >= kept[-1].rest:
            kept.append(one)
    return kept


def _following(line: str, first: Named, named: list[Named]) -> list[Named]:
    """The other names of a list line ("Dana Fox and Lee Ray")."""
    group = next((group for group in groups_of(line, named) if group[0] is first), [first])
    return group[1:]


def _open_block(line: str, named: list[Named], block: _Block) -> None:
    """A line that announces people opens a block; it ends at the first line that does not begin with a name."""
    bare = line.strip().rstrip(":").strip().lower().replace("’", "'")
    if bare in word_set("people", "guest_labels"):
        block.open, block.meets = True, None
    elif bare in word_set("people", "interview_labels"):
        block.open, block.meets = True, True
    elif not named or not block.open:
        last = bare.rpartition(" ")[2]
        announces = line.rstrip().endswith(":") or last in word_set("people", "meeting_before")
        if announces and speaks_of_meeting(line):
            block.open, block.meets = True, True
        elif not named:
            block.open = False


def _label(line: str) -> str:
    """What kind of people a "label: names" line lists: "interview", "guest", "candidate", or ""."""
    head, colon, rest = line.partition(":")
    if not colon or "|" in head:
        first, bar, more = line.partition("|")
        if not bar or ":" in first:
            return ""
        head, rest = first, more
    words = head.strip(" *-•\t").lower().replace("’", "'")
    if not rest.strip() or len(words) > 40:
        return ""
    for kind in ("interview", "candidate", "guest"):
        if words in word_set("people", f"{kind}_labels"):
            return kind
    return ""


def _may_be_person(mention: Mention, about: Surroundings) -> bool:
    name = mention.name
    known = fold(name) in about.words or any(begins_with(email, name) for _, email in about.addresses)
    if mention.single and not mention.honorific and not known:
        return False
    if any(_is_reader(mention, reader) for reader in about.readers):
        return False
    if mention.honorific:
        return True
    squashed = fold(name.replace(" ", ""))
    if squashed in about.firms or is_organisation(name) or is_place(name):
        return False
    return mention.single or not any(len(firm) > 5 and squashed.startswith(firm) for firm in about.firms)


def _is_called_firm(name: str, text: str) -> bool:
    """Whether the message speaks of the name as of a firm somewhere ("at Amber Falls", "the Amber Falls team")."""
    wanted = name.lower()
    position = text.find(wanted)
    while position >= 0:
        before = text[max(0, position - 30) : position].rstrip()
        behind = text[position + len(wanted) : position + len(wanted) + 60].removeprefix("'s")
        apart = behind.startswith(",")
        behind = behind.lstrip(", ")
        called = behind.startswith(tuple(word_set("people", "firm_behind")))
        # "Foxglove Talent" is a firm's team, "Dana Fox, Talent Partner" is somebody.
        if ends_with(before, "firm_before") or (called and not (apart and is_title(behind.partition(",")[0]))):
            return True
        position = text.find(wanted, position + 1)
    return False


def _is_reader(mention: Mention, reader: str) -> bool:
    if "@" in reader:
        return not mention.single and fits_address(mention.name, reader)
    return same_name(mention.name, reader) or (bool(mention.honorific) and short_for(mention.name, reader))


def _read_rows(line: str, named: list[Named]) -> None:
    """A row of a timetable: whoever stands in it with a title, or alone in a cell, is met then."""
    if not CLOCK.search(line[:40]):
        return
    for one in named:
        before = line[: one.mention.begin].rstrip()
        if _ends_row(line, one):
            apply_to([one], meets=True)
        in_cell = before.endswith("|") and not one.mention.single
        if (one.evidence and one.title and one.meets is None) or in_cell:
            cell = line[one.rest :].lstrip(" ,")
            apply_to([one], meets=True)
            if in_cell and not one.title and is_title(cell.partition("|")[0]):
                one.title = cell.partition("|")[0].strip(" ,")


def _ends_row(line: str, one: Named) -> bool:
    """Whether a row ends with this human ("1:45 pm  Route planning - Pete Orlov"), whose given name is a known one."""
    before, behind = line[: one.mention.begin].rstrip(), line[one.rest :].strip(" .,;()")
    known = one.mention.honorific or is_known_given_name(one.mention.name.partition(" ")[0])
    links = before.endswith(("-", "–", "—", ":", "|", "/")) or ends_with(before.lower(), "meeting_before")
    return bool(known) and not one.mention.single and links and (not behind or is_title(behind))


def _person(one: Named) -> Person:
    mention = one.mention
    return Person(mention.name, one.email, one.title, mention.honorific, meets=one.meets, begin=mention.begin)
