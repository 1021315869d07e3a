"""What the commands print for scripts."""

from __future__ import annotations

import json
import sys
from typing import Any

import click


def print_json(value: Any, *, one_line: bool = False) -> None:
    """Print `value` as JSON: readable where the output takes every character, in ASCII elsewhere."""
    encoding = (sys.stdout.encoding or "").lower()
    ascii_only = encoding.replace("-", "") != "utf8"
    click.echo(json.dumps(value, ensure_ascii=ascii_only, indent=None if one_line else 1))
