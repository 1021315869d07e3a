"""The public holidays of one country, without the memory that the library takes for all the others."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import date
from types import ModuleType

_LIBRARY = "holidays"
_COUNTRIES = f"{_LIBRARY}.countries"


def public_holidays(country: str, years: Iterable[int]) -> frozenset[date]:
    """The nationwide ones of a country (ISO 3166, in capitals); none of a country that the library does not know."""
    with _only_what_is_needed():
        import holidays

        try:
            return frozenset(holidays.country_holidays(country, years=years))
        except (NotImplementedError, KeyError, ValueError):
            return frozenset()


@contextmanager
def _only_what_is_needed() -> Generator[None]:
    """Let the library load that one country, and let go of all of it afterwards.

    Its package of countries loads all 250 as soon as one is asked for: half a second, and 8 MB for as long as the program
    runs. With an empty package in its place, the country alone is loaded. What is left is another 5 MB, needed once in
    some years.
    """
    if _LIBRARY in sys.modules:
        yield
        return
    found = importlib.util.find_spec(_LIBRARY)
    stand_in = ModuleType(_COUNTRIES)
    stand_in.__path__ = [f"{place}/countries" for place in (found and found.submodule_search_locations) or ()]
    sys.modules[_COUNTRIES] = stand_in
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == _LIBRARY]:
            del sys.modules[name]
