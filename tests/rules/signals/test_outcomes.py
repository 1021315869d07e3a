"""How a search ends: refusals, offers, and what the owner answers, in the many ways in which people say it."""

from __future__ import annotations

import pytest

from afterword_parsers.message import Address, Marks, Message, Words
from afterword_parsers.words.language import language_of
from afterword_rules.signal import Signal, SignalKind
from afterword_rules.signals.classify import classify
from afterword_rules.signals.signal_rules import load_signal_rules

RULES, _ = load_signal_rules()

REFUSALS = [
    # It is somebody else.
    "The partners have appointed an internal candidate as Toll Keeper.",
    "We went with somebody who has kept a toll bridge before. Thank you for your interest in the role.",
    "The applicant whom the wardens picked for the Toll Keeper role grew up by the bridge.",
    "The Toll Keeper job has gone to one of the ferrymen.",
    "After a long debate the board has decided to move forward with another candidate for the Toll Keeper role.",
    "You came a very close second for the Toll Keeper post.",
    # It ends here.
    "For the Toll Keeper role we would rather leave things there.",
    "With that your application as Toll Keeper has come to a close, to use the hiring office's word; the journey comes to an end.",
    "It's a no for the Toll Keeper job, and not an easy one.",
    "Your application for Toll Keeper goes no further.",
    "We won't be taking you through to the next round for Toll Keeper, sorry.",
    # The place is gone.
    "The county has stopped all recruitment at its bridges, the Toll Keeper role included.",
    "The county scrapped the Toll Keeper post this morning.",
    "We decided not to replace the old Toll Keeper after all, so there's no job any more.",
    # The reader is not taken.
    "I can't take you on at the bridge this year, the Toll Keeper job needs a swimmer.",
    "You did not reach the required standard in the toll test for the position.",
    "I don't think you'd be happy as Toll Keeper, and the role would not be the right one for you.",
    "We must rescind the offer for the Toll Keeper position.",
    "The client has passed on you for the Toll Keeper role, I'm afraid.",
    # Auf Deutsch, en français, en español.
    "Für die Stelle an der Brücke haben wir uns nach langem Überlegen für einen Kollegen entschieden, der den Fluss schon kennt.",
    "Ich muss Ihnen für die Stelle an der Brücke leider absagen.",
    "Die Stelle an der Brücke wird nicht nachbesetzt.",
    "Die Wahl fiel auf eine Bewerberin, die schon Brücken gehütet hat. Ihre Bewerbung war sehr gut.",
    "Nous avons décidé de ne pas poursuivre avec vous le recrutement pour le poste au pont.",
    "La place au pont est prise depuis lundi, le poste est pourvu. Bonne continuation.",
    "Nos hemos decantado por otra persona para el puesto del puente.",
    "La vacante del puente ya se ha cubierto.",
]

OFFERS = [
    "We all want you to start with us as Toll Keeper, and soon.",
    "The ferrymen and I are glad to offer you the post. The bridge is yours from May.",
    "The Toll Keeper job is yours if you like it.",
    "I'm delighted to confirm your appointment as Toll Keeper; the contract is enclosed.",
    "You've been selected for the post of Toll Keeper at a salary of £31,000.",
    "We would like you to join us as Toll Keeper. Your contract follows by post.",
    "Wir würden Sie sehr gern an der Brücke einstellen. Anbei erhalten Sie den Arbeitsvertrag.",
    "Unsere Wahl ist auf Sie gefallen: die Stelle an der Brücke ist Ihre.",
    "J'ai le plaisir de vous proposer le poste de gardienne du pont ; le contrat suivra.",
    "Queremos que formes parte del equipo del puente; te ofrecemos el puesto de guardesa.",
]

YES = [
    "I'm delighted to take up the post of Toll Keeper.",
    "Hereby I confirm my acceptance of the Toll Keeper position.",
    "The contract is signed and in the post. See you at the bridge!",
    "I'd be honoured to join the bridge company as Toll Keeper.",
    "Ich nehme die Stelle an der Brücke sehr gern an.",
    "C'est oui, j'accepte le poste au pont.",
    "Acepto la oferta con mucho gusto.",
]

NO = [
    "I need to pull out of the running for the Toll Keeper job.",
    "Please take me off the list for the Toll Keeper job.",
    "Thank you for the offer. I've slept on it and I'm going to say no.",
    "I've taken a job elsewhere, so please consider my application withdrawn.",
    "I have decided to stay where I am.",
    "Hiermit ziehe ich meine Bewerbung für die Brücke zurück.",
    "Je retire ma candidature pour le poste au pont.",
    "He decidido no aceptar la oferta del puente.",
]

# Words of outcomes, and no outcome.
LOOKALIKES = [
    ("We have not yet chosen a candidate for the Toll Keeper role; you will hear from us on Friday.", "rejected"),
    ("Should we go with another candidate for the Toll Keeper role, we'll tell you.", "rejected"),
    ("We can't progress your application for Toll Keeper until you have sent us your licence.", "rejected"),
    ("Unfortunately I can't make Thursday for our talk about the role, could we move it?", "rejected"),
    ("You haven't been turned down for the Toll Keeper role; the panel needs one more week.", "rejected"),
    ("Wir haben uns für die Stelle an der Brücke noch nicht entschieden.", "rejected"),
    ("Den Termin für das Gespräch über die Stelle muss ich Ihnen leider absagen.", "rejected"),
    ("We'd love you to join us for an interview about the Toll Keeper job.", "offer"),
    ("I'm sorry that we can't offer you the Toll Keeper job.", "offer"),
    ("We would be glad to have you in for a chat about the Toll Keeper role.", "offer"),
    ("Leider können wir Sie an der Brücke nicht einstellen.", "offer"),
]

NOT_FINAL = [
    "I'd be happy to join the call on Tuesday.",
    "I have to decline Thursday, could we say Friday?",
    "I'm not available on Monday, but Tuesday suits me.",
    "Before I accept your offer I'd like to ask about the night shifts.",
    "Den Termin am Donnerstag nehme ich gern an.",
    "Leider muss ich den Termin am Montag absagen.",
    "I would like to accept the flat at the rent you named.",
]


def judged(text: str, *, outgoing: bool = False) -> Signal:
    """The verdict about a person's letter."""
    words = Words(own=text)
    message = Message(
        message_id="<1@tollbridge.example>",
        sent=None,
        sender=Address("Orla Penn", "orla.penn@tollbridge.example"),
        subject="Re: Toll Keeper",
        text=words,
        marks=Marks(),
        language=language_of(text),
    )
    return classify(message, RULES, outgoing=outgoing)


@pytest.mark.parametrize("text", REFUSALS)
def test_hears_a_refusal_however_it_is_put(text: str) -> None:
    """Somebody else, no further, no such place, not you: each is a refusal without the word."""
    assert SignalKind.REJECTED == judged(text).kind


@pytest.mark.parametrize("text", OFFERS)
def test_hears_an_offer_however_it_is_put(text: str) -> None:
    """An employer who wants the reader, or sends the contract, makes an offer."""
    assert SignalKind.OFFER == judged(text).kind


@pytest.mark.parametrize("text", YES)
def test_hears_the_owner_say_yes(text: str) -> None:
    """The owner takes the job, in whatever words."""
    assert SignalKind.ACCEPTED == judged(text, outgoing=True).kind


@pytest.mark.parametrize("text", NO)
def test_hears_the_owner_leave(text: str) -> None:
    """The owner leaves a process or declines an offer, in whatever words."""
    assert SignalKind.WITHDRAWN == judged(text, outgoing=True).kind


@pytest.mark.parametrize(("text", "trap"), LOOKALIKES)
def test_takes_no_outcome_from_its_words_alone(text: str, trap: str) -> None:
    """What is not yet so, what hangs on something, and what is about a day only, is no outcome."""
    assert trap != judged(text).kind


@pytest.mark.parametrize("text", NOT_FINAL)
def test_the_owner_arranging_a_day_ends_nothing(text: str) -> None:
    """To decline a Thursday is not to decline a job, and to accept a call is not to accept one."""
    assert judged(text, outgoing=True).kind not in {SignalKind.ACCEPTED, SignalKind.WITHDRAWN}


@pytest.mark.parametrize(
    "text",
    [
        "I'm afraid it isn't the letter I hoped to write. I wish you luck with the search, and do try again next year.",
        "In the end the board chose otherwise, sorry. I hope you find somewhere soon.",
    ],
)
def test_two_cues_are_enough_for_the_letter_of_a_person(text: str) -> None:
    """Regret, good wishes and an invitation to come again add up where nothing is said outright."""
    signal = judged("Your application for Toll Keeper made us read it twice. " + text)
    assert SignalKind.REJECTED in {signal.kind, signal.runner_up}
