"""What is known about a message beyond its words and tells that it is about a job: who sends it, which title it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from afterword_parsers.jobs.role_name import has_gender_mark, names_one_person
from afterword_parsers.jobs.vendors import VendorKind, VendorTable, built_in_vendors
from afterword_parsers.message import Address
from afterword_parsers.names.mailbox_names import local_words
from afterword_rules.yaml_files.source import read_yaml

_LOOKED_AT = 6_000
_MANY = 3
_WORD = re.compile(r"[^\W\d_]+")
_SUBJECT_WORDS = re.compile(r"[^\W\d_]+(?:[*:_/·.-]+[^\W\d_]+)*")
# What a letter calls the place it is about: "for Depot Manager", "als Lagerhelfer", "para Jefe de turno".
_TITLE_BEHIND = re.compile(
    r"(?<!\w)(?:(?:for|as|als|für|zum|zur|pour|comme|qualité de|para|como)(?:\s+(?:an?|the|our|your|eine?n?|den|die|"
    r"un|une|le|la|el))?|(?:role|post|position|job|poste|puesto|plaza|cargo) (?:of|de|d'))"
    r"\s+[\"“„«]?((?:[^\W\d_][\w&/*:'’-]*\s+){0,5}[^\W\d_][\w&/*:-]*)",
    re.IGNORECASE,
)


def topic_facts(sender: Address, subject: str, text: str, vendors: VendorTable | None = None) -> Iterator[str]:
    """One short sentence for each fact; the topic rules look for their words, `where: [fact]`.

    `subject` may hold the names of events as well; `text` is what the sender wrote for this message.
    """
    vendor = (vendors or built_in_vendors()).of(sender.email)
    if vendor is not None:
        yield f"mail by a vendor of {_KINDS[vendor.kind]}: {vendor.key}"
    elif hiring := _hires(sender):
        yield f"a hiring mailbox: {hiring}"
    if has_gender_mark(subject) or has_gender_mark(text[:_LOOKED_AT]):
        yield "a job title with a mark for every gender"
    if title := _title(subject):
        yield f"the subject names a job title: {title}"
    if title := next(_titles_in(text[:_LOOKED_AT]), ""):
        yield f"the text names a job title: {title}"
    if len(listed := _titles_listed(text[:_LOOKED_AT])) >= _MANY:
        yield f"the text lists job titles: {', '.join(sorted(listed))}"


_KINDS = {
    VendorKind.ATS: "applicant tracking",
    VendorKind.JOB_BOARD: "a job board",
    VendorKind.ASSESSMENT: "assessments",
    VendorKind.SCHEDULING: "scheduling",
    VendorKind.CALENDAR: "calendars",
}


def _hires(sender: Address) -> str:
    """The word by which the sender's name or mailbox is known for one that hires."""
    words = [*local_words(sender.email), *_WORD.findall(sender.name.lower())]
    known = _lists()["hiring_mailboxes"]
    labels = [part for label in sender.domain.split(".")[:-1] for part in label.split("-")]
    found = next((word for word in [*words, *labels] if word in known), "")
    # Firms that live by it have it inside of their name.
    return found or next((label for label in labels if any(part in label for part in _lists()["hiring_firms"])), "")


def _title(subject: str) -> str:
    """What looks like a title in a subject: up to a word that titles turn on and hardly anything else does."""
    words = _SUBJECT_WORDS.findall(subject)
    end = next((number for number, word in enumerate(words) if _turns_on(word, words[:number])), None)
    if end is None:
        return ""
    begin = end
    while begin > max(end - 3, 0) and words[begin - 1][0].isupper():
        begin -= 1
    return " ".join(words[begin : end + 1])


def titles_named(facts: Iterable[str]) -> frozenset[str]:
    """The words of all titles that these facts name, in lower case."""
    named = (fact.partition(" names a job title: ")[2].lower() for fact in facts)
    return frozenset(word for title in named for word in _WORD.findall(title))


def _titles_in(text: str) -> Iterator[str]:
    """Titles in capitals where a text says what it is about."""
    at = 0
    while found := _TITLE_BEHIND.search(text, at):
        at = found.start(1)
        words = found[1].split()
        for number, word in enumerate(words):
            if not (words[0][0].isupper() or word[0].isupper()):
                break
            if _turns_on(word, words[:number]):
                yield " ".join(words[: number + 1])
                return


def _titles_listed(text: str) -> set[str]:
    common = _lists()["everyday_titles"]
    words = {word for word in _WORD.findall(text) if word[0].isupper() and word.lower() not in common}
    return {word.lower() for word in words if names_one_person(word)}


def _turns_on(word: str, before: list[str]) -> bool:
    """Whether a title ends in `word`. An everyday one ("manager") needs a word in capitals before it."""
    if word.lower() in _lists()["everyday_titles"] and not (
        before and before[-1][0].isupper() and word[0].isupper() and not word.isupper()
    ):
        return False
    return names_one_person(word)


@cache
def _lists() -> dict[str, frozenset[str]]:
    source = resources.files("afterword_rules") / "defaults" / "topic_facts.yaml"
    lists: dict[str, str] = read_yaml(source.read_text(encoding="utf-8"), source.name)[0]
    return {name: frozenset(words.split()) for name, words in lists.items()}
