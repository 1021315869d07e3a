"""Dates in words: what a sentence says about time, as values with the span it stands in."""

from afterword_parsers.dates.finder import find_dates
from afterword_parsers.dates.span import DateInWords, DateKind, Precision

__all__ = ["DateInWords", "DateKind", "Precision", "find_dates"]
