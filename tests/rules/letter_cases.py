"""The people, the interview and the application that the tests of letters speak of."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from afterword_rules.application import Application, Contact, ContactRole, Interview, Letter, Promise, Stage, Step
from afterword_rules.follow_up import FollowUp
from afterword_rules.letters.language import letter_words
from afterword_rules.letters.letter import Written, write_letter
from afterword_rules.letters.review_note import MOST_LINES
from afterword_rules.letters.templates import Templates
from afterword_rules.owner import Owner, Profile

LANGUAGES = ("en", "de", "fr", "es")
KINDS = ("outreach", "thank_you", "status_inquiry", "feedback_request")
ZONE = ZoneInfo("America/New_York")
TEMPLATES = Templates()

HOSTILE = {
    "jinja": "{{ 7 * 7 }}{% for x in range(9) %}{{ cycler }}{# no #}",
    "split jinja": "{ { config } } {\u200b{ self }\u200b}",
    "header injection": "Ada\r\nBcc: everyone@quarry.example\r\n\r\nHello",
    "bidi": "\u202egnitset\u202c \u2066quarry\u2069",
    "ten kilobytes": "Quarry and Daughters " * 500,
    "emoji": "🚀🚀 Quarry 👩‍🔬",
    "html": "<script>alert(1)</script><b>Quarry</b>",
    "braces": "}}{{%}{%",
    "format": "{0.__class__} %(x)s %n",
    "surrogate": "Quarry \ud800",
    "null": "Qu\x00arry",
    "nothing": "None undefined",
    "spaces": " \t\n ",
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


NOW = at("2026-03-16T09:00")
OWNER = Owner(
    name="Maren Okoro",
    addresses=("maren@postbox.example",),
    zone=ZONE,
    country="US",
    profile=Profile(
        "Hydrologist, 9 years, flood models", ("Built a gauge network of 60 stations", "Teaches statistics")
    ),
)


def person(name: str, email: str = "", honorific: str = "") -> Contact:
    return Contact(name, email, ContactRole.INTERVIEWER, "guest of the interview in your calendar", honorific=honorific)


PANEL = (
    person("Tomás Ferreira", "tomas.ferreira@quarry.example"),
    person("Ingrid Solheim", "ingrid.solheim@quarry.example"),
    person("Wenjun Zhao", "wenjun.zhao@quarry.example"),
    person("Ola Nkemelu", "ola.nkemelu@quarry.example"),
    person("Beatrix Cole", "beatrix.cole@quarry.example"),
)
LOOP = Interview(
    "2026-03-05T18:00:00Z", at("2026-03-05T13:00"), at("2026-03-05T14:30"), interviewers=PANEL, agenda="System design"
)
RECRUITER = Contact("Jane Abbott", "jane.abbott@quarry.example", ContactRole.RECRUITER, "wrote to you")
APPLICATION = Application(
    key="a1",
    company="Quarry Water",
    role="Senior Hydrologist",
    requisition="R-77",
    vendor="greenhouse",
    history=(Step(Stage.APPLIED, at("2026-02-20T10:00"), "x"), Step(Stage.REJECTED, at("2026-03-13T10:00"), "x")),
    contacts=(RECRUITER,),
    interviews=(LOOP,),
    promise=Promise(at("2026-03-13T23:59"), at("2026-03-06T12:00"), "by Friday the 13th"),
)


def follow_up(kind: str, recipient: Contact | None = RECRUITER, language: str = "en", **more: object) -> FollowUp:
    made = FollowUp(
        kind=kind,
        application="a1",
        company=APPLICATION.company,
        role=APPLICATION.role,
        occasion="o1",
        recipient=recipient,
        due=NOW,
        not_after=NOW,
        why="a rule of the owner's",
        language=language,
        key=f"{kind}/o1/{recipient.email if recipient else ''}",
    )
    return replace(made, **more)  # type: ignore[arg-type]


def written(
    due: FollowUp,
    *,
    application: Application = APPLICATION,
    owner: Owner = OWNER,
    interview: Interview | None = None,
    note: str = "",
    templates: Templates = TEMPLATES,
    review_note: bool = False,
) -> Written:
    return write_letter(
        due,
        application,
        owner,
        interview=interview,
        note=note,
        templates=templates,
        review_note=review_note,
        now=NOW,
    )


def interview_of(kind: str) -> Interview | None:
    return LOOP if kind == "thank_you" else None


def inquiry(moment: str, *, asks: bool = True) -> Letter:
    return Letter("<q@postbox.example>", (), at(moment), True, "", (), "", "en", True, False, "", asks)


def without_review_note(body: str) -> str:
    """A draft's body without the note at its top; unchanged when there is none."""
    lines = body.split("\n")
    frames = [words["frame"] for words in letter_words().values() if isinstance(words, dict) and "frame" in words]
    for above, below in frames:
        if lines[0].strip() == above and below in lines[: MOST_LINES + 3]:
            return "\n".join(lines[lines.index(below) + 1 :]).lstrip("\n")
    return body
