"""The ledger as the rest of the program sees it."""

from __future__ import annotations

from afterword.ledger.drafts import Drafts
from afterword.ledger.events import Events
from afterword.ledger.freshness import FreshnessOfAll
from afterword.ledger.messages import Messages
from afterword.ledger.passes import Passes
from afterword.ledger.pauses import Pauses
from afterword.ledger.slow_rules import SlowRules
from afterword.ledger.troubles import Troubles


class Ledger(Messages, FreshnessOfAll, Pauses, Events, Drafts, Passes, SlowRules, Troubles):
    """Everything the program remembers. It may be deleted at any time: mail and calendar tell the same again.

    Each part has its own file: `messages`, `freshness`, `pauses`, `events`, `drafts`, `passes`, `slow_rules`,
    `troubles`.
    """
