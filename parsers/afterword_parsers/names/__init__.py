"""Names of humans and of mailboxes: whether some words are one, and whether two of them are the same."""
