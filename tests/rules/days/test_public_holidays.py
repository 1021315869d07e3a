"""One country's holidays are the library's own, and the library is gone again afterwards."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

# Puerto Rico's are made of those of the United States, Monaco's of a calendar that is not the Gregorian one alone.
COUNTRIES = ["US", "DE", "GB", "PR", "MC", "IL", "JP", "FRA", "XX"]
SCRIPT = """
import json, sys
from afterword_rules.days.public_holidays import public_holidays
found = {country: sorted(map(str, public_holidays(country, range(2025, 2030)))) for country in sys.argv[1:]}
left = [name for name in sys.modules if name.partition(".")[0] == "holidays"]
import holidays
for country in sys.argv[1:]:
    try:
        own = holidays.country_holidays(country, years=range(2025, 2030))
    except NotImplementedError:
        own = ()
    assert found[country] == sorted(map(str, own)), country
print(json.dumps([left, {country: len(days) for country, days in found.items()}]))
"""


@pytest.fixture(name="told", scope="module")
def _told() -> list[object]:
    """Out of a process of its own, where nobody has loaded the library before."""
    command = [sys.executable, "-c", SCRIPT, *COUNTRIES]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_holidays_are_those_of_the_library(told: list[object]) -> None:
    """With and without the stand-in for its package; a country nobody knows has none."""
    numbers = told[1]

    assert isinstance(numbers, dict)
    assert ["XX"] == [country for country, number in numbers.items() if not number]


def test_nothing_of_the_library_stays(told: list[object]) -> None:
    """It would take 13 MB of memory for as long as the program runs."""
    assert [] == told[0]
