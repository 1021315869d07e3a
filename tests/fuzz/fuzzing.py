"""What the fuzz targets share: a few examples with every test run, and as many as fit into FUZZ_SECONDS when that is set.

    FUZZ_SECONDS=180 pytest tests/fuzz/test_fuzz_mime.py

A long run also asks that no example takes more than a second of the processor's time. What it finds becomes a named case
in the tests of the parser that was wrong.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")

SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
_EXAMPLES = 40
_MOST_CPU = 1.0
_UNHEALTHY = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def fuzz(strategy: SearchStrategy[T], check: Callable[[T], None]) -> None:
    """Run `check`, which raises where something is wrong, on values of `strategy`."""

    @settings(max_examples=200 if SECONDS else _EXAMPLES, suppress_health_check=_UNHEALTHY, derandomize=not SECONDS)
    @given(strategy)
    def examples(value: T) -> None:
        begun = time.process_time()
        check(value)
        if SECONDS:
            assert time.process_time() - begun < _MOST_CPU

    end = time.monotonic() + SECONDS
    examples()
    while time.monotonic() < end:
        examples()
