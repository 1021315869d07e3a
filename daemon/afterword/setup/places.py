"""Paths as they are written into the configuration, where no folder is the current one."""

from __future__ import annotations

import os


def as_written(path: str) -> str:
    """The path, from the root; one from a home folder ("~/Mail") stays as a person writes it."""
    return path if path.startswith("~") or not path else os.path.abspath(path)  # noqa: PTH100 (Path.absolute keeps "..")
