"""The page as a file: written whole or not at all, and for nobody else's eyes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from afterword.errors import OwnersError, world_error


def write_page(text: str, file: Path) -> None:
    """Put `text` into `file` (mode 0600), in place of what stood there.

    :raises OwnersError: `file` names a folder or a device, or lies in a folder that is not there.
    :raises WorldError: the disk is full, or the folder is closed.
    """
    # A link stays a link; what it leads to is replaced.
    file = Path(os.path.realpath(file))
    if file.exists() and not file.is_file():
        raise OwnersError(f"{file}: is no ordinary file; give --output a name that ends in .html")
    if not file.parent.is_dir():
        raise OwnersError(f"{file.parent}: there is no such folder; make it, or give --output another place")
    try:
        # mkstemp makes it for the owner alone.
        handle, name = tempfile.mkstemp(prefix=".report-", suffix=".html", dir=file.parent)
        new = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(text.encode("utf-8", "replace"))
            new.replace(file)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise world_error("write", file, error) from error
