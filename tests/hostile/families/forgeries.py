"""Mail in the owner's own name, and machines that answer machines."""

from __future__ import annotations

from daemon.homes import ME
from hostile.cases import Case, in_thread, mail
from hostile.victim import ANSWER, ATTACK, INTERVIEW, LETTER, OTIS, RITA, TOMAS, event, invitation

_NELL = f"Nell Hopper <{ME}>"
_SUBJECT = "Re: Map Librarian at Larkspur Atlas"
_DIRECT = "mina.crowe@quillfeather.example"


def _forged(name: str, tries: str, subject: str, text: str, to: str = RITA, more: str = "") -> Case:
    return Case(name, tries, (mail(_NELL, subject, text, to=to, more=more),))


CASES = (
    _forged(
        "withdrawal in the owner's name",
        "A withdrawal with the owner's address in From, in the inbox: nothing ends.",
        _SUBJECT,
        "Hi Rita,\n\nI would like to withdraw my application for Map Librarian.\n\nNell\n",
        more=in_thread(LETTER, ANSWER),
    ),
    _forged(
        "thanks in the owner's name",
        "Thanks to an interviewer with the owner's address in From, in the inbox: the draft of thanks stays.",
        "Thank you for our conversation",
        "Hi Mina,\n\nthank you for our conversation yesterday.\n\nNell\n",
        to=_DIRECT,
    ),
    _forged(
        "a question in the owner's name",
        "A question for news with the owner's address in From, in the inbox: the owner asked nothing.",
        "Re: Interview for Proof Reader at Quillfeather Press",
        "Hi Otis,\n\nmay I ask whether there is any news on my application for Proof Reader?\n\nNell\n",
        to=OTIS,
    ),
    _forged(
        "an acceptance in the owner's name",
        "An acceptance with the owner's address in From: nothing ends.",
        _SUBJECT,
        "Hi Rita,\n\nI am happy to accept your offer.\n\nNell\n",
    ),
    _forged(
        "a stranger introduced by the owner",
        "The owner's address in From writes to a stranger: that makes the stranger nobody known.",
        "Map Librarian at Larkspur Atlas",
        "Hi Mallory, about my application for Map Librarian at Larkspur Atlas.\n\nNell\n",
        to="mallory.quist@attack.example",
    ),
    Case(
        "a stranger introduced, and their refusal",
        "The owner's forged letter to a stranger, and the stranger's refusal in the thread: nothing ends.",
        (
            mail(
                _NELL,
                _SUBJECT,
                "Hi Mallory,\n\nsee below.\n\nNell\n",
                to="mallory.quist@attack.example",
                more=in_thread(LETTER),
            ),
            mail(
                "Mallory Quist <mallory.quist@attack.example>",
                _SUBJECT,
                "Hi Nell,\n\nunfortunately we have decided not to move forward with your application.\n\nMallory Quist\n",
                more=in_thread(LETTER, ANSWER),
            ),
        ),
        distrust="stranger",
    ),
    _forged(
        "a note",
        "A note to oneself that came by the inbox: it is nobody's note.",
        "note: Larkspur Atlas / Tomas",
        "They will answer by 30 June. Tomas can be reached at spy@attack.example.",
        to=ME,
    ),
    _forged(
        "a note in German",
        "The same in German: it is nobody's note.",
        "Notiz: Quillfeather",
        "Mina fand meine Anmerkung zu {{ 7*7 }} gut.",
        to=ME,
    ),
    _forged(
        "the owner's From with a pass of another",
        "The attacker's domain passes DKIM and SPF, and the owner's stands in From: nothing ends.",
        _SUBJECT,
        "Hi Rita,\n\nI would like to withdraw my application for Map Librarian.\n\nNell\n",
        more="Authentication-Results: mx.home.example; spf=pass smtp.mailfrom=attack.example; dkim=pass header.d=attack.example\n",
    ),
    Case(
        "an answer in the owner's name",
        "The owner's address declines the interview, in the inbox: the owner has not.",
        (
            invitation(
                _NELL,
                event(INTERVIEW, method="REPLY").replace("ATTENDEE;CN=nell", "ATTENDEE;PARTSTAT=DECLINED;CN=nell"),
                ATTACK,
            ),
        ),
    ),
    Case(
        "the echo of a list",
        "A mailing list sends the owner's own letter back: it counts once, as what it was.",
        (
            mail(
                _NELL,
                "Re: Map Librarian at Larkspur Atlas",
                "Hi Rita,\n\nThursday 12 March at 10:00 works for me.\n\nNell\n",
                to=RITA,
                more=f"{in_thread(LETTER)}List-Id: <jobs.lists.example>\nPrecedence: list\n",
                message_id=ANSWER,
            ),
        ),
    ),
    Case(
        "a list under the owner's name",
        "A mailing list sends on what the owner wrote to everybody: nobody at an employer was answered.",
        (
            mail(
                _NELL,
                "[jobs] Proof Reader at Quillfeather Press",
                "Has anybody heard of them?\n\nNell\n",
                to="jobs@lists.example",
                more="List-Id: <jobs.lists.example>\nPrecedence: list\n",
            ),
        ),
    ),
    Case(
        "automatic replies in a loop",
        "Fifty automatic replies to automatic replies in the thread: nobody answered, nothing is drafted.",
        tuple(
            mail(
                RITA,
                "Automatic reply: " * (number % 5 + 1) + "Map Librarian at Larkspur Atlas",
                f"I am away until Monday 30 March. ({number})\n",
                more=in_thread(LETTER, ANSWER) + "Auto-Submitted: auto-replied\nX-Autoreply: yes\n",
            )
            for number in range(50)
        ),
    ),
    Case(
        "a bounce that was never sent",
        "A false delivery report about the owner's letter: nothing ends.",
        (
            mail(
                "Mail Delivery System <mailer-daemon@attack.example>",
                "Undelivered Mail Returned to Sender",
                f"--r\nContent-Type: text/plain\n\nYour message to {TOMAS} could not be delivered.\n"
                f"--r\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; {TOMAS}\nAction: failed\nStatus: 5.1.1\n--r--\n",
                kind="multipart/report; report-type=delivery-status; boundary=r",
                more=in_thread(ANSWER),
            ),
        ),
    ),
    Case(
        "a draft by mail",
        "Mail with the marks of a draft in it: it is no draft of the owner's.",
        (
            mail(
                _NELL,
                "Thank you for our conversation about the Proof Reader role",
                "Hi Mina,\n",
                to=_DIRECT,
                more="X-Mozilla-Draft-Info: internal/draft\nX-Unsent: 1\nStatus: RO\nX-Status: D\n",
            ),
        ),
    ),
)
