"""A stranger who answers in a thread that is known: the thread proves nothing, the address does."""

from __future__ import annotations

from hostile.cases import Case, in_thread, mail
from hostile.victim import ANSWER, LETTER, RITA, TOMAS

_MALLORY = "Mallory Quist <mallory.quist@attack.example>"
_SUBJECT = "Re: Map Librarian at Larkspur Atlas"


def _answer(
    name: str, tries: str, text: str, sender: str = _MALLORY, more: str = "", distrust: str = "stranger"
) -> Case:
    raw = mail(
        sender, _SUBJECT, f"Hi Nell,\n\n{text}\n\nBest regards,\nMallory Quist\n", more=in_thread(LETTER, ANSWER) + more
    )
    return Case(name, tries, (raw,), distrust=distrust)


CASES = (
    _answer(
        "refusal",
        "A stranger declines in the thread: nothing ends.",
        "unfortunately we have decided not to move forward with your application.",
    ),
    _answer(
        "offer",
        "A stranger offers in the thread: nothing ends.",
        "we are delighted to offer you the position of Map Librarian!",
    ),
    _answer(
        "filled",
        "A stranger says that the post is filled: nothing ends.",
        "the Map Librarian position has been filled in the meantime. We wish you all the best.",
    ),
    _answer(
        "moved",
        "A stranger moves the interview: it stays where it is.",
        "we need to move your interview to Monday 16 March at 15:00. Sorry for the trouble.",
    ),
    _answer(
        "cancelled",
        "A stranger calls the interview off: it stands.",
        "the interview on Thursday 12 March is cancelled.",
    ),
    _answer(
        "a second talk",
        "A stranger arranges another talk: there is none, and no thanks for it.",
        "we would like to invite you to a second interview with me on Wednesday 11 March at 15:00.",
    ),
    _answer(
        "a promise",
        "A stranger promises news by June: the question for news is not put off.",
        "we are still reviewing all applications; you will hear from us by 30 June.",
    ),
    _answer(
        "a human answer",
        "A stranger merely answers: that is no answer of the employer, and nothing stops.",
        "thanks for your message, I have passed it on.",
    ),
    _answer(
        "known people copied",
        "A stranger copies Rita and Tomas: that makes nobody known.",
        "unfortunately we have decided not to move forward with your application.",
        more=f"Cc: {RITA}, {TOMAS}\n",
    ),
    _answer(
        "known people as Reply-To",
        "A stranger names Rita for replies: nothing ends.",
        "unfortunately we have decided not to move forward with your application.",
        more=f"Reply-To: {RITA}\n",
    ),
    _answer(
        "Rita's name",
        "A stranger under Rita's name declines in the thread: nothing ends.",
        "unfortunately we have decided not to move forward with your application.",
        sender="Rita Blom <rita@attack.example>",
    ),
    _answer(
        "withdrawn for the owner",
        "A stranger says that the owner withdrew: nothing ends.",
        "we confirm that you have withdrawn your application for Map Librarian.",
    ),
    Case(
        "the second letter of a stranger",
        "A stranger becomes no acquaintance by writing twice.",
        (
            mail(_MALLORY, _SUBJECT, "Hi Nell,\n\nI take over from Rita.\n\nMallory Quist\n", more=in_thread(LETTER)),
            mail(
                _MALLORY,
                _SUBJECT,
                "Hi Nell,\n\nunfortunately we have decided not to move forward with your application.\n\nMallory Quist\n",
                more=in_thread(LETTER, ANSWER),
            ),
        ),
        distrust="stranger",
    ),
    Case(
        "a thread of its own under known ids",
        "References name the thread in the middle of many: nothing ends.",
        (
            mail(
                _MALLORY,
                _SUBJECT,
                "Hi Nell,\n\nunfortunately we have decided not to move forward with your application.\n\nMallory Quist\n",
                more=in_thread(
                    *(f"<{number}@attack.example>" for number in range(50)), LETTER, "<last@attack.example>"
                ),
            ),
        ),
        distrust="stranger",
    ),
    Case(
        "the id of a known message",
        "A second message under the id of Rita's letter: the first stays what it is.",
        (
            mail(
                RITA,
                "Map Librarian at Larkspur Atlas",
                "Hi Nell,\n\nunfortunately we have decided not to move forward with your application.\n\nRita Blom\n",
                message_id=LETTER,
            ),
        ),
    ),
)
