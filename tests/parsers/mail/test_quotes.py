"""A text taken apart: own words, signature, quotes, forwarded mail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword_parsers.mail.quotes import take_apart
from afterword_parsers.message import Words


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, Mar 2, 2026 at 9:00 AM Dana Fox <dana@x.example> wrote:",
        "On Mon, Mar 2, 2026 at 9:00 AM Dana Fox\n<dana@x.example> wrote:",
        "On 3/2/26 09:00, Dana Fox wrote:",
        "Am Mo., 2. März 2026 um 09:00 Uhr schrieb Dana Fox <dana@x.example>:",
        "Am 02.03.26 um 09:00 schrieb Dana Fox:",
        "Dana Fox <dana@x.example> schrieb am Mo., 2. März 2026, 09:00:",
        "Le lun. 2 mars 2026 à 09:00, Dana Fox <dana@x.example> a écrit :",
        "Le 02/03/2026 à 09:00, Dana Fox a écrit :",
        "El lun, 2 mar 2026 a las 9:00, Dana Fox (<dana@x.example>) escribió:",
        "Op ma 2 mrt. 2026 om 09:00 schreef Dana Fox <dana@x.example>:",
    ],
)
@pytest.mark.parametrize("mark", ["> ", ""])
def test_attributions_begin_a_quote(attribution: str, mark: str) -> None:
    """The line before a quote is known in each language, wrapped or not, with marks behind it or without."""
    words = take_apart(f"new words\n\n{attribution}\n\n{mark}old words\n{mark}more")

    assert "new words" == words.own
    assert words.quoted.startswith(attribution)
    assert "old words" in words.quoted


@pytest.mark.parametrize(
    "block",
    [
        "From: Dana Fox <dana@x.example>\nSent: Monday, March 2, 2026 9:00 AM\nTo: Sam\nSubject: x",
        "*From:* Dana Fox <dana@x.example>\n*Date:* Monday\n*To:* Sam",
        "________________________________\nVon: Dana Fox\nGesendet: Montag, 2. März 2026 09:00\nAn: Sam\nBetreff: x",
        "De : Dana Fox\nEnvoyé : lundi 2 mars 2026 09:00\nÀ : Sam\nObjet : x",
        "De: Dana Fox\nEnviado el: lunes, 2 de marzo de 2026 9:00\nPara: Sam\nAsunto: x",
        "-----Original Message-----\nFrom: Dana Fox\nSent: Monday\nTo: Sam",
        "-----Ursprüngliche Nachricht-----\nVon: Dana Fox\nGesendet: Montag\nAn: Sam",
        "From: Dana Fox\n\nSent: Monday\n\nTo: Sam",
    ],
)
def test_copied_headers_begin_a_quote(block: str) -> None:
    """The header that Outlook copies above the earlier mail ends the sender's words."""
    words = take_apart(f"new words\n\n{block}\n\nold words")

    assert "new words" == words.own
    assert "old words" in words.quoted


@pytest.mark.parametrize(
    "text",
    [
        "Your slot:\nFrom: 10:00 AM\nTo: 11:00 AM\nLocation: Room 4\nplease be on time",
        "From: 10:00\nTo: 11:00\nDate: Monday\nsee you",
        "On Friday at 3pm we wrote:\nsomething on the board",
        "She wrote: come in. I wrote: why not",
        "From: here on it gets better, and more and more\nso let us talk",
        "______________________\nMicrosoft Teams meeting\nJoin the meeting now",
    ],
)
def test_what_only_looks_like_a_header_is_own(text: str) -> None:
    """A timetable, a sentence and a ruler quote nobody."""
    words = take_apart(text)

    assert "" == words.quoted
    assert text == words.own


@pytest.mark.parametrize(
    "marker",
    ["---------- Forwarded message ---------", "Begin forwarded message:", "---------- Weitergeleitete Nachricht ----------",
     "---------- Message transféré ----------", "---------- Mensaje reenviado ---------"],
)  # fmt: skip
def test_forwarded_mail_is_labelled(marker: str) -> None:
    """What is passed on is neither own nor quoted."""
    words = take_apart(f"look at this\n\n{marker}\nFrom: Dana\nDate: Monday\nSubject: x\n\nwords")

    assert Words(own="look at this", forwarded=f"{marker}\nFrom: Dana\nDate: Monday\nSubject: x\n\nwords") == words


def test_answers_between_quotes_are_own() -> None:
    """Marked lines are quotes wherever they stand."""
    words = take_apart("On 3/2/26 09:00, Dana wrote:\n> one?\nyes\n> two?\nno")

    assert "yes\nno" == words.own


@pytest.mark.parametrize(
    ("text", "own", "signature"),
    [
        ("Hi\n\n-- \nDana Fox\nRecruiter", "Hi", "Dana Fox\nRecruiter"),
        ("Hi\n\n--\nDana Fox | Recruiter", "Hi", "Dana Fox | Recruiter"),
        (
            "Please call.\n\nRegards,\n\nDana Fox\nTalent Acquisition Manager\nFoxglove LLC | 40 Mill Road, Kent\nT 816 555 0172",
            "Please call.\n\nRegards,",
            "Dana Fox\nTalent Acquisition Manager\nFoxglove LLC | 40 Mill Road, Kent\nT 816 555 0172",
        ),
        ("Text.\n\nMit freundlichen Grüßen\n\nDana Fox\nReferentin\n\nFox GmbH\nTelefon 0761 5550-142", "Text.\n\nMit freundlichen Grüßen",
         "Dana Fox\nReferentin\n\nFox GmbH\nTelefon 0761 5550-142"),
        ("Texte.\n\nBien cordialement,\nDana Fox\nChargée de recrutement", "Texte.\n\nBien cordialement,", "Dana Fox\nChargée de recrutement"),
        ("Texto.\n\nUn saludo,\nDana Fox", "Texto.\n\nUn saludo,", "Dana Fox"),
        ("Talk soon!\n\nDana Fox\nRecruiting, Foxglove\ndana.fox@foxglove.example", "Talk soon!", "Dana Fox\nRecruiting, Foxglove\ndana.fox@foxglove.example"),
        ("Tuesday is fine.\n\nDana", "Tuesday is fine.", "Dana"),
        ("Text.\n\nBest,\nThe Foxglove Team\n\nThis message was sent from a box that nobody reads.",
         "Text.\n\nBest,\n\nThis message was sent from a box that nobody reads.", "The Foxglove Team"),
    ],
)  # fmt: skip
def test_signatures_are_set_apart(text: str, own: str, signature: str) -> None:
    """With a delimiter, behind closing words, or as a block of its own."""
    words = take_apart(text)

    assert own == words.own
    assert signature == words.signature


@pytest.mark.parametrize("ps", ["P.S. Bring your badge, please.", "PS: Bring your badge, please."])
def test_a_post_scriptum_is_own(ps: str) -> None:
    """What follows the signature on purpose is part of the letter."""
    assert f"Hi\n\nBest,\n\n{ps}" == take_apart(f"Hi\n\nBest,\nDana Fox\nRecruiter\n\n{ps}").own
    assert ps in take_apart(f"Hi\n\n-- \nDana Fox\n\n{ps}").own


def test_facts_behind_thanks_are_own() -> None:
    """A list of date and place below a word of thanks is no signature."""
    text = "Thank you\n\nDate: March 3, 2026\nTime: 10:00 AM\nLocation: Hall B"

    assert text == take_apart(text).own


def test_the_signature_above_a_quote_is_found() -> None:
    """The signature stands between the letter and what it answers."""
    words = take_apart("Good.\n\nDana\n\n-- \nDana Fox | Recruiter\n\nOn 3/2/26 09:00, Sam wrote:\n\n> Hi")

    assert "Good.\n\nDana" == words.own
    assert "Dana Fox | Recruiter" == words.signature


@given(st.text(alphabet=st.sampled_from("OnwroteFrmTS: >-_\n<a@b.c>2026"), max_size=400))
def test_no_letter_gets_lost(text: str) -> None:
    """The parts together hold every visible character of the text."""
    words = take_apart(text)
    parts = words.own + words.signature + words.quoted + words.forwarded
    delimiters = sum(line.rstrip() == "--" for line in text.split("\n"))

    assert (
        len("".join(text.split())) - len("".join(parts.split())) in {0, 2}
        if delimiters
        else sorted("".join(text.split())) == sorted("".join(parts.split()))
    )


@pytest.mark.parametrize(
    "piece",
    [
        "On Mon, Mar 2, 2026 at 9:00 AM Dana wrote",
        "On Mon, Mar 2, 2026\n",
        "From: a\n",
        "From: a\nTo: b\n",
        "Best,\nDana Fox\n",
        "-- \n",
        "> ",
        "_",
    ],
)
def test_hostile_texts_come_back(piece: str) -> None:
    """Sixty thousand characters of almost-quotes are taken apart like any others."""
    assert isinstance(take_apart(piece * (60_000 // len(piece))), Words)
