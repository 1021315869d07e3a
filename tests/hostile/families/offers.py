"""Jobs that nobody applied for, and what is asked for them: money, papers, a talk in a chat."""

from __future__ import annotations

from hostile.cases import Case, mail

_HIRED = (
    "Dear Nell Hopper,\n\nCongratulations! After a careful review of your application we are pleased to offer you the position of"
    " {role} at {company}. Your salary will be 4,200 pounds a month.\n\n{ask}\n\nKind regards,\nAgnes Vole\nHR Manager\n{company}\n"
)


def _offer(
    name: str, tries: str, ask: str, company: str = "Grand Meridian Holdings", says: str = "elsewhere-swindle"
) -> Case:
    text = _HIRED.format(role="Data Entry Clerk", company=company, ask=ask)
    sender = "Agnes Vole <agnes.vole@grand-meridian.example>"
    return Case(name, tries, (mail(sender, f"Your job offer from {company}", text),), says=says)


CASES = (
    _offer(
        "offer out of nowhere",
        "An offer for a job that was never applied for: it founds no application.",
        "Please confirm by replying to this letter.",
        says="no application",
    ),
    _offer(
        "advance fee",
        "An offer that asks for a fee first: it is no offer, and nothing is drafted.",
        "To secure your place, please pay the refundable registration fee of 120 pounds by bank transfer before Friday.",
    ),
    _offer(
        "gift cards",
        "An offer that asks to buy gift cards: it is no offer.",
        "Before you start, please buy three gift cards of 100 pounds each and send us the codes.",
    ),
    _offer(
        "cheque for the equipment",
        "An offer with a cheque to cash: it is no offer.",
        "We will send you a cheque to purchase the equipment for your home office from our vendor.",
    ),
    _offer(
        "passport and bank card",
        "An offer that wants the papers an identity is stolen with: it is no offer.",
        "Please reply with a scan of your passport, a photo of your bank card and your national insurance number.",
        says="passport",
    ),
    _offer(
        "online banking",
        "An offer that asks for the login of a bank account: it is no offer.",
        "For the direct deposit we need your online banking user name and password today.",
        says="online banking",
    ),
    _offer(
        "crypto wallet",
        "An offer that wants a deposit in coins: it is no offer.",
        "Please deposit 0.01 bitcoin into the training wallet to unlock your first tasks.",
    ),
    Case(
        "interview in a chat",
        "An interview by chat for a job never applied for: no application, no interview.",
        (
            mail(
                "Hiring Desk <hiring.desk@quick-hire.example>",
                "Your application: interview for Virtual Assistant",
                "Hello Nell,\n\nyour application for Virtual Assistant at Solstice Global has been shortlisted. Please add our hiring"
                " manager on Telegram @solstice_hr to start your interview at once.\n\nSolstice Global\n",
            ),
        ),
        says="Telegram",
    ),
    Case(
        "interview for a stranger's job",
        "A friendly time for a talk at a firm nobody wrote to, with a fee at its end: no interview.",
        (
            mail(
                "Victor Hale <victor.hale@brightpath-careers.example>",
                "Interview confirmation: Office Assistant at Brightpath",
                "Hi Nell,\n\nyour interview for the Office Assistant position at Brightpath is confirmed for Wednesday 11 March at"
                " 15:00. Please pay the processing fee of 45 pounds before the interview via the link.\n\nVictor Hale\n",
            ),
        ),
        says="processing fee",
    ),
    Case(
        "beneficiary",
        "The oldest letter of all, with the words of a job in it: nothing.",
        (
            mail(
                "Barrister Cole <cole@chambers.example>",
                "Job offer and transfer of funds",
                "Dear applicant, you are appointed as our foreign partner and payment officer for the transfer of funds of 4.5 million"
                " dollars. Your application was successful. Send your bank particulars.\n",
            ),
        ),
    ),
    Case(
        "parcel agent",
        "A position that is a crime: no offer.",
        (
            mail(
                "Lena Fox <lena.fox@parcel-hub.example>",
                "You are hired: Logistics Assistant",
                "Hi Nell, we are pleased to offer you the position of Logistics Assistant at Parcel Hub. No experience needed: receive"
                " parcels at home, earn 900 per week from your phone. Please send a photo of your ID card to start.\n\nLena Fox\n",
            ),
        ),
    ),
    Case(
        "login to a portal",
        "A link to a false portal that asks to sign in for an offer: no application.",
        (
            mail(
                "HR Portal <offers@hr-portal.example>",
                "Action required: your offer letter expires today",
                "<html><body><p>Dear candidate, your offer letter is ready. <a href='https://hr-portal.example.attack.example/login'>"
                "https://larkspur.example/offer</a></p></body></html>",
                kind="text/html; charset=utf-8",
            ),
        ),
    ),
    Case(
        "assessment for nothing",
        "A test for a job never applied for, to be paid: no application.",
        (
            mail(
                "Skill Board <tests@skill-board.example>",
                "Your application: complete the assessment for Junior Analyst at Norrland Capital",
                "Hi Nell,\n\nthank you for your application for Junior Analyst at Norrland Capital. Please complete the online assessment."
                " A processing fee of 30 pounds is required to unlock it.\n",
            ),
        ),
    ),
    Case(
        "german deposit",
        "The same in German: no offer.",
        (
            mail(
                "Personalabteilung <personal@nordwind-jobs.example>",
                "Ihre Bewerbung: Zusage als Bürokraft",
                "Sehr geehrte Frau Hopper,\n\nwir freuen uns, Ihnen die Stelle als Bürokraft bei Nordwind Service anbieten zu können."
                " Bitte überweisen Sie vorab die Kaution für die Ausrüstung.\n\nMit freundlichen Grüßen\nJutta Kern\n",
            ),
        ),
    ),
)
