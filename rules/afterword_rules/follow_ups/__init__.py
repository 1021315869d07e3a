"""Which follow-ups an application asks for: one file a kind, and the cadence they share."""
