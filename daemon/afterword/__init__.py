"""The program: everything that touches the world. The command line, mailboxes, calendars, the ledger, the drafts."""
