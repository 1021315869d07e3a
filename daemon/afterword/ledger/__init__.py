"""What the program remembers between two passes: a SQLite file that may be deleted and is rebuilt from mail and calendar.

`opening` makes and checks the file, `schema` is its shape, `ledger` what the rest of the program sees.
"""
