"""The humans in the address fields of a message: who has a human's name, and whether their mailbox is theirs."""

from __future__ import annotations

from afterword_parsers.jobs.name_run import is_organisation
from afterword_parsers.jobs.vendors import vendor_of
from afterword_parsers.message import Address
from afterword_parsers.names.mailbox_names import is_no_reply_mailbox, is_role_mailbox, is_token, local_words
from afterword_parsers.names.name_shapes import is_known_given_name, is_place, looks_like_name
from afterword_parsers.names.names import fits_address, fold, strip_titles
from afterword_parsers.person import Person, PersonSource
from afterword_parsers.words.lexicon import word_set


def person_of(address: Address, source: PersonSource) -> Person | None:
    """The human behind an address, None where a firm, a team or a machine is.

    The address is left out (empty `email`) where the name is a human's and the mailbox is not theirs: a no-reply
    address, a relay's token, a box of the whole firm.
    """
    bare = _personal_part(address.name)
    name, honorific = strip_titles(bare)
    if not name:
        name = name_spelt_by(address.email)
        return Person(name=name, email=address.email, source=source) if name else None
    known = is_known_given_name(name.split()[0])
    fits = _spells(name, address.email, known=known)
    words = local_words(address.email.partition("+")[0])
    # "Maria Sales" is a human where the address says maria.sales@.
    spelt_out = fits and known and " " in name and len(words) > 1
    if not (looks_like_name(_cased(name), single=True) or spelt_out):
        return None
    if " " not in name and not honorific and not (fits and (known or len(words) > 1)):
        return None
    if not fits:
        named_as_human = known and len(bare) < len(address.name.strip())
        if _is_firm(name, address) or not (_may_be_human(address.email, known=known) or named_as_human):
            return None
    usable = address.email and not is_no_reply_mailbox(address.email) and (fits or not is_role_mailbox(address.email))
    return Person(name=_cased(name), email=address.email if usable else "", honorific=honorific, source=source)


def _spells(name: str, email: str, *, known: bool) -> bool:
    """Whether the address is made of the name as a human's is: "Red Hat" over redhat@ is a firm."""
    if not email or is_no_reply_mailbox(email) or not fits_address(name, email):
        return False
    local = email.partition("@")[0].partition("+")[0]
    squashed = " " in name and local == fold(name.replace(" ", ""))
    return not squashed or (known and vendor_of(email) is None)


def _personal_part(name: str) -> str:
    """The display name without what vendors and firms append: "Dana Fox (via Hirely)", "Dana Fox | Foxglove"."""
    lowered = name.lower()
    cuts = [position for cut in word_set("people", "display_cuts") if (position := lowered.find(cut)) > 0]
    text = name[: min(cuts)] if cuts else name
    return text.partition("(")[0].strip(" ,\"'") or name


def _cased(name: str) -> str:
    """A name in which words are all capitals, or all small letters, as people write names."""
    particles = word_set("names", "particles")
    if name.islower():
        return " ".join(word if word in particles else word.title() for word in name.split())
    return " ".join(
        word.title() if word.isupper() and len(word) > 2 and "." not in word else word for word in name.split()
    )


def name_spelt_by(email: str) -> str:
    """The name that an address without a display name spells out (dana.fox@), empty when it does not."""
    local = email.rpartition("@")[0]
    words = local_words(local.partition("+")[0])
    if is_role_mailbox(email) or not 2 <= len(words) <= 3 or "." not in local:
        return ""
    name = " ".join(word.title() for word in words)
    return name if looks_like_name(name) and all(len(word) > 1 for word in words) else ""


def _is_firm(name: str, address: Address) -> bool:
    """Whether the name is the firm's: its words stand in the domain, or are what firms call themselves."""
    if is_organisation(name) or is_place(name):
        return True
    squashed = fold(name.replace(" ", ""))
    first = fold(name.split(maxsplit=1)[0])
    labels = [fold(label) for label in address.domain.split(".")[:-1]]
    local = fold("".join(local_words(address.email.partition("@")[0].partition("+")[0])))
    return any(squashed == label or (len(label) > 4 and label in {first, squashed}) for label in labels) or (
        bool(local) and (squashed == local or (len(local) > 4 and squashed.startswith(local))) and " " in name
    )


def _may_be_human(email: str, *, known: bool) -> bool:
    """Where the address does not repeat the name: over nobody's box a firm's name is as likely as a human's."""
    if not email or is_token(email.rpartition("@")[0]):
        return known
    return not is_role_mailbox(email)
