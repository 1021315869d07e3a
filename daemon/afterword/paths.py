"""Where the program keeps what is the owner's and what is its own.

The XDG base directory specification, and nothing that systemd sets: `StateDirectory=` of a user unit means another
folder from one systemd version to the next.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from afterword.errors import OwnersError, shown


def config_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of config.yaml, rules.yaml, profile.yaml: $AFTERWORD_CONFIG_DIR, else below $XDG_CONFIG_HOME.

    :raises OwnersError: no home folder is known.
    """
    return _folder(environment, "AFTERWORD_CONFIG_DIR", "XDG_CONFIG_HOME", ".config")


def state_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of the ledger: $AFTERWORD_STATE_DIR, else below $XDG_STATE_HOME.

    :raises OwnersError: no home folder is known.
    """
    return _folder(environment, "AFTERWORD_STATE_DIR", "XDG_STATE_HOME", ".local/state")


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of what can be made again, the demo for one: $AFTERWORD_CACHE_DIR, else below $XDG_CACHE_HOME.

    :raises OwnersError: no home folder is known.
    """
    return _folder(environment, "AFTERWORD_CACHE_DIR", "XDG_CACHE_HOME", ".cache")


def make_private(folder: Path) -> Path:
    """The folder itself, made with mode 0700 where it is missing. One that is there keeps its mode.

    :raises OwnersError: it cannot be made, or is no folder.
    """
    try:
        # `mkdir(parents=True)` would give the parents the mode of the umask.
        for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
            missing.mkdir(mode=0o700, exist_ok=True)
        if not folder.is_dir():
            raise NotADirectoryError(None, "it is not a folder")
    except OSError as error:
        raise OwnersError(f"cannot make the folder {shown(folder)}: {error.strerror}") from error
    return folder


def at_home(path: str | Path) -> Path:
    """The path with `~` filled in; one of an unknown user stays as it is, and is then not found."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 (Path.expanduser raises where no home is known)


def _folder(environment: Mapping[str, str], ours: str, base: str, below_home: str) -> Path:
    if chosen := environment.get(ours):
        return at_home(chosen).absolute()
    # The specification: a path that is not absolute counts as not set.
    if (root := environment.get(base, "")) and Path(root).is_absolute():
        return Path(root) / "afterword"
    try:
        home = Path(environment["HOME"]) if environment.get("HOME") else Path.home()
    except RuntimeError as error:
        raise OwnersError(f"no home folder is known; set HOME or {ours}") from error
    return home.absolute() / below_home / "afterword"
