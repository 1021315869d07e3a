"""Values in, decisions out: what a message means, where an application stands, which follow-up is due.

Nothing here does I/O beyond reading YAML and templates, and nothing asks for the time: `now` is an argument.
"""
