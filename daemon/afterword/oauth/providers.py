"""Who can be asked for consent: the providers of `providers.yaml`, and the owner's own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path

from afterword.calendars.http_exchange import url_problem
from afterword.errors import OwnersError, world_error

_FILE = "providers.yaml"


class Flow(StrEnum):
    """How consent is asked for: in a browser on this machine (RFC 8252), or in any browser (RFC 8628)."""

    LOOPBACK = "loopback"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Provider:
    """One entry; `providers.yaml` says what each key means. `api` is another place than the provider's own, by use."""

    name: str
    authorise: str
    token: str
    scopes: dict[str, tuple[str, ...]]
    flows: tuple[Flow, ...] = (Flow.LOOPBACK,)
    device: str = ""
    tenant: str = ""
    redirect: str = "127.0.0.1"
    asked: dict[str, str] = field(default_factory=dict)
    always: tuple[str, ...] = ()
    ends: str = ""
    consents: str = ""
    api: dict[str, str] = field(default_factory=dict)

    def of_tenant(self, tenant: str) -> Provider:
        """The same with the addresses of one tenant (Microsoft's word for an organisation); "" for the usual one."""
        filled = (tenant or self.tenant).strip()
        places = {key: getattr(self, key).replace("{tenant}", filled) for key in ("authorise", "token", "device")}
        return replace(self, **places)


def providers(folder: Path | None = None) -> dict[str, Provider]:
    """Every provider by its key; `folder` is where the owner's file lies, the configuration's folder by default.

    :raises OwnersError: the owner's file is wrong; every problem as file:line:column.
    """
    from afterword.paths import config_folder

    path = (folder or config_folder()) / _FILE
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return _shipped()
    except (OSError, UnicodeDecodeError) as error:
        cause = error if isinstance(error, OSError) else OSError(0, "this is not UTF-8")
        raise OwnersError(str(world_error("read", path, cause))) from None
    return _shipped() | _read(text)


@cache
def _shipped() -> dict[str, Provider]:
    return _read((resources.files("afterword.oauth") / _FILE).read_text("utf-8"))


def _read(text: str) -> dict[str, Provider]:
    from afterword_rules.yaml_files.source import read_and_validate

    found, positions, problems = read_and_validate(text, _FILE, dict[str, Provider])
    for key, one in (found or {}).items():
        for place in ("authorise", "token", "device"):
            if (address := getattr(one.of_tenant("x"), place)) and (wrong := url_problem(address)):
                problems.append(positions.problem((key, place), wrong))
        if Flow.DEVICE in one.flows and not one.device:
            problems.append(positions.problem((key, "flows"), 'the flow "device" needs an address under "device"'))
    if problems or found is None:
        raise OwnersError(*(str(problem) for problem in sorted(problems)))
    return found
