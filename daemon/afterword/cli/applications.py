"""How the owner names an application, and how it is named to the owner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from afterword_rules.application import Application


def chosen(words: str, applications: Sequence[Application]) -> Application:
    """The one application that `words` mean.

    :raises OwnersError: none does, or several; they are named.
    """
    from afterword.errors import OwnersError
    from afterword_parsers.jobs.company_name import company_key

    wanted = company_key(words)
    found = [a for a in applications if a.key == words]
    found = found or [a for a in applications if company_key(a.company) == wanted]
    found = found or [a for a in applications if wanted and wanted in company_key(f"{a.company} {a.role or ''}")]
    if len(found) == 1:
        return found[0]
    if not found:
        msg = f'no application fits "{words}"; `afterword status --all` lists them'
        raise OwnersError(msg)
    lines = [f"  {a.key}  {title_of(a)}" for a in found]
    raise OwnersError(f'"{words}" fits several applications; give the key of one:', *lines)


def title_of(application: Application) -> str:
    """ "Map Librarian at Larkspur Atlas"."""
    return f"{application.role or 'an unnamed role'} at {application.company}"
