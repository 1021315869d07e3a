"""Which follow-ups are due: one file a kind, the cadence they share, and the plan of one pass."""
