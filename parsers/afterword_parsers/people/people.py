"""The humans of a message: who wrote it, who is copied, who signed, who is named, and who will talk with the reader."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from afterword_parsers.names.mailbox_names import is_no_reply_mailbox, is_role_mailbox
from afterword_parsers.names.name_shapes import is_known_given_name, looks_like_name
from afterword_parsers.names.names import fits_address, fold, same_person, short_for
from afterword_parsers.people.correspondents import name_spelt_by, person_of
from afterword_parsers.people.name_context import Surroundings
from afterword_parsers.people.named_people import is_for_other_matters, people_named
from afterword_parsers.people.prose_lines import sentences, unwrap
from afterword_parsers.people.sentence_cues import CLOCK, looks_back, speaks_of_meeting
from afterword_parsers.people.signature_block import person_in_signature
from afterword_parsers.person import Person, PersonSource
from afterword_parsers.words.lexicon import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable

    from afterword_parsers.message import Address, Message, Words

_EMAIL = re.compile(r"[\w.+\-']{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63})+")
_GREETING_END = re.compile(r"[,!:.]|\s[–—-]\s|$")
_LONGEST_GREETING = 80
_MAX_GREETING_LINES = 4
_MAX_TEXT = 60_000
_ORDER = {source: rank for rank, source in enumerate(PersonSource)}


def people_in(message: Message) -> tuple[Person, ...]:
    """Every human of the message once, the sender first; the reader is left out where the message tells who that is.

    Firms, teams, rooms, places and task mailboxes are no people. A human whose address is not theirs (a no-reply box,
    a relay's token) comes with an empty `email`.
    """
    letter, greeted = _without_greeting(message.text.own)
    readers = _readers(message, greeted)
    sender = person_of(message.sender, PersonSource.SENDER)
    found: list[Person] = [sender] if sender else []
    found += _correspondents(message.reply_to, PersonSource.REPLY_TO)
    found += _correspondents(message.cc, PersonSource.CC)
    signer = _signer(message, sender)
    if signer:
        found.append(signer)
    about = _surroundings(message, readers, found)
    found += people_named(letter, about)
    if message.other is not None:
        others = people_named(_without_greeting(message.other.own)[0], about)
        # Offsets are those of the text that dates are looked for in: of the other one only where there is no first.
        found += others if not letter.strip() else [replace(person, begin=-1) for person in others]
    if sender is None:
        found += _spelt_in_addresses(letter, about, found)
    merged = _merged(one for one in found if not _is_reader(one, readers, sender))
    if sender or signer:
        merged = _with_own_words(merged, sender or signer, letter)
    return tuple(merged)


def _correspondents(addresses: tuple[Address, ...], source: PersonSource) -> list[Person]:
    people = (person_of(address, source) for address in addresses)
    # A team's name over a human's box (or the reverse) is no human to write to.
    return [person for person in people if person is not None]


def _signer(message: Message, sender: Person | None) -> Person | None:
    known = [person.name for person in (sender, *_correspondents(message.reply_to, PersonSource.REPLY_TO)) if person]
    domain = message.sender.domain
    for words in _texts(message):
        signer = person_in_signature(words.signature, tuple(known), domain)
        if signer and (signer.email or fold(signer.name.replace(" ", "")) not in _firms(message, "")):
            return _with_full_name(_with_address(signer, message), sender)
    return None


def _with_address(signer: Person, message: Message) -> Person:
    """The signer with the address of the message's fields that is made of their name, where the signature has none."""
    if signer.email or " " not in signer.name:
        return signer
    fields = [one.email for one in (message.sender, *message.reply_to, *message.cc)]
    in_text = [email.lower() for words in _texts(message) for email in _EMAIL.findall(words.own[:_MAX_TEXT])[:50]]
    known = (email for email in (*fields, *in_text) if fits_address(signer.name, email))
    return replace(signer, email=next((email for email in known if not is_no_reply_mailbox(email)), ""))


def _with_full_name(signer: Person, sender: Person | None) -> Person:
    """A given name under the letter is the sender's: the full name stands in From."""
    if sender and " " not in signer.name and short_for(signer.name, sender.name):
        return replace(signer, name=sender.name)
    return signer


def _texts(message: Message) -> tuple[Words, ...]:
    return (message.text,) if message.other is None else (message.text, message.other)


def _readers(message: Message, greeted: str) -> tuple[str, ...]:
    """Names and addresses of the one who is written to: the only To, or the one of several who is greeted."""
    readers = list(message.to)
    if len(readers) > 1:
        words = {fold(word) for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", greeted)}
        readers = [one for one in readers if words & {fold(word) for word in (one.name or one.email).split()}]
        readers = readers if len(readers) == 1 else []
    return tuple(text for one in readers for text in (one.name, one.email) if text)


def _is_reader(person: Person, readers: tuple[str, ...], sender: Person | None) -> bool:
    if person is sender:
        return False
    return any(same_person(person, reader) if "@" not in reader else person.email == reader for reader in readers)


def _without_greeting(text: str) -> tuple[str, str]:
    """The letter without its greeting, and the greeting: the name in it is the reader's."""
    lines = text.split("\n")
    for position, line in enumerate(lines[:_MAX_GREETING_LINES]):
        if not line.strip():
            continue
        # "Sehr geehrter Herr Dr. Fox," has a full stop inside.
        head = line[:_LONGEST_GREETING]
        end = head.find(",") if "," in head and len(head[: head.find(",")].split()) <= 8 else -1
        end = end if end > 0 else next(mark.start() for mark in _GREETING_END.finditer(head))
        words = head[:end].lower().replace("’", "'").strip()
        alone = not line[end + 1 :].strip() and 0 < len(words.split()) <= 4
        greets = f"{words} ".startswith(tuple(f"{greeting} " for greeting in word_set("people", "greetings")))
        if alone or (greets and len(words.split()) <= 8):
            # Blanks in its place: what stands behind it stays where it was.
            rest = " " * len(line[: end + 1]) + line[end + 1 :]
            return "\n".join([*lines[:position], rest, *lines[position + 1 :]]), head[:end]
        return text, ""
    return text, ""


def _surroundings(message: Message, readers: tuple[str, ...], people: list[Person]) -> Surroundings:
    addresses = {(person.name, person.email): None for person in people}
    for address in (*message.to, *message.cc):
        person = person_of(address, PersonSource.CC)
        if person and not _is_reader(person, readers, None):
            addresses[person.name, person.email] = None
    for link in message.links:
        if link.href[:7].lower() == "mailto:":
            email = link.href[7:].partition("?")[0].lower()
            if not is_role_mailbox(email):
                name = link.text if looks_like_name(link.text, single=True) else ""
                addresses[name or _name_of(email, readers), email] = None
    whole = "\n".join(f"{words.own[:_MAX_TEXT]}\n{words.signature[:_MAX_TEXT]}" for words in _texts(message))
    for email in _EMAIL.findall(whole)[:100]:
        if not is_role_mailbox(email):
            addresses[_name_of(email.lower(), readers), email.lower()] = None
    text = " ".join(f"{message.subject} \n {whole}".lower().replace("’", "'").split())
    return Surroundings(tuple(addresses), readers, _firms(message, whole), text[:_MAX_TEXT])


def _spelt_in_addresses(letter: str, about: Surroundings, found: list[Person]) -> list[Person]:
    """Humans whom a machine's mail names by their address alone: "For questions write to dana.fox@foxglove.example"."""
    known = {person.email for person in found}
    people: list[Person] = []
    for line in unwrap(letter[:_MAX_TEXT]):
        for match in _EMAIL.finditer(line):
            email = match[0].lower().rstrip(".")
            name = next((name for name, other in about.addresses if other == email and name), "")
            if name and email not in known and not is_for_other_matters(line, match.start()):
                people.append(Person(name, email))
    return people


def _name_of(email: str, readers: tuple[str, ...]) -> str:
    """The name that an address in the text spells out with a known given name; empty for the reader's own."""
    name = "" if email in readers else name_spelt_by(email)
    return name if name and is_known_given_name(name.partition(" ")[0]) else ""


def _firms(message: Message, text: str) -> frozenset[str]:
    """Squashed names of firms: the sender's name where it is no human's, and what the domains in the mail say."""
    firms: set[str] = set()
    if person_of(message.sender, PersonSource.SENDER) is None:
        firms.add(fold(message.sender.name.replace(" ", "")))
    domains = [message.sender.domain, *(address.domain for address in (*message.reply_to, *message.cc))]
    domains += [email.rpartition("@")[2] for email in _EMAIL.findall(text)[:50]]
    for domain in domains:
        firms.update(fold(label) for label in domain.split(".")[:-1] if len(label) > 3)
    return frozenset(firm for firm in firms if firm)


def _merged(people: Iterable[Person]) -> list[Person]:
    merged: list[Person] = []
    for person in sorted(people, key=lambda one: _ORDER[one.source]):
        for position, known in enumerate(merged):
            if same_person(known, person) or (person.honorific and short_for(person.name, known.name)):
                merged[position] = _joined(known, person)
                break
        else:
            merged.append(person)
    return merged


def _joined(known: Person, other: Person) -> Person:
    return replace(
        known,
        name=_better_name(known.name, other.name),
        email=known.email or other.email,
        title=known.title or other.title,
        honorific=max(known.honorific, other.honorific, key=len),
        phone=known.phone or other.phone,
        meets=_meeting(known.meets, other.meets),
        begin=known.begin if known.begin >= 0 else other.begin,
    )


def _better_name(one: str, other: str) -> str:
    """The fuller spelling; of two equally full ones that with its accents."""
    if len(one.split()) != len(other.split()):
        return max(one, other, key=lambda name: len(name.split()))
    return other if one.isascii() and not other.isascii() else one


def _meeting(*answers: bool | None) -> bool | None:
    """A "no" is said on purpose; it stands against a "yes" out of a list."""
    said = [answer for answer in answers if answer is not None]
    return all(said) if said else None


def _with_own_words(people: list[Person], writer: Person | None, letter: str) -> list[Person]:
    """What the writer says of taking part themselves."""
    said = _own_part(letter)
    if writer is None or said is None:
        return people
    return [replace(person, meets=said) if same_person(person, writer) else person for person in people]


def _own_part(letter: str) -> bool | None:
    lines = ((line, span) for line in unwrap(letter) for span in sentences(line))
    said = [" ".join(line[begin:end].lower().replace("’", "'").split()) for line, (begin, end) in lines]
    text = "\n".join(said)
    if _says(text, "me_absent"):
        return False
    if _says(text, "me_meets"):
        return True
    if _says(text, "me_ours") and any(_says(sentence, "me_ours") and not looks_back(sentence) for sentence in said):
        return True
    for sentence in said if _with_me().search(text) else ():
        with_me = not _says(sentence, "me_with_not") and _with_me().search(sentence)
        if with_me and (speaks_of_meeting(sentence) or CLOCK.search(sentence)):
            return True
    return None


def _says(text: str, name: str) -> bool:
    return any(words in text for words in word_set("people", name))


@cache
def _with_me() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, word_set('people', 'me_with')))})\b")
