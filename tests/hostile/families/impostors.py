"""Somebody else in the name of an employer: false senders, domains that look alike, letters that look alike, false Reply-To."""

from __future__ import annotations

from hostile.cases import Case, mail
from hostile.victim import RITA

_AUTH = "Authentication-Results: mx.home.example; "
_REFUSAL = (
    "Hi Nell,\n\nthank you for your interest in the Map Librarian position at Larkspur Atlas. Unfortunately, we have decided not to"
    " move forward with your application.\n\nBest regards,\n{name}\nTalent Partner\nLarkspur Atlas\n"
)
_OFFER = (
    "Hi Nell,\n\nwe are delighted to offer you the position of Map Librarian at Larkspur Atlas.\n\nBest regards,\n{name}\n"
    "Talent Partner\nLarkspur Atlas\n"
)
_MOVED = (
    "Hi Nell,\n\nwe have to move your interview for the Map Librarian position at Larkspur Atlas to Monday 16 March at 15:00. Please"
    " bring your passport.\n\nBest regards,\n{name}\nTalent Partner\nLarkspur Atlas\n"
)
_RECRUITER = (
    "Hi Nell,\n\nI am {name}, the recruiter for the Kiln Technician role at Brindle Foundry. I have your application here, please"
    " write to me directly with any question.\n\nBest regards,\n{name}\nRecruiter\nBrindle Foundry\n"
)


def _forged(name: str, tries: str, results: str, text: str = _REFUSAL) -> Case:
    """Rita's own address, which the owner's server found to be false."""
    raw = mail(RITA, "Map Librarian at Larkspur Atlas", text.format(name="Rita Blom"), more=f"{_AUTH}{results}\n")
    return Case(name, tries, (raw,), says="Authentication-Results")


def _strange(name: str, tries: str, sender: str, text: str, more: str = "", **how: str) -> Case:
    """An address that is not the employer's."""
    role = "Kiln Technician at Brindle Foundry" if text is _RECRUITER else "Map Librarian at Larkspur Atlas"
    raw = mail(sender, f"Your application for {role}", text.format(name=sender.partition(" <")[0]), more=more)
    distrust = "" if text is _RECRUITER else "stranger"
    return Case(name, tries, (raw,), **{"distrust": distrust} | how)  # type: ignore[arg-type]


CASES = (
    _forged(
        "DMARC fails", "A refusal in Rita's name, forged: nothing ends.", "dmarc=fail header.from=larkspur.example"
    ),
    _forged(
        "SPF and DKIM fail",
        "An offer in Rita's name, of a domain without DMARC: nothing ends.",
        "spf=fail smtp.mailfrom=larkspur.example; dkim=none",
        _OFFER,
    ),
    _forged(
        "DKIM fails alone",
        "A moved interview in Rita's name with a broken signature and nothing for it: nothing moves.",
        "dkim=fail header.d=larkspur.example; spf=none",
        _MOVED,
    ),
    _forged(
        "SPF passes for another domain",
        "The attacker's own domain passes SPF, and DMARC fails: nothing ends.",
        "spf=pass smtp.mailfrom=attack.example; dmarc=fail header.from=larkspur.example",
    ),
    _forged(
        "a false result below the true one",
        "The attacker's own Authentication-Results stands below the server's: only the topmost counts.",
        "dmarc=fail header.from=larkspur.example\nAuthentication-Results: mx.home.example; dmarc=pass; dkim=pass; spf=pass",
    ),
    _strange(
        "one letter more",
        "A refusal from a domain that looks alike: nothing ends.",
        "Rita Blom <rita.blom@larkspurr.example>",
        _REFUSAL,
    ),
    _strange(
        "a digit for a letter",
        "An offer from a domain that looks alike: nothing ends.",
        "Rita Blom <rita.blom@1arkspur.example>",
        _OFFER,
    ),
    _strange(
        "rn for m",
        "A recruiter of a domain that looks alike: no draft goes there.",
        "Odo Sandford <odo.sandford@brindlefoumdry.example>",
        _RECRUITER,
    ),
    _strange(
        "the domain as a label of another",
        "The employer's domain stands inside of the attacker's: nothing moves.",
        "Rita Blom <rita.blom@larkspur.example.attack.example>",
        _MOVED,
    ),
    _strange(
        "a domain in Cyrillic",
        "A domain whose letters look the same: nothing ends.",
        "Rita Blom <rita.blom@lаrkspur.example>",
        _REFUSAL,
    ),
    _strange(
        "the same domain in ASCII",
        "The same, as the network writes it: nothing ends.",
        "Rita Blom <rita.blom@xn--lrkspur-2fg.example>",
        _REFUSAL,
    ),
    _strange(
        "free mail in the recruiter's name",
        "Rita's name over a mailbox that anybody can have: nothing moves.",
        "Rita Blom <rita.blom.larkspur@gmail.com>",
        _MOVED,
    ),
    _strange(
        "the address as a name",
        "Rita's address stands where the name stands: nothing ends.",
        '"rita.blom@larkspur.example" <x@attack.example>',
        _REFUSAL,
    ),
    _strange(
        "two addresses in From",
        "The employer's address stands second in From: the first is the sender.",
        "Mallory <m@attack.example>, Rita Blom <rita.blom@larkspur.example>",
        _REFUSAL,
    ),
    _strange(
        "homographs in the name",
        "Rita's name in Greek and Cyrillic letters: no second Rita, no draft to her.",
        "Ritа Βlom <rita@attack.example>",
        _MOVED,
    ),
    _strange(
        "a recruiter from nowhere",
        "A stranger says that they recruit for an employer who has written: no draft goes to them.",
        "Mallory Quist <mallory.quist@attack.example>",
        _RECRUITER,
    ),
    _strange(
        "a refusal by free mail from a machine",
        "A machine's refusal from a mailbox that anybody can have: nothing ends.",
        "Larkspur Atlas <noreply.larkspuratlas@gmail.com>",
        _REFUSAL,
    ),
    Case(
        "Reply-To leads away",
        "The employer's address in From, a second Rita's in Reply-To: no draft goes to her.",
        (
            mail(
                "Larkspur Atlas <talent@larkspur.example>",
                "Map Librarian at Larkspur Atlas",
                "Hi Nell,\n\nlooking forward to Thursday.\n\nRita Blom\n",
                more="Reply-To: Rita Blom <rita.blom@attack.example>\n",
            ),
        ),
    ),
    Case(
        "Reply-To of the foundry leads away",
        "A confirmation again, with somebody to answer to in another domain: no draft goes there.",
        (
            mail(
                "Brindle Foundry <no-reply@brindle.example>",
                "Kiln Technician at Brindle Foundry",
                "Hi Nell,\n\nthank you for applying for the position of Kiln Technician at Brindle Foundry. We have received your"
                " application.\n\nThe Brindle Foundry hiring team\n",
                more="Reply-To: Mallory Quist <mallory.quist@attack.example>\n",
            ),
        ),
        adds=True,
    ),
    Case(
        "Sender says otherwise",
        "A stranger's From with the employer's Sender and Return-Path: the stranger is meant.",
        (
            mail(
                "Mallory Quist <mallory.quist@attack.example>",
                "Map Librarian at Larkspur Atlas",
                _REFUSAL.format(name="Mallory Quist"),
                more=f"Sender: {RITA}\nReturn-Path: <rita.blom@larkspur.example>\n",
            ),
        ),
        distrust="stranger",
    ),
)
