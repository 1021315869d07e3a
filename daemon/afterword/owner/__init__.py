"""The owner's files: read and checked together, watched, and added to without touching a line of theirs."""
