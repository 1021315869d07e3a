"""The ledger as the rest of the program sees it."""

from __future__ import annotations

from afterword.ledger.accounts import Accounts
from afterword.ledger.calendars import Calendars
from afterword.ledger.drafts import Drafts
from afterword.ledger.events import Events
from afterword.ledger.messages import Messages
from afterword.ledger.passes import Passes
from afterword.ledger.pauses import Pauses
from afterword.ledger.slow_rules import SlowRules
from afterword.ledger.troubles import Troubles


class Ledger(Messages, Accounts, Pauses, Events, Calendars, Drafts, Passes, SlowRules, Troubles):
    """Everything the program remembers. It may be deleted at any time: mail and calendar tell the same again.

    Each part has its own file: `messages`, `accounts`, `pauses`, `events`, `calendars`, `drafts`, `passes`,
    `slow_rules`, `troubles`.
    """
