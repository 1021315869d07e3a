"""The ledger as the rest of the program sees it."""

from __future__ import annotations

from afterword.ledger.calendars import Calendars
from afterword.ledger.drafts import Drafts
from afterword.ledger.events import Events
from afterword.ledger.messages import Messages
from afterword.ledger.passes import Passes
from afterword.ledger.slow_rules import SlowRules


class Ledger(Messages, Events, Calendars, Drafts, Passes, SlowRules):
    """Everything the program remembers. It may be deleted at any time: mail and calendar tell the same again.

    Each part has its own file: `messages`, `events`, `calendars`, `drafts`, `passes`, `slow_rules`.
    """
