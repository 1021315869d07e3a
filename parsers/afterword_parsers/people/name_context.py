"""What the words around a name say: a job title, an address, that a human is named, that the reader will meet them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from afterword_parsers.names.mailbox_names import local_words
from afterword_parsers.names.name_shapes import is_known_given_name
from afterword_parsers.names.names import fits_address, fold, name_key, same_name, short_for
from afterword_parsers.people.correspondents import name_spelt_by
from afterword_parsers.people.job_titles import is_title, title_in
from afterword_parsers.people.name_mentions import Mention
from afterword_parsers.people.prose_lines import sentences
from afterword_parsers.people.sentence_cues import (
    CLOCK,
    ends_with,
    looks_back,
    speaks_of_meeting,
    speaks_of_panel,
    without_between,
)
from afterword_parsers.words.lexicon import word_set

_MAX_GAP = 40
_PARENTHESIS = re.compile(r"^\s*\(([^()]{2,90})\)")
_ASIDE = re.compile(r"\([^()]{0,90}\)")
_LINK = re.compile(r"^(?:,|\s[-–—|]|\s*\|)\s+")
_LIST_LINK = re.compile(r"^(?:,|\s[-–—|]|\s*\||:)\s+")
_OUR = r"our|your|the|unser(?:e|em|en|er)?|ihr(?:e|em|en|er)?|notre|votre|nuestr[oa]|el|la|le|onze"
_OUR_TITLE = re.compile(rf"\b(?:{_OUR})\s+([^.,;:!?()]{{2,60}})$", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+\-']{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63})+")
# "Ask for Dana Fox at the gate": somebody who opens it.
_GATE = re.compile(
    r"\b(?:ask for|report to|sign in with|check in with|(?:melde(?:n|t)?|meldest) (?:sie |du )?(?:sich|dich)|frag(?:en)?(?: sie)? nach|pforte|empfang"
    r"|demandez|présentez-vous|adressez-vous|accueil|pregunt\w+ por|recepción|conserjería)\b[^,;]{0,90}$"
)
_TEAM = re.compile(
    r"^(?:from|of|in|on|vom|aus|von|de|du|del)\s[^,.;]{2,40}?\s?(?:team|department|group|abteilung|équipe|equipo)\b\s*"
)
_AND_I = re.compile(
    r"^(?:(?:and i|and myself|und ich|et moi|y yo|both|also|ebenfalls|gerne?|then|kindly|himself|herself|auch|dann|aussi|también"
    r"|very much|really|all)\s+)+"
)
# "Kofi Mensah, who runs the mill, would like to meet you"
_WHO = re.compile(r"^(?:whom?|whose|der|die|deren|dessen|qui|dont|quien|que|cuyo)\s[^,.;:!?]{2,120},\s*")
_WHOSE = re.compile(r"^,\s*(?:who|qui|quien|que|die|der)\s[^,.;:!?]{2,80}(?=,)")
# "Dana Fox and her deputy Lee Park"
_RELATION = re.compile(r"\s(?:her|his|their|seine[nmr]?|ihre[nmr]?|son|sa|su)\s((?:[^\W\d_]+\s?){1,3})$")
_NUMBER = re.compile(
    r"\b(?:\d+(?:-\d+)?|ten|fifteen|twenty|twenty-five|thirty|forty|forty-five|sixty|ninety|an|a|half an|one|some|a few)"
    r"[ -](?:minutes?|mins?|hours?|minuten|stunden?|minutos|heures?|horas?)\b"
)


@dataclass(frozen=True)
class Surroundings:
    """What the rest of the message tells: `addresses` are (name, address) pairs of its fields and links.

    `readers` are names and addresses of the one it is written to. `firms` are squashed names of firms.
    """

    addresses: tuple[tuple[str, str], ...] = ()
    readers: tuple[str, ...] = ()
    firms: frozenset[str] = frozenset()
    text: str = ""

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of the names in `addresses`: a given name alone may be one of these people."""
        return frozenset(word for name, _ in self.addresses for word in name_key(name))


@dataclass(slots=True)
class Named:
    """One mention with what its surroundings say."""

    mention: Mention
    title: str = ""
    email: str = ""
    rest: int = 0
    evidence: bool = False
    meets: bool | None = None


def apply_to(named: list[Named], *, meets: bool | None) -> None:
    """Takes the mentions for people. What was said of one before is not said again."""
    for one in named:
        if not one.mention.single or one.email or one.mention.honorific:
            one.evidence = True
            one.meets = meets if one.meets is None else one.meets


def look_behind(line: str, one: Named, *, whole: bool) -> None:
    """Reads title and address out of what follows the name."""
    end = one.mention.end
    behind = line[end:]
    parenthesis = _PARENTHESIS.match(behind)
    if parenthesis:
        inside = parenthesis[1].strip()
        email = _EMAIL.search(inside)
        if email:
            one.email = email[0].lower()
            one.evidence = True
        elif is_title(inside):
            one.title = inside
            one.evidence = True
        elif len(inside.split()) <= 4 and inside[0].isupper():
            one.title = inside
        end += parenthesis.end()
        behind = line[end:]
    one.rest = end
    if one.title:
        return
    link = (_LIST_LINK if whole else _LINK).match(behind)
    if link is None:
        return
    # "Dana Fox, Talent Partner, dana.fox@foxglove.example"
    text = re.sub(r"[,;:]?\s*[(<]?[\w.+'-]{1,64}@.*$", "", behind[link.end() :])
    first, _, more = text.partition(" ")
    ours = first.lower() in word_set("people", "our")
    if first.lower() in word_set("people", "who") and not ours:
        one.evidence = one.evidence or not one.mention.single
        return
    row = text.partition("|")[0].rstrip()
    title = title_in(more if ours else text) if not whole else title_in(more if ours else row, whole=True)
    if whole and (not title or len(title) > 90 or CLOCK.search(title) or ". " in title):
        title = title_in(more if ours else text)
    if title and (ours or whole or len(title.split()) <= 6):
        one.title = title
        one.evidence = not one.mention.single or bool(one.mention.honorific)
        one.rest = end + link.end() + (len(first) + 1 if ours else 0) + len(title)
    elif ours and first.lower() in {"der", "die"}:
        one.evidence = one.evidence or not one.mention.single


def look_up(line: str, one: Named, about: Surroundings) -> None:
    """Finds the address of a name in the fields and links of the message; a given name alone may get its full name."""
    name = one.mention.name
    for known, email in about.addresses:
        spelt = bool(email) and fits_address(name, email) and (len(local_words(email)) > 1 or email in line.lower())
        if one.mention.single and known and short_for(name, known):
            full = known
        elif _is_address_of(one.mention, known, email):
            full = name
        else:
            continue
        one.email = one.email or email
        # "Dana Fox looks after this" and dana.fox@ somewhere below it: that is somebody, however the sentence goes.
        one.evidence = one.evidence or (spelt and not one.mention.single) or begins_with(email, name)
        mention = one.mention
        if mention.single and full == name and begins_with(email, name):
            # Ask Ada: the address spells out the rest of her name.
            full = name_spelt_by(email) or name
        one.mention = Mention(full if mention.single else name, mention.honorific, mention.begin, mention.end)
        return


def _is_address_of(mention: Mention, known: str, email: str) -> bool:
    """Whether an address, `known` by that name in the message, is that of the one who is mentioned."""
    if mention.single and mention.honorific and _ends_in(email, mention.name):
        return True
    if known and same_name(known, mention.name):
        return True
    if mention.single and begins_with(email, mention.name):
        return True
    return not mention.single and bool(email) and fits_address(mention.name, email)


def begins_with(email: str, given: str) -> bool:
    """Whether an address of two words begins with this given name."""
    words = local_words(email)
    return len(words) > 1 and fold(words[0]) == fold(given)


def _ends_in(email: str, family: str) -> bool:
    """Whether an address is an initial or a given name, and this family name: "Frau Fox", d.fox@."""
    words = local_words(email)
    return len(words) > 1 and fold(words[-1]) == fold(family)


def groups_of(line: str, named: list[Named]) -> list[list[Named]]:
    """Names that are joined by "and" or a comma stand together: what is said of one is said of all."""
    groups: list[list[Named]] = []
    for one in named:
        if groups and _joins(line[groups[-1][-1].rest : one.mention.begin]):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _joins(gap: str) -> bool:
    """Whether nothing but commas, an aside and words like "and" stands between two names."""
    gap = _WHOSE.sub("", _ASIDE.sub("", gap))
    relation = _RELATION.search(gap)
    if relation and is_title(relation[1]):
        gap = gap[: relation.start()]
    if not 0 < len(gap) <= _MAX_GAP or gap.strip("abcdefghijklmnopqrstuvwxyzäöüé ,&/"):
        return False
    return all(word in word_set("people", "joints") for word in re.findall(r"[^\W\d_]+", gap))


def judge(line: str, group: list[Named]) -> None:
    """Decides about a group by the sentence around it: the words before its first and behind its last name."""
    first, last = group[0], group[-1]
    begin, end = next(((a, b) for a, b in sentences(line) if a <= first.mention.begin < b), (0, len(line)))
    said = line[begin : first.mention.begin].lower().replace("’", "'").rstrip(' :(-–|"')
    before = without_between(said)
    behind = _ASIDE.sub("", line[last.rest : max(end, last.rest)])
    behind = _without_team(behind.lower().replace("’", "'").lstrip(" ,)"))
    sentence = line[begin:end].lower()
    past = looks_back(sentence)
    human = any(one.email or not one.mention.single for one in group)
    evidence = any(one.evidence or one.mention.honorific for one in group)
    title = _title_before(line[begin : first.mention.begin])
    if title:
        evidence = True
        first.title = first.title or title
    meets: bool | None = None
    if behind.startswith(tuple(word_set("people", "contact_after"))) or _is_called_contact(said):
        evidence = evidence or human
    elif behind.startswith(tuple(word_set("people", "absent_after"))):
        meets = False
        evidence = evidence or human
    elif behind.startswith(tuple(word_set("people", "meets_after"))):
        meets = None if past else True
        evidence = evidence or human
    elif _GATE.search(said) or (ends_with(said, "person_before") and not _is_together(said, before, sentence)):
        evidence = evidence or human
    elif not past and speaks_of_panel(sentence):
        evidence = evidence or (human and any(_is_named_as_human(one) for one in group))
        meets = True
    elif ends_with(_before_title(before) if title else before, "meeting_before"):
        meeting = (
            speaks_of_meeting(sentence) or bool(CLOCK.search(sentence)) or ends_with(before, "meeting_alone_before")
        )
        if meeting and not ends_with(before, "not_before"):
            evidence = evidence or ends_with(before, "surely_before")
            meets = None if past else True
    if evidence:
        apply_to(group, meets=meets)
    elif meets is not None:
        apply_to([one for one in group if one.email], meets=meets)


def _is_together(said: str, before: str, sentence: str) -> bool:
    """Whether a colleague is one "with" whom the reader talks: "meet me together with my colleague Dana Fox"."""
    meeting = speaks_of_meeting(sentence) or CLOCK.search(sentence) is not None
    return before != said and meeting and ends_with(before, "surely_before") and not ends_with(before, "not_before")


def _is_named_as_human(one: Named) -> bool:
    return bool(one.title or one.mention.honorific) or is_known_given_name(one.mention.name.partition(" ")[0])


def _is_called_contact(said: str) -> bool:
    """Whether the words before a name say that this is whom to ask: "your contact at Foxglove is"."""
    verb = said.rpartition(" ")[2]
    return verb in word_set("people", "contact_verbs") and any(
        word in word_set("people", "contact_words") for word in re.findall(r"[^\W\d_]+", said)
    )


def _without_team(behind: str) -> str:
    """What is said of somebody, without their team, "who ...," and "and I"; "45 minutes" and the like are "# minutes"."""
    said = _WHO.sub("", _TEAM.sub("", behind)).lstrip(" ,")
    return _NUMBER.sub("# minutes", _AND_I.sub("", said))


def _before_title(before: str) -> str:
    """The words before "our CTO Hal Iversen" without those about the job."""
    return re.split(rf"\b(?:{_OUR})\s", before)[-2].rstrip() if re.search(rf"\b(?:{_OUR})\s", before) else before


def is_candidate(behind: str) -> bool:
    """Whether what follows a name says that this person is interviewed by the reader ("Lee Park, our candidate")."""
    words = re.findall(r"[^\W\d_]+", behind[:40].lower())
    return (
        behind[:1] in {",", " "}
        and behind.lstrip(" ").startswith((",", "(", "-"))
        and any(word in word_set("people", "candidate_titles") for word in words[:2])
    )


def _title_before(before: str) -> str:
    """ "our CTO Hal Iversen", "our Head of Data, Idris Vaughan": the title that stands before the name."""
    text = before.rstrip(" ,(")
    match = _OUR_TITLE.search(text[-100:])
    if match is None or not is_title(match[1]):
        return ""
    # "your recruiter for this role is"
    title = re.sub(r"\s(?:for|is|ist|est|es|für|pour|para)(?:\s.*)?$", "", match[1]).strip()
    return title if is_title(title) and len(title.split()) <= 6 and " and " not in title else ""
