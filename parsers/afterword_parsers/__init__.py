"""Bytes in, values out: what a message, an invitation or a sentence says.

Nothing here does I/O or asks for the time, and nothing raises on bad input: what could not be read
is named in the value's `problems`.
"""
