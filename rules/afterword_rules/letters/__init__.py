"""The letter of a follow-up: templates, the values they may use, and what must be true of the result."""
