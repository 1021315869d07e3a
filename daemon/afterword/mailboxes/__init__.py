"""Where mail lies: one contract, and one module for each kind of mailbox."""
