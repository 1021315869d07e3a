"""Dates in words: what a sentence says about time, as values with the span it stands in."""
