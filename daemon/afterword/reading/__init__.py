"""Reading mail and calendars into the ledger: all accounts at once, one thread that writes."""
