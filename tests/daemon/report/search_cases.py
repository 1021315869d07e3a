"""Job searches for the page to show: an everyday one, one full of hostile names, and one that never ends. All invented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from afterword.passes import Decision
from afterword.report.figures import Report, report_of
from afterword_rules.application import Application, Contact, ContactRole, Promise, Stage, Step
from afterword_rules.applications.job_search import JobSearch, Question
from afterword_rules.drafts.record import DraftRecord
from afterword_rules.follow_up import DraftState, FollowUp
from afterword_rules.follow_ups.plan import Plan
from afterword_rules.reading import Reading
from afterword_rules.signal import Evidence, Signal, SignalKind
from rules.builders import GRANT, HANNAH, OWNER, application, at, conversation, letter_from, mail, record_of, robot_mail

NOW = at("3-24 12:00")

MARK = "hostile"
"""What the document's title holds as soon as anything of a hostile name has run."""
RUN = f"document.title='{MARK}'"
HOSTILE = (
    f"<script>{RUN}</script>",
    f'"><img src="https://evil.example/a.png" onerror="{RUN}">',
    f"' onmouseover='{RUN}' onfocus='{RUN}' autofocus='",
    f'" style="background:url(https://evil.example/b.png)" onload="{RUN}" x="',
    f"</style></title></svg><svg onload={RUN}><style>@import 'https://evil.example/c.css';*{{color:red}}</style>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example/d"><base href="https://evil.example/">',
    '<iframe src="https://evil.example/e"></iframe><link rel="stylesheet" href="https://evil.example/f.css">',
    f'<form action="https://evil.example/g"><button autofocus>{MARK}</button></form><object data="https://evil.example/h">',
    f"javascript:{RUN}//",
    "{{ cycler.__init__.__globals__.os.system('true') }}{% for x in y %}",
    "&lt;script&gt; &amp; &#0; ]]> --> <!-- \x00\x07\x1b[31mred\x1b[0m \ud800 \ufffe",
    "Larkspur \u202egnp.gpj\u202c \u2067\u05d0\u05d1\u05d2\u2066 \u200f ltd",
    "\u202e" * 40 + "upside down",
    "x" * 5000,
    "Long " * 1000,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 700,
    "Z" + "\u0338\u0353\u0489" * 900,
    " \t\r\n\u2028\u2029 ",
    "",
)


def report(
    applications: Sequence[Application] = (),
    *,
    records: Sequence[DraftRecord] = (),
    readings: Iterable[Reading] = (),
    waiting: Sequence[FollowUp] = (),
    missed: Sequence[FollowUp] = (),
    questions: Sequence[Question] = (),
    now: datetime = NOW,
    last_pass: datetime | None = NOW,
    trouble: tuple[str, ...] = (),
) -> Report:
    """The report of a search that came to just this."""
    search = JobSearch(tuple(applications), tuple(questions))
    plan = Plan((), (), waiting=tuple(waiting), missed=tuple(missed))
    decision = Decision(search, plan, (), wanted=tuple(waiting))
    return report_of(decision, records, readings, OWNER, now, last_pass=last_pass, trouble=trouble)


def follow_up(made: Application, due: str, kind: str = "status_inquiry") -> FollowUp:
    """What comes for `made`, to Hannah."""
    person = Contact(HANNAH.name, HANNAH.email, ContactRole.RECRUITER, "a test says so")
    key = f"{kind}/{made.key}/1"
    return FollowUp(
        kind,
        made.key,
        made.company,
        made.role,
        "1",
        person,
        at(due),
        at(due) + timedelta(days=9),
        "a week has passed",
        key=key,
    )


def told(kind: SignalKind, moment: str, words: str, source: str) -> Reading:
    """A letter of Hannah's with the words that decided."""
    signal = Signal(kind, 0.9, f"test.{kind}", (Evidence("body", words),))
    return replace(mail(kind, moment), message_id=source, signal=signal)


def everyday() -> Report:
    """Four applications: one just sent, one that waits for a decision, one refused after an interview, one offered."""
    steps = [
        Step(Stage.APPLIED, at("3-02 10:00"), "test.application_received", "<a@calloway.example>"),
        Step(Stage.INTERVIEW, at("3-05 10:00"), "test.interview_proposed", "<b@calloway.example>"),
        Step(Stage.AWAITING_DECISION, at("3-11 15:00"), "the interview has ended", "<b@calloway.example>"),
    ]
    readings = [
        told(SignalKind.APPLICATION_RECEIVED, "3-02 10:00", "we have received it", "<a@calloway.example>"),
        told(SignalKind.INTERVIEW_PROPOSED, "3-05 10:00", "could we talk", "<b@calloway.example>"),
    ]
    first = letter_from(HANNAH, "3-05 10:00", SignalKind.INTERVIEW_PROPOSED, message_id="<b@calloway.example>")
    held = conversation("3-11 14:00", GRANT, sources=("<b@calloway.example>",), agenda="System design")
    waiting = replace(
        application(*steps, contacts=held.interviewers, interviews=(held,), letters=(first,)),
        promise=Promise(at("3-27 23:59"), at("3-11 16:00"), "by the end of next week"),
    )
    refused = replace(
        application(
            *steps, Step(Stage.REJECTED, at("3-18 09:00"), "test.rejected"), interviews=(held,), letters=(first,)
        ),
        key="tidewater",
        company="Tidewater Labs",
    )
    offered = replace(
        refused, key="heron", company="Heron Press", history=(*steps, Step(Stage.OFFER, at("3-19 09:00"), "o k"))
    )
    new = replace(application(Step(Stage.APPLIED, at("3-23 10:00"), "test.rule")), key="new", company="Reed & Sons")
    asked = follow_up(waiting, "3-23 09:00")
    return report(
        [waiting, refused, offered, new],
        readings=readings,
        records=[record_of(asked, at("3-23 09:00"))],
        waiting=[follow_up(new, "3-25 09:00", "outreach")],
    )


def hostile() -> Report:
    """Every hostile name in every place that mail can fill."""
    found, readings, records, coming, questions = [], [], [], [], []
    for number, text in enumerate(HOSTILE):
        source = f"<{number}@evil.example>"
        person = replace(HANNAH, name=text, email=f"{text[:300]}@evil.example")
        step = Step(Stage.APPLIED, at("3-02 10:00"), "test.application_received", source)
        called_off = Step(Stage.REJECTED, at("3-12 10:00"), text, source)
        held = conversation("3-05 14:00", person, sources=(source,), agenda=text)
        letter = letter_from(person, "3-03 10:00", subject=text, message_id=f"{source}2")
        made = replace(
            application(step, *((called_off,) if number % 2 else ()), interviews=(held,), letters=(letter,)),
            key=f"{text}{number}",
            company=text,
            role=text,
            requisition=text,
            contacts=(Contact(text, text, ContactRole.OTHER, text),),
            promise=Promise(at("3-27 23:59"), at("3-05 16:00"), text),
        )
        signal = Signal(SignalKind.APPLICATION_RECEIVED, 0.9, "test.application_received", (Evidence("body", text),))
        reading = robot_mail(
            SignalKind.APPLICATION_RECEIVED, "3-02 10:00", subject=text, signal=signal, language=text[:40]
        )
        readings.append(replace(reading, message_id=source, sender=replace(reading.sender, email=text)))
        comes = replace(follow_up(made, "3-26 09:00"), why=text, recipient=Contact(text, "", ContactRole.OTHER, text))
        record = record_of(comes, at("3-10 09:00"))
        records += [
            replace(record, subject=text, because=text),
            replace(record, key=f"{number}", kind=text[:50], state=DraftState.SENT, because=text),
        ]
        coming.append(comes)
        questions.append(Question(reading, (text, text)))
        found.append(made)
    return report(
        found,
        readings=readings,
        records=records,
        waiting=coming,
        missed=coming,
        questions=questions,
        trouble=HOSTILE,
    )


def endless(count: int = 1000) -> Report:
    """So many applications over three years, half of them over."""
    begin = at("3-20 09:00") - timedelta(days=3 * 365)
    found: list[Application] = []
    readings: list[Reading] = []
    for number in range(count):
        moment = begin + timedelta(days=3 * 365) * (number / count)
        source = f"<{number}@calloway.example>"
        steps = [Step(Stage.APPLIED, moment, "test.application_received", source)]
        if number % 2:
            steps.append(Step(Stage.REJECTED, moment + timedelta(days=1), "test.rejected", f"{source}2"))
        found.append(
            replace(
                application(*steps), key=f"key{number}", company=f"Employer {number}", role=f"Engineer {number % 37}"
            )
        )
        reading = told(SignalKind.APPLICATION_RECEIVED, "3-02 10:00", "we have received it", source)
        readings += [replace(reading, arrived=moment), replace(reading, arrived=moment, message_id=f"{source}2")]
    return report(found, readings=readings, waiting=[follow_up(one, "3-25 09:00") for one in found[:100]])
