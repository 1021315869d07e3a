"""Letters: the right words, whatever stands in mail, in the profile or in a template."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from afterword_rules.application import Application, Contact, ContactRole, Interview, Letter, Promise, Stage, Step
from afterword_rules.clean_text import clean
from afterword_rules.follow_up import FollowUp
from afterword_rules.greeting import family_name, greeting, person_name
from afterword_rules.letter import Written, without_reply_marks, write_letter
from afterword_rules.letter_check import MOST_WORDS, check_letter, word_count
from afterword_rules.letter_claims import headline_for, points_for
from afterword_rules.letter_language import language_of, letter_words
from afterword_rules.letter_templates import Templates
from afterword_rules.likeness import normalised_body
from afterword_rules.owner import Owner, Profile
from afterword_rules.review_note import without_review_note

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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_value_from_mail_stays_a_value(kind: str, language: str, hostile: str) -> None:
    """No name, company, role, note or subject can break a letter, add a header to it or run in it."""
    contact = person(hostile, "ada@quarry.example", honorific=hostile)
    met = replace(LOOP, interviewers=(contact, *PANEL), agenda=hostile)
    case = replace(APPLICATION, company=f"Quarry {hostile}", role=hostile, interviews=(met,))
    due = follow_up(
        kind,
        contact,
        language,
        company=f"Quarry {hostile}",
        role=hostile,
        thread_subject=hostile,
        why=hostile,
        key=hostile,
    )
    letter = written(
        due, application=case, interview=met if kind == "thank_you" else None, note=hostile, review_note=True
    )
    assert letter.problems == ()
    assert "\n" not in letter.subject
    for forbidden in ("{{", "}}", "{%", "%}", "{#", "\r", "\u202e", "\u2066", "\x00", "\ud800", "49"):
        assert forbidden not in letter.subject + letter.body
    assert all(not line.startswith("Bcc:") for line in letter.body.splitlines())
    assert word_count(without_review_note(letter.body)) < MOST_WORDS
    letter.body.encode("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", range(12))
def test_every_wording_is_short_complete_and_never_says_nothing(kind: str, language: str, number: int) -> None:
    """Whatever wordings are chosen, the letter stays short, whole, and free of empty phrases."""
    case = replace(APPLICATION, key=f"a{number}")
    due = follow_up(kind, PANEL[number % 5], language, key=f"k{number}")
    letter = written(due, application=case, interview=interview_of(kind))
    assert letter.problems == ()
    assert 25 < word_count(letter.body) < MOST_WORDS
    assert not [phrase for phrase in letter_words()["never"] if phrase in letter.body.casefold()]
    assert "  " not in letter.body
    assert letter.body.endswith("\nMaren Okoro\n")
    for machine in ("Greenhouse", "R-77", "Afterword"):
        assert machine not in letter.subject + letter.body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("agenda", ["System design", ""])
@pytest.mark.parametrize("key", [f"a{n}" for n in range(10)])
def test_no_two_thank_yous_of_one_loop_are_alike(language: str, agenda: str, key: str) -> None:
    """Five people met on one day never get the same opening sentence, nor the same letter."""
    met = replace(LOOP, agenda=agenda)
    case = replace(APPLICATION, key=key, interviews=(met,))
    letters = [written(follow_up("thank_you", one, language), application=case, interview=met).body for one in PANEL]
    texts = ["\n".join(letter.splitlines()[1:]) for letter in letters]
    openings = [letter.splitlines()[2] for letter in letters]
    assert len(set(texts)) == len(set(openings)) == len(PANEL)


def test_three_interviews_of_one_day_make_one_loop() -> None:
    """People met in separate events of one day get different wordings too."""
    hours = [
        replace(
            LOOP,
            key=str(n),
            start=at(f"2026-03-05T{10 + n}:00"),
            end=at(f"2026-03-05T{10 + n}:45"),
            interviewers=(one,),
        )
        for n, one in enumerate(PANEL)
    ]
    case = replace(APPLICATION, interviews=tuple(hours))
    openings = {
        written(follow_up("thank_you", one), application=case, interview=hour).body.splitlines()[2]
        for one, hour in zip(PANEL, hours, strict=True)
    }
    assert len(openings) == len(PANEL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_thank_you_names_nobody_else(language: str) -> None:
    """Neither the letter nor its review note tells one interviewer of another."""
    for one in PANEL:
        letter = written(follow_up("thank_you", one, language), interview=LOOP, review_note=True)
        text = letter.subject + letter.body
        assert one.name.split()[0] in text
        assert not [other.name for other in PANEL if other != one and other.name.split()[0] in text]


def test_the_same_follow_up_always_gives_the_same_letter() -> None:
    """Chance has no part in it: a draft that was lost is written again word for word."""
    due = follow_up("thank_you", PANEL[0])
    assert written(due, interview=LOOP) == written(due, interview=LOOP, templates=Templates())


def test_the_owners_note_is_woven_in_as_given() -> None:
    """A note that is a thing stands in the sentence as the owner wrote it."""
    note = "The dam that was drawn on a napkin and built twice"
    letter = written(follow_up("thank_you", PANEL[0]), interview=LOOP, note=note)
    assert ": the dam that was drawn on a napkin and built twice." in letter.body
    assert "system design" not in letter.body
    assert "[…" not in letter.body


def test_a_note_about_his_rule_speaks_to_him() -> None:
    """ "His rule" becomes "your rule" in a letter to him."""
    letter = written(
        follow_up("thank_you", PANEL[0]), interview=LOOP, note="his rule that a model must fit on one page"
    )
    assert "your rule that a model must fit on one page" in letter.body
    assert "his rule" not in letter.body


def test_a_note_in_the_third_person_is_quoted() -> None:
    """A sentence about "her" is given as the owner's note, not said to her face."""
    letter = written(
        follow_up("thank_you", PANEL[1]), interview=LOOP, note="she sails, and her boat is called Variance"
    )
    assert "“she sails, and her boat is called Variance”" in letter.body


def test_a_note_too_long_for_a_letter_leaves_a_blank_and_says_so() -> None:
    """A long note is neither cut nor squeezed in."""
    letter = written(follow_up("thank_you", PANEL[0]), interview=LOOP, note="and then " * 60, review_note=True)
    assert letter.problems == ()
    assert "[…" in letter.body
    assert "too long" in letter.body


def test_without_a_note_the_events_agenda_is_spoken_of() -> None:
    """What the conversation was about is the next best personal thing."""
    letter = written(follow_up("thank_you", PANEL[0]), interview=LOOP)
    assert "our system design session" in letter.body.casefold()


@pytest.mark.parametrize("agenda", ["", "Intro call", "Ingrid and Wenjun", "Greenhouse screen", "Maren Okoro"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_is_known_one_blank_is_visible(agenda: str, language: str) -> None:
    """Nothing personal is ever invented: one blank, with a hint, listed in the review note."""
    letter = written(
        follow_up("thank_you", PANEL[0], language), interview=replace(LOOP, agenda=agenda), review_note=True
    )
    assert without_review_note(letter.body).count("[…") == 1
    hint = letter.body.rpartition("[… ")[2].partition("]")[0]
    assert hint in letter.body.partition("[… ")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_profile_outreach_claims_nothing(language: str) -> None:
    """An owner who told nothing gets a plain letter with a blank, not a boast."""
    letter = written(follow_up("outreach", None, language), owner=replace(OWNER, profile=Profile()))
    assert letter.problems == ()
    assert letter.body.count("[…") == 1
    assert letter.body.endswith("\nMaren Okoro\n")


def test_outreach_says_role_company_and_what_fits() -> None:
    """The role, the employer, and the owner's own words."""
    letter = written(follow_up("outreach"))
    assert letter.subject == "Application for Senior Hydrologist at Quarry Water"
    for words in (
        "Dear Jane",
        "Senior Hydrologist",
        "Quarry Water",
        "- Built a gauge network of 60 stations\n- Teaches",
    ):
        assert words in letter.body


def test_highlights_that_fit_the_role_come_first() -> None:
    """Shared words decide, the owner's order among equals; never more than asked for."""
    profile = Profile(highlights=("Wrote a cookbook", "Moved a data platform", "Data lineage for a bank", "Sings"))
    assert points_for(profile, "Data Engineer", 3) == (
        "Moved a data platform",
        "Data lineage for a bank",
        "Wrote a cookbook",
    )


@pytest.mark.parametrize(
    ("headline", "role", "said"),
    [
        ("Backend engineer, 8 years, Python", "Senior Backend Engineer", "Backend engineer, 8 years, Python"),
        ("Data and analytics engineer, 5 years, dbt", "Data Engineer", "5 years, dbt"),
        ("Loves maps", "Cartographer", "Loves maps"),
        ("Hydrologist.", "", "Hydrologist"),
    ],
)
def test_a_headline_names_no_other_trade_than_the_role(headline: str, role: str, said: str) -> None:
    """Who applies as one thing is not introduced as another."""
    assert headline_for(Profile(headline=headline), role) == said


def test_long_highlights_give_way_to_the_word_limit() -> None:
    """Fewer points are better than a letter nobody reads."""
    long = Profile("Hydrologist", tuple(f"{word} " * 38 for word in ("rain", "snow", "ice")))
    letter = written(follow_up("outreach"), owner=replace(OWNER, profile=long))
    assert letter.problems == ()
    assert 1 <= letter.body.count("\n- ") < 3


def test_a_passed_promise_is_named_without_reproach() -> None:
    """The day that was promised stands in the inquiry."""
    letter = written(follow_up("status_inquiry"))
    assert "by Friday, March 13" in letter.body
    assert "Senior Hydrologist" in letter.body


def test_a_promise_that_has_not_passed_is_not_held_against_anybody() -> None:
    """Before its day is over a promise is not mentioned."""
    promised = replace(APPLICATION, promise=Promise(at("2026-03-16T23:59"), at("2026-03-06T12:00"), "by Monday"))
    letter = written(follow_up("status_inquiry"), application=promised)
    assert "March 16" not in letter.body
    assert "timeline" in letter.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_inquiry_differs_and_names_the_first(language: str) -> None:
    """Who asks twice says so."""
    asked = Letter("<q@postbox.example>", (), at("2026-03-04T09:10"), True, "", (), "", "en", True, False, "", True)
    first = written(follow_up("status_inquiry", language=language))
    second = written(follow_up("status_inquiry", language=language), application=replace(APPLICATION, letters=(asked,)))
    assert second.problems == ()
    assert first.body != second.body
    assert language_of(language, "US").day(asked.at) in second.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_for_feedback_thanks_the_interviewers_by_name(language: str) -> None:
    """The interviewers are named to the one who declined, and never the recipient to themselves."""
    met = replace(LOOP, interviewers=PANEL[:2])
    case = replace(APPLICATION, interviews=(met,))
    to_recruiter = written(follow_up("feedback_request", RECRUITER, language), application=case)
    assert "Tomás Ferreira" in to_recruiter.body
    assert "Ingrid Solheim" in to_recruiter.body
    assert "feedback" in to_recruiter.body.casefold()
    to_one = written(follow_up("feedback_request", PANEL[0], language), application=case)
    assert "Tomás" not in "\n".join(to_one.body.splitlines()[1:])


@pytest.mark.parametrize(
    ("contact", "language", "expected"),
    [
        (person("Jane Abbott", "jane.abbott@quarry.example"), "en", "Dear Jane,"),
        (person("Brynhild Abbott", "office7@quarry.example"), "en", "Dear Brynhild Abbott,"),
        (person("Brynhild Poole"), "en", "Dear Brynhild Poole,"),
        (person("Abbott, Jane", "jane.abbott@quarry.example"), "en", "Dear Jane,"),
        (person("Jane Abbott (she/her)", "jane.abbott@quarry.example"), "en", "Dear Jane,"),
        (person("Jane Abbott via Hirebox", "jane.abbott@quarry.example"), "en", "Dear Jane,"),
        (person("Annegret Weiß", "annegret.weiss@quarry.example", "Frau Dr."), "en", "Dear Dr. Annegret Weiß,"),
        (person("Annegret Weiß", "annegret.weiss@quarry.example", "Frau Dr."), "de", "Sehr geehrte Frau Dr. Weiß,"),
        (person("Björn Lüttke", "", "Herr"), "de", "Sehr geehrter Herr Lüttke,"),
        (person("Annegret Weiß", "annegret.weiss@quarry.example"), "de", "Guten Tag Annegret Weiß,"),
        (person("Anna von der Heide", "", "Frau"), "de", "Sehr geehrte Frau von der Heide,"),
        (person("Camille Dupont", "", "Mme"), "fr", "Bonjour Madame Dupont,"),
        (person("Camille Dupont"), "fr", "Bonjour Camille Dupont,"),
        (person("Lucía Márquez", "lucia.marquez@quarry.example"), "es", "Hola, Lucía:"),
        (person("Lucía Márquez", "", "Sra."), "es", "Estimada Sra. Márquez:"),
        (person("Quarry Recruiting Team", "people@quarry.example"), "en", "Dear hiring team,"),
        (person("{{ name }}", "x@quarry.example"), "en", "Dear hiring team,"),
        (person("12345", "x@quarry.example"), "en", "Dear hiring team,"),
        (person("J" * 500, "x@quarry.example"), "en", "Dear hiring team,"),
        (person("", "jane@quarry.example"), "en", "Dear hiring team,"),
        (None, "en", "Dear hiring team,"),
        (None, "de", "Sehr geehrte Damen und Herren,"),
        (None, "fr", "Madame, Monsieur,"),
        (None, "es", "Estimado equipo de selección:"),
        (None, "nl", "Dear hiring team,"),
    ],
)
def test_greetings_are_certain_or_safe(contact: Contact | None, language: str, expected: str) -> None:
    """First name only when name and address agree on it, titles where they are known, else a greeting that cannot hurt."""
    assert greeting(contact, language_of(language)) == expected


def test_names_of_people_lose_decoration_and_keep_their_letters() -> None:
    """Emoji go; apostrophes, hyphens and letters of every script stay."""
    assert person_name(person("🚀 Siobhán O’Keane-Ødegård ✨")) == "Siobhán O’Keane-Ødegård"
    assert person_name(person("王小明")) == "王小明"
    assert family_name("Jan van den Berg") == "van den Berg"
    assert family_name("Madonna") == "Madonna"


@pytest.mark.parametrize(
    ("parent", "expected"),
    [
        ("Your application", "Re: Your application"),
        ("Re: Your application", "Re: Your application"),
        ("AW: RE: Re[2]: Ihre Bewerbung", "Re: Ihre Bewerbung"),
        ("Reply to your application", "Re: Reply to your application"),
        ("RÉ : Candidature", "Re: Candidature"),
        ("Two\r\n lines", "Re: Two lines"),
    ],
)
def test_an_answer_keeps_its_parents_subject(parent: str, expected: str) -> None:
    """One "Re:" before the subject that is answered, however many stood there."""
    assert written(follow_up("status_inquiry", thread_subject=parent)).subject == expected


def test_a_subject_of_marks_alone_is_no_subject() -> None:
    """Where nothing is left of the parent's subject the letter's own is used."""
    assert without_reply_marks("Re: AW:") == ""
    assert written(follow_up("status_inquiry", thread_subject="Re:")).subject.startswith("Senior Hydrologist")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*KINDS])
@pytest.mark.parametrize("recipient", [RECRUITER, person("Grant Poole"), None])
def test_the_review_note_is_short_framed_and_can_be_taken_off(
    kind: str, language: str, recipient: Contact | None
) -> None:
    """At most six lines between two frames, which the likeness of drafts knows too."""
    due = follow_up(kind, recipient, language, best_before=at("2026-03-16T21:00"))
    letter = written(due, interview=interview_of(kind), review_note=True)
    bare = written(due, interview=interview_of(kind))
    above, below = letter_words()[language]["frame"]
    lines = letter.body.splitlines()
    assert lines[0] == above
    assert 1 <= lines.index(below) - 1 <= 6
    assert without_review_note(letter.body) == bare.body
    assert normalised_body(letter.body) == normalised_body(bare.body)
    assert without_review_note(bare.body) == bare.body


def test_the_review_note_says_why_until_when_and_whose_address() -> None:
    """What the owner needs to know before sending, in plain words and in their own time."""
    due = follow_up("thank_you", PANEL[0], best_before=at("2026-03-16T21:30"))
    note = written(due, interview=LOOP, review_note=True).body
    assert "your interview at Quarry Water on Thursday, March 5 is over" in note
    assert "Best sent before: Monday, March 16, 9:30 pm." in note
    assert "guest list of the interview" in note


def test_a_late_letter_says_that_it_is_late() -> None:
    """A best time that has passed is told as passed."""
    due = follow_up("thank_you", PANEL[0], best_before=at("2026-03-06T02:30"))
    assert "has passed" in written(due, interview=LOOP, review_note=True).body


def test_the_review_note_names_no_vendor_and_no_mailbox_of_nobody() -> None:
    """A reason that quotes a machine is replaced by a plain one."""
    strange = replace(RECRUITER, why="Reply-To of no-reply@us.greenhouse-mail.io")
    due = follow_up("missed_call", strange, why="Greenhouse wrote from careers@quarry.example")
    letter = written(replace(due, kind="outreach"), review_note=True)
    for machine in ("reenhouse", "no-reply", "careers@"):
        assert machine not in letter.body


def test_an_unknown_address_comes_with_places_to_look() -> None:
    """An empty To is explained, not hidden."""
    letter = written(follow_up("outreach", None), review_note=True)
    assert "careers page of Quarry Water" in letter.body
    assert "“recruiter” or “hiring manager” at Quarry Water" in letter.body


def own(folder: Path, name: str, text: str) -> Templates:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Templates(folder)


def test_the_owners_template_lies_over_ours(tmp_path: Path) -> None:
    """A file of the same name in the owner's folder is used, and read again when it changes."""
    templates = own(tmp_path, "en/outreach.txt.j2", "Subject: Hello {{ company }}\n\n{{ greeting }}\n\nOne.\n")
    assert written(follow_up("outreach"), templates=templates).body == "Dear Jane,\n\nOne.\n"
    (tmp_path / "en/outreach.txt.j2").write_text("Subject: Hi\n\nTwo, and more.\n", encoding="utf-8")
    assert written(follow_up("outreach"), templates=templates).body == "Two, and more.\n"


def test_a_kind_of_the_owners_needs_only_an_english_template(tmp_path: Path) -> None:
    """New kinds work in every language, by the English file."""
    templates = own(tmp_path, "en/missed_call.txt.j2", "Subject: Your call\n\n{{ greeting }}\n\nI missed your call.\n")
    letter = written(follow_up("missed_call", language="de"), templates=templates)
    assert letter.problems == ()
    assert "Guten Tag Jane Abbott" in letter.body


@pytest.mark.parametrize(
    ("template", "place", "words"),
    [
        ("Subject: x\n\n{{ greting }}\n", ":3:4", "greting"),
        ("Subject: x\n\nHello {% if %}\n", ":3:7", "Expected"),
        ("Subject: x\n\n{{ agenda }}\n", ":3:4", "not known"),
        (
            "Subject: x\n\n{% for a in range(900) %}{% for b in range(900) %}{% endfor %}{% endfor %}\n",
            ":3:",
            "without end",
        ),
        ("Subject: x\n\n{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}\n", "", ""),
        ("Subject: x\n\n{{ 'a' * 1000000000 }}\n", ":3:", "small numbers"),
        ("Subject: x\n\n{{ '%1000000000d' % 1 }}\n", ":3:", "small numbers"),
        ("Subject: x\n\n{{ ''.__class__ }}\n", ":3:", "unsafe"),
        ("Subject: x\n\n{{ lipsum() }}\n", ":3:4", "lipsum"),
        ("Subject: x\n\n{{ cycler }}\n", ":3:4", "cycler"),
        ("Subject: x\n\n{% include '../../../etc/passwd' %}\n", "", "passwd"),
        ("Subject: x\n\n{{ '' }}\n", ":3:", "empty"),
        ("Subject: x\n\n{{ 1 / 0 }}\n", ":3:", "zero"),
        ("No subject\n\nHello\n", ":1:1", "Subject"),
        ("Subject:\n\nHello\n", ":1:1", "Subject"),
        ("Subject: x\n\n", ":1:1", "empty"),
        ("Subject: x\n\nI am just checking in.\n", ":1:1", "checking in"),
        ("Subject: x\n\nHello None.\n", ":1:1", "None"),
        ("Subject: x\n\n{{ '{' }}{{ '{' }} company }}\n", ":1:1", "{{"),
        ("Subject: x\n\n" + "word " * 150, ":1:1", "150 words"),
    ],
)
def test_a_bad_template_is_told_with_its_place(tmp_path: Path, template: str, place: str, words: str) -> None:
    """File, line and column of what is wrong; no draft; nothing raised and nothing without end."""
    templates = own(tmp_path, "en/outreach.txt.j2", template)
    letter = written(follow_up("outreach"), templates=templates)
    assert (letter.subject, letter.body) == ("", "")
    assert f"{tmp_path / 'en/outreach.txt.j2'}{place}" in str(letter.problems[0])
    assert words in letter.problems[0].what


def test_all_broken_templates_are_told_at_once(tmp_path: Path) -> None:
    """The check of the owner's templates names each file."""
    own(tmp_path, "en/outreach.txt.j2", "Subject: x\n{% if %}")
    (tmp_path / "en/thank_you.txt.j2").write_bytes(b"Subject: \xff\xfe")
    templates = own(tmp_path, "de/mine.txt.j2", "Subject: x\n{% wrong %}")
    assert [Path(problem.where.partition(":")[0]).name for problem in templates.problems()] == [
        "mine.txt.j2",
        "outreach.txt.j2",
        "thank_you.txt.j2",
    ]


@pytest.mark.parametrize("kind", ["nowhere", "../../secret", "", "Ünknown"])
def test_a_kind_without_template_is_told(kind: str) -> None:
    """A missing template is a problem with the place where to write it."""
    problem = written(follow_up(kind)).problems[0]
    assert "no template" in problem.what


def test_an_employer_called_none_is_an_employer() -> None:
    """Words from mail are not taken for leftovers of a template."""
    case = replace(APPLICATION, company="None Such Records")
    assert written(follow_up("outreach", company="None Such Records"), application=case).problems == ()
    assert check_letter("x", "Hello None", where="t:1:1") != ()


def test_a_letter_about_no_known_employer_is_not_written() -> None:
    """Quiet before wrong: a field that is needed and empty stops the letter."""
    letter = written(
        follow_up("outreach", company="", role=None), application=replace(APPLICATION, company="", role=None)
    )
    assert "company" in letter.problems[0].what


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_can_do_without_a_role(kind: str, language: str) -> None:
    """Mail that names no role still gets its follow-up."""
    case = replace(APPLICATION, role=None)
    letter = written(follow_up(kind, language=language, role=None), application=case, interview=interview_of(kind))
    assert letter.problems == ()
    assert "„“" not in letter.subject + letter.body


def test_values_are_cut_at_a_word() -> None:
    """A long value ends with an ellipsis and not in the middle of a word."""
    assert clean("alpha beta gamma", 13) == "alpha beta…"
    assert clean("x" * 50, 10) == "x" * 9 + "…"
