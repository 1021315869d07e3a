"""How tightly the service can be shut in on this machine: tried, not guessed."""

from __future__ import annotations

from dataclasses import dataclass

from afterword.service.systemd import UserSystemd
from afterword.service.unit import ServiceFacts, strict_properties


@dataclass(frozen=True, slots=True)
class Hardening:
    """`strict`: the drop-in holds here. `why` is a sentence for the owner."""

    strict: bool
    why: str


def hardening(manager: UserSystemd, facts: ServiceFacts) -> Hardening:
    """Starts this program once under the strict settings, as `--version`, and tells whether they can be had."""
    properties = (f"--property={one}" for one in strict_properties())
    tried = manager.run(
        "systemd-run",
        "--user",
        "--wait",
        "--collect",
        "--quiet",
        "--pipe",
        *properties,
        "--",
        *facts.program,
        "--version",
    )
    if tried.code == 0:
        may = "your mail, its own state, GnuPG's files" if facts.commands else "your mail and its own state"
        return Hardening(strict=True, why=f"strict: it may write to {may}, and to nothing else of yours")
    cause = _CAUSES.get(tried.code) or tried.why or f"it ended with {tried.code}"
    return Hardening(strict=False, why=f"basic: the strict settings cannot be had here ({cause})")


# systemd.exec(5), "Process Exit Codes".
_CAUSES = {
    217: "user namespaces are not allowed",
    218: "capabilities cannot be dropped",
    226: "mount namespaces are not allowed",
}
