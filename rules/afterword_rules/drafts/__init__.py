"""A draft: its names, how it is found again, and what becomes of it."""
