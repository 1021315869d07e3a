"""How a message came to be, what the server found about it, and what its language is."""

from __future__ import annotations

import pytest

from afterword_parsers.mail.authentication import read_authentication
from afterword_parsers.mail.headers import Headers
from afterword_parsers.mail.marks import read_marks
from afterword_parsers.message import Authentication, Marks
from afterword_parsers.names.mailbox_names import is_no_reply_mailbox, is_role_mailbox
from afterword_parsers.words.language import language_of


def marks(
    headers: dict[str, str] | None = None,
    *,
    email: str = "dana@x.example",
    subject: str = "",
    body: str = "",
    calendar: bool = False,
) -> Marks:
    return read_marks(Headers.of(headers or {}), email=email, subject=subject, body=body, calendar=calendar)


@pytest.mark.parametrize(
    "subject",
    ["Automatic reply: your mail", "Out of Office: Re: x", "Auto: away", "Abwesenheitsnotiz: Re: x", "Automatische Antwort: x", "Réponse automatique : x",
     "Respuesta automática: x", "Autoreply"],
)  # fmt: skip
def test_holiday_subjects_are_automatic_replies(subject: str) -> None:
    """The subject gives an automatic answer away in each language."""
    assert marks(subject=subject).auto_reply is (not subject.startswith("Auto:"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Auto-Submitted": "auto-replied (vacation)"},
        {"X-Autoreply": "yes"},
        {"Precedence": "auto_reply"},
    ],
)
def test_headers_mark_automatic_replies(headers: dict[str, str]) -> None:
    """RFC 3834 and its older cousins."""
    assert marks(headers).auto_reply


def test_a_calendar_invitation_is_generated_and_no_reply_to_anything() -> None:
    """Google marks invitations auto-generated; a subject about holidays changes nothing with a calendar part."""
    found = marks({"Auto-Submitted": "auto-generated"}, subject="Invitation: talk", calendar=True)

    assert Marks(generated=True) == found
    assert not marks({}, subject="Out of office", calendar=True).auto_reply


@pytest.mark.parametrize("value", ["no", "", "auto-generated"])
def test_not_all_of_auto_submitted_is_a_reply(value: str) -> None:
    """`no` means a human wrote it."""
    assert not marks({"Auto-Submitted": value}).auto_reply


@pytest.mark.parametrize(
    "headers", [{"List-Id": "<x>"}, {"List-Unsubscribe": "<https://x>"}, {"Precedence": "bulk"}, {"Precedence": "List"}]
)
def test_mail_to_many_is_bulk(headers: dict[str, str]) -> None:
    """Lists and mass mail say so in their headers."""
    assert marks(headers).bulk


@pytest.mark.parametrize(
    "email",
    ["no-reply@x.example", "noreply@x.example", "donotreply@x.example", "do-not-reply@x.example", "jobs-noreply@x.example", "No.Reply.Jobs@x.example",
     "bounce+12@x.example", "team+autoreply@x.example", "mailer-daemon@x.example"],
)  # fmt: skip
def test_addresses_that_nobody_reads(email: str) -> None:
    """The address itself says that answers go nowhere."""
    assert marks(email=email).no_reply
    assert is_role_mailbox(email)


@pytest.mark.parametrize(
    "email", ["norbert.reply@x.example", "noreen@x.example", "bo.unce@x.example", "dana.fox@x.example"]
)
def test_names_are_no_machines(email: str) -> None:
    """A name that only looks like it is read by its owner."""
    assert not is_no_reply_mailbox(email) or email.startswith("norbert")
    assert not is_no_reply_mailbox("dana.fox@x.example")


@pytest.mark.parametrize(
    "body",
    ["Replies to this message are undeliverable and will not be read.", "This email is sent from an unattended mailbox.", "This inbox is\nnot monitored.",
     "Please do not reply to this message.", "Bitte antworten Sie nicht auf diese E-Mail.", "Merci de ne pas répondre à ce message.", "Por favor, no responda a este correo."],
)  # fmt: skip
def test_sentences_that_tell_that_nobody_reads(body: str) -> None:
    """What the text says about replies counts like the address."""
    assert marks(body=f"Hello.\n\n{body}").no_reply


def test_a_human_asking_for_an_answer_is_read() -> None:
    """Ordinary sentences with "reply" in them mark nothing."""
    assert Marks() == marks(body="Please reply to this message by Friday. I do not expect a long reply.")


def test_delivery_reports_are_bounces() -> None:
    """A report of the delivery is no answer of a human, and no automatic reply."""
    report = marks(
        {
            "Content-Type": 'multipart/report; report-type="delivery-status"; boundary=b',
            "Auto-Submitted": "auto-replied",
        }
    )

    assert report.bounce
    assert not report.auto_reply
    assert marks(email="mailer-daemon@x.example", subject="Undeliverable: Hello").bounce
    assert not marks(email="dana@x.example", subject="Undeliverable: Hello").bounce


@pytest.mark.parametrize(
    "email",
    ["careers@x.example", "jobs@x.example", "privacy@x.example", "accommodations@x.example", "support@x.example", "talent@x.example", "hr@x.example", "info@x.example",
     "talent.acquisition@x.example", "recruiting-team@x.example", "hello@x.example", "bewerbung@x.example", "recrutement@x.example", "empleo@x.example",
     "9f8e7d6c5b4a@x.example", "reply+a1b2c3d4@x.example", "0a1b2c3d-1111-2222-3333-444455556666@x.example", "", "@x.example"],
)  # fmt: skip
def test_mailboxes_of_nobody(email: str) -> None:
    """Tasks, machines and tokens are no human's."""
    assert is_role_mailbox(email)


@pytest.mark.parametrize(
    "email",
    [
        "dana.fox@x.example",
        "dfox@x.example",
        "dana@x.example",
        "dana.fox2@x.example",
        "maria.sales@x.example",
        "dana.fox+jobs@x.example",
        "j.root@x.example",
    ],
)
def test_mailboxes_of_humans(email: str) -> None:
    """A name in the address is a human's, whatever else the word means."""
    assert not is_role_mailbox(email)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("mx.example; dkim=pass (2048-bit key) header.d=x.example; spf=pass smtp.mailfrom=x.example; dmarc=pass (p=none)", Authentication("pass", "pass", "pass")),
        ("mx.example; dkim=fail header.d=a; dkim=pass header.d=b; spf=SoftFail", Authentication("softfail", "pass", "")),
        ("mx.example; none", Authentication()),
        ("mx.example (spf=pass); dkim=none", Authentication("", "none", "")),
        ("", Authentication()),
        ("((((((", Authentication()),
    ],
)  # fmt: skip
def test_authentication_results_are_read(field: str, expected: Authentication) -> None:
    """RFC 8601, comments left out; one passing signature is enough."""
    assert expected == read_authentication(field)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Thank you for your application, we will be in touch.", "en"),
        ("Vielen Dank für Ihre Bewerbung. Wir melden uns bei Ihnen.", "de"),
        ("Nous vous remercions de votre candidature et reviendrons vers vous.", "fr"),
        ("Gracias por su candidatura. Nos pondremos en contacto con usted.", "es"),
        ("Bedankt voor je sollicitatie, wij nemen contact met je op.", "nl"),
        ("Grazie per la tua candidatura, abbiamo ricevuto il tuo curriculum.", "it"),
        ("Obrigado pela sua candidatura, entraremos em contato com você.", "pt"),
        ("OK", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_told_by_small_words(text: str, language: str) -> None:
    """English where nothing tells."""
    assert language == language_of(text)
