"""One message, one verdict: the kinds of mail a job search brings, and the traps among them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from afterword_parsers.invitation import Attendee, Invitation, Method
from afterword_parsers.message import Address, Marks, Message, Words
from afterword_rules.about import asks_for_news, speaks_of_own_application
from afterword_rules.classify import classify
from afterword_rules.signal import SignalKind
from afterword_rules.signal_rules import load_signal_rules

RULES, _ = load_signal_rules()
MARCH = datetime(2026, 3, 10, 14, tzinfo=UTC)
MACHINE = Marks(no_reply=True)
HUMAN = Marks()


@dataclass(frozen=True)
class Mail:
    """A message in short, with the signal it must give."""

    name: str
    signal: str
    text: str
    subject: str = ""
    sender: str = "imke.sand@saltmarsh.example"
    machine: bool = False
    quoted: str = ""
    signature: str = ""


def message(mail: Mail) -> Message:
    """The message a parser would make of it."""
    return Message(
        message_id="<1@saltmarsh.example>",
        sent=MARCH,
        sender=Address("", mail.sender),
        subject=mail.subject,
        text=Words(own=mail.text, quoted=mail.quoted, signature=mail.signature),
        marks=MACHINE if mail.machine else HUMAN,
    )


RECEIVED = [
    Mail(
        "refusal words for those who are not chosen",
        "application_received",
        "Thanks for applying to Saltmarsh Ferries! We have your application for Deckhand and will read it soon. If you are not "
        "selected for this opening, do look at our other vacancies from time to time.",
        "Thank you for applying to Saltmarsh Ferries",
        machine=True,
    ),
    Mail(
        "no answer to everyone",
        "application_received",
        "We received your application for the Net Mender position. Unfortunately we are not able to answer each applicant "
        "personally, and will not be able to speak with everyone.",
        machine=True,
    ),
    Mail(
        "silence as a refusal",
        "application_received",
        "Your application was submitted. Should you not hear from us within three weeks, please consider your application "
        "unsuccessful. The recruiting team of Saltmarsh Ferries",
        machine=True,
    ),
    Mail(
        "a call if there is a match",
        "application_received",
        "Thank you for your application to the Lock Keeper role. A recruiter will reach out to schedule a phone call if your "
        "experience is what we look for.",
        machine=True,
    ),
    Mail(
        "the process is described",
        "application_received",
        "We have received your application. Our process: a short call with a recruiter, then a coding test, then an interview with "
        "the team. Candidates selected for an interview will be contacted within two weeks.",
        machine=True,
    ),
    Mail(
        "a test for some",
        "application_received",
        "Thanks for applying for Chart Analyst. If you are among the qualified candidates, we will invite you to take an online "
        "assessment.",
        machine=True,
    ),
    Mail(
        "a subject that asks for action",
        "application_received",
        "Thanks for your interest. We've received your application for the Harbour Clerk position and a member of the talent team "
        "will review it.",
        "ACTION NEEDED: we've received your application",
        machine=True,
    ),
    Mail(
        "congratulations on applying",
        "application_received",
        "You have successfully applied for the role of Buoy Painter. Our recruiting team will review your application.",
        "Congratulations on taking the first step!",
        machine=True,
    ),
    Mail(
        "sent by a job board, with other openings",
        "application_received",
        "Your application was sent to Saltmarsh Ferries\n\nDeckhand\n\nView similar jobs you may be interested in\n\nStoker, Tidewrack",
        "Kim, your application was sent to Saltmarsh Ferries",
        "jobs-noreply@linkedin.com",
        machine=True,
    ),
    Mail(
        "a bank that hires",
        "application_received",
        "Thank you for applying for the Credit Card Operations Analyst position at Tidewrack Bank. Our recruiters will review your "
        "resume and your application.",
        "Thank you for applying to Tidewrack Bank",
        "tidewrack@myworkday.com",
        machine=True,
    ),
    Mail(
        "German",
        "application_received",
        "Sehr geehrte Frau Sand, vielen Dank für Ihre Bewerbung als Deichgräfin. Wir prüfen Ihre Unterlagen und melden uns.",
        "Ihre Bewerbung bei der Salzwiesen GmbH",
        machine=True,
    ),
    Mail(
        "French",
        "application_received",
        "Madame, nous avons bien reçu votre candidature au poste de gardienne de phare. Si votre profil correspond, nous vous "
        "contacterons pour un entretien.",
        machine=True,
    ),
    Mail(
        "Spanish",
        "application_received",
        "Hemos recibido tu candidatura para el puesto de farera. Si tu perfil encaja, te llamaremos para una entrevista.",
        machine=True,
    ),
]

REJECTED = [
    Mail(
        "no refusal word at all",
        "rejected",
        "Thank you for your interest in the Deckhand position. We were fortunate to receive a great number of applications, and the "
        "field was very competitive. We encourage you to apply for other openings, and wish you success in your search.",
        "Thank you for applying to Saltmarsh Ferries",
        machine=True,
    ),
    Mail("no fit", "rejected", "We looked at your resume for the Stoker role and do not see a fit at this time."),
    Mail(
        "filled",
        "rejected",
        "Thank you for your interest. The Stoker position you applied for has been filled.",
        machine=True,
    ),
    Mail(
        "a selection was made",
        "rejected",
        "We've made a selection for the Purser role and are closing the requisition. Thank you for your application.",
    ),
    Mail("no match", "rejected", "Thank you for your application. It seems we aren't a match right now for this role."),
    Mail(
        "not to move forward with the title",
        "rejected",
        "The team decided not to move forward with your application for the Lock Keeper.",
        machine=True,
    ),
    Mail(
        "candidacy",
        "rejected",
        "Saltmarsh Ferries will not be proceeding with your candidacy.",
        "Your candidacy",
        machine=True,
    ),
    Mail(
        "unable to offer",
        "rejected",
        "Thank you for meeting us. I am sorry that we are unable to offer you the position of Purser.",
        "Purser",
    ),
    Mail(
        "cancelled position",
        "rejected",
        "Due to a new budget the Stoker position has been cancelled. Thank you for applying.",
    ),
    Mail(
        "frozen",
        "rejected",
        "Management has decided on a hiring freeze, so the search for a Purser is closed. Thanks for applying.",
    ),
    Mail(
        "no sponsorship",
        "rejected",
        "We are unable to offer visa sponsorship for the Chart Analyst role and can not consider your application.",
        machine=True,
    ),
    Mail(
        "a job board passes it on",
        "rejected",
        "Your update from Saltmarsh Ferries. Unfortunately, Saltmarsh Ferries will not be moving forward with your application.",
        "Your application to Deckhand at Saltmarsh Ferries",
        "jobs-noreply@linkedin.com",
        machine=True,
    ),
    Mail(
        "a subject of thanks",
        "rejected",
        "We have decided to pursue other candidates whose background is closer to the needs of the Deckhand role.",
        "Thank you from Workday!",
        "saltmarsh@myworkday.com",
        machine=True,
    ),
    Mail(
        "a survey on top",
        "rejected",
        "You were not selected for the Deckhand position. Would you take a short survey about your experience?",
        "Thank you and Survey Request",
        machine=True,
    ),
    Mail(
        "later contact is possible",
        "rejected",
        "We have chosen to go ahead with another candidate for Purser, but will keep your CV should a similar role open up.",
    ),
    Mail(
        "the role went elsewhere, kindly",
        "rejected",
        "It was a close call. In the end we have offered the role to someone who has already sailed this route. I hope our paths "
        "cross again.",
        "Re: Purser",
        quoted="Dear Imke, is there any news about the Purser role?",
    ),
    Mail(
        "German",
        "rejected",
        "Sehr geehrte Frau Sand, leider müssen wir Ihnen heute absagen: Wir haben uns für eine Mitbewerberin entschieden. Für Ihre "
        "Bewerbung danken wir Ihnen.",
    ),
    Mail(
        "German, filled", "rejected", "Danke für Ihre Bewerbung. Die Stelle ist inzwischen anderweitig besetzt worden."
    ),
    Mail("French", "rejected", "Malheureusement, votre candidature n'a pas été retenue pour le poste de gardienne."),
    Mail("Spanish", "rejected", "Lamentamos informarte de que no has sido seleccionada para el puesto de farera."),
]

TALKS = [
    Mail(
        "a human asks for a time",
        "interview_proposed",
        "Hi Kim, your application for Stoker is on my desk. Would Thursday at 10 suit you for a first call with me?",
        "Stoker at Saltmarsh Ferries",
    ),
    Mail(
        "a scheduling link",
        "interview_proposed",
        "We enjoyed your application! Please choose a slot for a chat with our chief engineer: https://cal.example/imke",
        "Stoker: next step",
    ),
    Mail(
        "availability",
        "interview_proposed",
        "Could you send me your availability next week for an interview for the Purser role?",
    ),
    Mail(
        "selected for an interview, as a fact",
        "interview_proposed",
        "Good news! You have been selected for an interview for the Lock Keeper position.",
    ),
    Mail(
        "with next to no job words, but a signature",
        "interview_proposed",
        "Are you free for half an hour this Thursday?",
        "Quick question",
        signature="Imke Sand\nSenior Recruiter, Saltmarsh Ferries",
    ),
    Mail(
        "works for us",
        "interview_scheduled",
        "Thursday at ten works for us. We will call you on the number in your resume.",
        "Re: Stoker at Saltmarsh Ferries",
    ),
    Mail(
        "the invite follows",
        "interview_scheduled",
        "Great! You will meet Olaf and Mette on Friday at 2 pm. A calendar invitation will follow.",
        "Re: Stoker: interview",
    ),
    Mail(
        "confirmed",
        "interview_scheduled",
        "This is to confirm your interview for the Purser position on Monday, March 16 at 9:00.",
        machine=True,
    ),
    Mail(
        "moved",
        "interview_rescheduled",
        "I am afraid I need to move our interview to Friday; Olaf is at sea until then.",
        "Re: Stoker at Saltmarsh Ferries",
    ),
    Mail(
        "called off",
        "interview_cancelled",
        "So sorry, but we have to cancel tomorrow's interview for the Stoker role. I will come back with new times.",
    ),
    Mail(
        "German",
        "interview_proposed",
        "Ihre Bewerbung gefällt uns. Gerne laden wir Sie zu einem Gespräch ein; haben Sie am Montag um 10 Uhr Zeit?",
    ),
    Mail(
        "French",
        "interview_proposed",
        "Votre candidature nous intéresse et nous souhaiterions vous rencontrer mardi pour un entretien.",
    ),
    Mail(
        "Spanish",
        "interview_proposed",
        "Nos ha gustado tu candidatura y nos gustaría invitarte a una entrevista el martes.",
    ),
    Mail(
        "the quote is not read",
        "interview_proposed",
        "Not at all! Could you do Wednesday at 10 instead?",
        "Re: Stoker at Saltmarsh Ferries",
        quoted="I am sorry, but I have to withdraw my application if we can not find a time.",
    ),
]

TASKS_AND_OUTCOMES = [
    Mail(
        "a platform's test",
        "assessment_requested",
        "Saltmarsh Ferries has invited you to take the Chart Analyst test. The link expires on Friday.",
        "Saltmarsh Ferries invites you to a test",
        "support@hackerrankforwork.com",
        machine=True,
    ),
    Mail(
        "a video to record",
        "assessment_requested",
        "As the next step for the Purser position, please record a short video with your answers to three questions.",
        machine=True,
    ),
    Mail(
        "a take-home before a talk",
        "assessment_requested",
        "Please complete the attached take-home exercise by Monday; after that the team would discuss it with you.",
        "Chart Analyst at Saltmarsh Ferries",
    ),
    Mail(
        "German test",
        "assessment_requested",
        "Ihre Bewerbung überzeugt uns. Anbei eine Testaufgabe, bitte schicken Sie Ihre Lösung bis Montag.",
    ),
    Mail(
        "an offer",
        "offer",
        "I am delighted to offer you the position of Purser. Base salary 52,000; please sign by Friday.",
        "Saltmarsh Ferries",
    ),
    Mail("an offer letter", "offer", "Your offer letter for the Stoker position is attached. Congratulations!"),
    Mail(
        "German offer",
        "offer",
        "Wir freuen uns, Ihnen die Stelle als Deichgräfin anbieten zu können. Der Arbeitsvertrag liegt bei.",
    ),
    Mail(
        "after the signature",
        "status_update",
        "Everything is signed, welcome aboard! Your first day is Monday, May 4. The people team will send you a laptop.",
        "Welcome to Saltmarsh Ferries",
    ),
    Mail("the employer thanks for the yes", "accepted", "Thank you for accepting our offer for the Purser position!"),
    Mail(
        "a withdrawal is confirmed",
        "withdrawn",
        "You have withdrawn your application for the Stoker position at Saltmarsh Ferries.",
        machine=True,
    ),
    Mail(
        "sorry that you left",
        "withdrawn",
        "We are sorry that you have decided not to continue with your application for the Stoker position.",
        machine=True,
    ),
    Mail(
        "viewed",
        "status_update",
        "Your application was viewed by Saltmarsh Ferries.",
        "Your application was viewed",
        "jobs-noreply@linkedin.com",
        machine=True,
    ),
    Mail(
        "on hold",
        "status_update",
        "The search for a Purser is on hold until summer; your application stays with the hiring team.",
    ),
    Mail(
        "still reading",
        "status_update",
        "We are still reviewing applications for the Stoker role and ask for your patience.",
        machine=True,
    ),
    Mail(
        "a promise",
        "status_update",
        "Thank you for coming in. We will let you know within two weeks.",
        "Re: Stoker at Saltmarsh Ferries",
        signature="Imke Sand, Talent Acquisition",
    ),
    Mail(
        "a test has come in",
        "status_update",
        "Thank you for completing the assessment for Chart Analyst. The hiring team has been notified.",
        "Assessment completed",
        "support@hackerrankforwork.com",
        machine=True,
    ),
    Mail(
        "not handed in yet",
        "action_required",
        "You started an application for Deckhand, but you have not submitted it yet. Complete your application today.",
        "Complete your application",
        "saltmarsh@myworkday.com",
        machine=True,
    ),
    Mail(
        "more is needed",
        "action_required",
        "For your application to be considered, you need to fill out one more form for the recruiting team.",
        machine=True,
    ),
]

NOT_ABOUT_AN_APPLICATION = [
    Mail(
        "cold mail",
        "recruiter_outreach",
        "My name is Olaf, I'm a recruiter. I came across your profile and have a role at one of our clients that may interest you. "
        "Do you have time for a call this week?",
        "Stoker opportunity",
    ),
    Mail(
        "job alert",
        "job_alert",
        "Your job alert for stoker: 12 new jobs in Harbourtown match your preferences.",
        "12 new jobs for you",
        "jobalerts-noreply@linkedin.com",
        machine=True,
    ),
    Mail(
        "webinar",
        "none",
        "You're confirmed! Your seat for our webinar 'Pass your next interview' is booked for Monday at 6 pm.",
        machine=True,
    ),
    Mail(
        "dentist",
        "none",
        "Your appointment with Dr. Molar at Salt Dental is confirmed for Tuesday at 9. Call us to reschedule.",
        machine=True,
    ),
    Mail(
        "flat",
        "none",
        "We have received your rental application for 3 Pier Road and will process it in three days.",
        "Application received",
        machine=True,
    ),
    Mail(
        "flat refused",
        "none",
        "We regret to inform you that another applicant was selected for the apartment. Thank you for your application.",
        "Your application",
        machine=True,
    ),
    Mail(
        "credit card",
        "none",
        "Thank you for applying for the Tidewrack Visa card. We have received your application.",
        machine=True,
    ),
    Mail(
        "credit card refused",
        "none",
        "After careful consideration we are unable to approve your application for the Tidewrack card at this time. Your credit score",
        machine=True,
    ),
    Mail(
        "visa",
        "none",
        "Your interview at the consulate is scheduled for Thursday at 8:00. Bring your passport and your visa application.",
        "Your interview is scheduled",
        machine=True,
    ),
    Mail(
        "loan",
        "none",
        "We are pleased to offer you a loan of 5,000. Sign the offer by Friday.",
        "Your offer",
        machine=True,
    ),
    Mail(
        "insurance",
        "none",
        "Your application for the boat insurance policy has been received and is being reviewed.",
        machine=True,
    ),
    Mail(
        "shop",
        "none",
        "Congratulations! We are delighted to offer you 20% off. Offer ends Sunday.",
        "Your offer is here",
        machine=True,
    ),
    Mail(
        "newsletter",
        "none",
        "An interview with Mette Holm, author of Salt. Read the whole interview. Unfortunately she was not selected for the prize.",
        machine=True,
    ),
    Mail(
        "graduate school",
        "none",
        "We regret that we can not offer you admission to the master's program. The admissions committee",
        "Your application",
        machine=True,
    ),
    Mail(
        "conference paper",
        "none",
        "We are sorry to inform you that your paper was not selected for the proceedings. The program committee",
        machine=True,
    ),
    Mail(
        "the owner is asked to interview",
        "none",
        "Hi Kim, could you take the deck interview with Lee Dorn, our candidate for the Stoker opening, on Friday at 2 pm?",
        "Interview panel: Lee Dorn",
    ),
    Mail(
        "scorecard",
        "none",
        "Please submit your scorecard for Lee Dorn (Stoker). The interview ended at 3 pm.",
        sender="no-reply@greenhouse.io",
        machine=True,
    ),
    Mail(
        "account",
        "none",
        "An account has been created for you on our careers site. Confirm your email address.",
        machine=True,
    ),
    Mail("private", "none", "Are you free on Saturday? We could take the boat out.", "Saturday"),
    Mail("parcel", "none", "We have received your return. Your order has been shipped.", machine=True),
]


@pytest.mark.parametrize("mail", RECEIVED + REJECTED + TALKS, ids=lambda mail: f"{mail.signal}: {mail.name}")
def test_reads_what_employers_write(mail: Mail) -> None:
    """Confirmations, refusals and talks are told apart by what they say, whatever words they share."""
    assert mail.signal == classify(message(mail), RULES).kind


@pytest.mark.parametrize("mail", TASKS_AND_OUTCOMES, ids=lambda mail: f"{mail.signal}: {mail.name}")
def test_reads_tasks_and_outcomes(mail: Mail) -> None:
    """Tests, offers, ends and news that change nothing."""
    assert mail.signal == classify(message(mail), RULES).kind


@pytest.mark.parametrize("mail", NOT_ABOUT_AN_APPLICATION, ids=lambda mail: mail.name)
def test_leaves_other_mail_alone(mail: Mail) -> None:
    """Other kinds of application, interview, offer and decision move nothing."""
    assert mail.signal == classify(message(mail), RULES).kind


def outgoing(text: str, subject: str = "Re: Stoker at Saltmarsh Ferries") -> SignalKind:
    """The verdict about mail of the owner's."""
    return classify(message(Mail("", "", text, subject, "kim@kelp.example")), RULES, outgoing=True).kind


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("I am very happy to accept your offer, and look forward to May.", "accepted"),
        ("Gerne nehme ich Ihr Angebot für die Stelle an.", "accepted"),
        ("I would like to withdraw my application for the Stoker role.", "withdrawn"),
        ("Thank you for the offer. After long thought I have decided to decline it.", "withdrawn"),
        ("I have accepted an offer elsewhere and am no longer available.", "withdrawn"),
        ("Hiermit ziehe ich meine Bewerbung zurück.", "withdrawn"),
        ("Thursday at ten is fine, thank you.", "none"),
        ("I have accepted the calendar invitation.", "none"),
        ("Unfortunately I can not make it on Thursday, could we reschedule our interview?", "none"),
        ("Is there any news about the position?", "none"),
    ],
)
def test_the_owner_accepts_and_withdraws(text: str, signal: str) -> None:
    """Of the owner's own mail only a yes to the job and an end of the application are signals."""
    assert signal == outgoing(text)


@pytest.mark.parametrize("marks", [Marks(auto_reply=True), Marks(bounce=True)], ids=["automatic reply", "bounce"])
def test_automatic_answers_say_nothing(marks: Marks) -> None:
    """A holiday notice is no answer, whatever words it holds."""
    text = "I am out of the office. For anything about your interview on Friday, please write to Olaf."

    found = classify(replace(message(Mail("", "", text, "Stoker")), marks=marks), RULES)

    assert SignalKind.NONE == found.kind


def test_a_kind_word_is_a_human_reply() -> None:
    """A human who answers without news is a human who answered."""
    mail = Mail(
        "", "", "That is kind of you, I enjoyed it as well.", "Re: Thank you for today", quoted="Dear Imke, thank you!"
    )

    assert SignalKind.HUMAN_REPLY == classify(message(mail), RULES).kind


def test_a_machine_without_news_is_none() -> None:
    """What a machine says about nothing is nothing."""
    mail = Mail("", "", "Your password will expire in five days.", "Saltmarsh careers", machine=True)

    assert SignalKind.NONE == classify(message(mail), RULES).kind


def test_the_other_text_is_read_when_the_first_is_empty() -> None:
    """HTML-only mail has its words in the other part."""
    found = Message(
        message_id="<2@saltmarsh.example>",
        sent=MARCH,
        sender=Address("Saltmarsh Ferries", "saltmarsh@myworkday.com"),
        other=Words(own="Your application for the position of Stoker was successfully submitted."),
        marks=MACHINE,
    )

    assert SignalKind.APPLICATION_RECEIVED == classify(found, RULES).kind


def test_forwarded_words_count_only_alone() -> None:
    """A forwarded refusal is read where the sender added nothing, and not below words of their own."""
    refusal = "We have decided not to move forward with your application for the Stoker role."
    bare = replace(message(Mail("", "", "")), text=Words(forwarded=refusal))
    commented = replace(
        bare, text=Words(own="Look what they wrote to Mette, I can hardly believe it.", forwarded=refusal)
    )

    assert SignalKind.REJECTED == classify(bare, RULES).kind
    assert SignalKind.REJECTED != classify(commented, RULES).kind


def test_the_verdict_shows_its_words() -> None:
    """Confidence, rule, the words as they were written, and the runner-up."""
    text = "Thank you for applying. We’ve received your application, but have decided not to move forward with your candidacy."

    found = classify(message(Mail("", "", text)), RULES)

    assert SignalKind.REJECTED == found.kind
    assert found.confidence > 0.9
    assert found.rule.startswith("rejected-")
    assert "body" == found.evidence[0].where
    assert found.evidence[0].text in text
    assert SignalKind.APPLICATION_RECEIVED == found.runner_up


def event(summary: str, method: Method = Method.REQUEST, sequence: int = 0, description: str = "") -> Invitation:
    """A calendar event by mail."""
    return Invitation(
        uid="1@saltmarsh.example",
        start=MARCH,
        end=MARCH + timedelta(hours=1),
        method=method,
        sequence=sequence,
        summary=summary,
        description=description,
        organizer=Attendee("Imke Sand", "imke.sand@saltmarsh.example"),
    )


def invited(invitation: Invitation, text: str = "", marks: Marks = HUMAN) -> SignalKind:
    """The verdict about mail that carries an event."""
    mail = message(Mail("", "", text, invitation.summary))

    return classify(replace(mail, invitations=(invitation,), marks=marks), RULES).kind


def test_an_invitation_to_an_interview_schedules_it() -> None:
    """The event's name, or the words around it, make an interview of it."""
    assert SignalKind.INTERVIEW_SCHEDULED == invited(event("Interview: Kim Kelp (Stoker)"))
    assert SignalKind.INTERVIEW_SCHEDULED == invited(
        event("Saltmarsh / Kim", description="First conversation about the role")
    )


def test_a_higher_sequence_moves_it() -> None:
    """RFC 5546: the same event with a higher SEQUENCE is a new time."""
    assert SignalKind.INTERVIEW_RESCHEDULED == invited(event("Interview: Kim Kelp", sequence=1))


def test_a_cancelled_event_cancels_it() -> None:
    """METHOD:CANCEL ends the interview."""
    assert SignalKind.INTERVIEW_CANCELLED == invited(event("Interview: Kim Kelp", Method.CANCEL))


def test_a_closed_position_outweighs_the_cancelled_event() -> None:
    """Where the note on the cancellation says that the role is gone, the application is over."""
    text = "I am sorry, but the position has been closed and the interview is off. Thank you for your application."

    assert SignalKind.REJECTED == invited(event("Interview: Kim Kelp", Method.CANCEL), text)


def test_an_event_that_is_no_interview_waits_for_a_known_organizer() -> None:
    """An unknown meeting is a human's mail; what it would be stands as the runner-up."""
    found = classify(replace(message(Mail("", "", "", "Kim <> Imke")), invitations=(event("Kim <> Imke"),)), RULES)

    assert SignalKind.HUMAN_REPLY == found.kind
    assert SignalKind.INTERVIEW_SCHEDULED == found.runner_up


def test_a_webinar_is_no_interview() -> None:
    """Courses send invitations too."""
    assert SignalKind.NONE == invited(event("Webinar: ace your interview"), marks=MACHINE)


def test_the_interviewer_is_no_candidate() -> None:
    """An event that names a candidate is the employer's side."""
    summary = "Interview: Lee Dorn (Stoker)"

    assert SignalKind.NONE == invited(event(summary, description="Interviewers: Kim Kelp\nCandidate: Lee Dorn"))


def test_mail_from_the_owners_employer_is_none() -> None:
    """Colleagues write about interviews, not about the owner's application."""
    mail = message(Mail("", "", "Can we set up an interview with you for the Stoker role?"))

    assert SignalKind.NONE == classify(mail, RULES, owner_domains=frozenset({"saltmarsh.example"})).kind
    assert SignalKind.NONE != classify(mail, RULES, owner_domains=frozenset({"kelp.example"})).kind


def test_an_answer_to_an_event_is_no_news() -> None:
    """METHOD:REPLY tells who comes, and nothing about the application."""
    assert SignalKind.NONE == invited(event("Interview: Kim Kelp", Method.REPLY))


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for applying to the Stoker role.",
        "Your application caught our eye.",
        "Ihre Bewerbung gefällt uns.",
        "Votre candidature nous plaît.",
        "Su candidatura nos interesa.",
    ],
)
def test_speaks_of_the_readers_application(text: str) -> None:
    """ "Your application" in five languages' words."""
    assert speaks_of_own_application(message(Mail("", "", text)))


def test_speaks_of_nothing() -> None:
    """Mail without the word does not."""
    assert not speaks_of_own_application(message(Mail("", "", "Are you free on Saturday?")))


@pytest.mark.parametrize(
    "text",
    [
        "I wanted to ask whether there is any news about the role.",
        "Has a decision been made?",
        "Could you tell me what the next steps would be?",
        "I would like to ask about the status of my application.",
        "Gibt es schon Neuigkeiten zu meiner Bewerbung?",
    ],
)
def test_asks_for_news(text: str) -> None:
    """The owner asks where things stand."""
    assert asks_for_news(message(Mail("", "", text)))


@pytest.mark.parametrize("text", ["Thank you for the hour this morning.", "Tuesday at 2 suits me well."])
def test_thanks_and_yes_ask_for_nothing(text: str) -> None:
    """A thank-you is no inquiry."""
    assert not asks_for_news(message(Mail("", "", text)))
