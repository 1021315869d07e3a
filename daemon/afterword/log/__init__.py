"""What the program tells of itself: the journal, notes on the desktop, reports of its own bugs."""
