"""The shape of one vendor of the owner's, as it stands under `vendors:` in rules.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from afterword_parsers.jobs.vendors import VendorKind, VendorTable, built_in_vendors, load_vendors
from afterword_rules.yaml_files.source import Positions, Problem

_LABELS = r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z0-9][a-z0-9-]*"
_MAIL = re.compile(rf"(?:[^\s@]+@)?{_LABELS}", re.IGNORECASE)
_LINK = re.compile(rf"{_LABELS}(?:/\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class VendorEntry:
    """One vendor that carries mail between employers and applicants.

    `mail` and `links` are domains that cover their subdomains; `mail` may also hold a whole address, and `links` go on
    with a path. Left out, `links` are the domains of `mail`. `employer` tells where a link names the employer:
    `jobs.quillcast.example/{slug}`.
    """

    key: str
    name: str
    kind: VendorKind
    mail: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    employer: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    tenant: bool = False


def vendor_mistakes(vendors: Mapping[int, VendorEntry], positions: Positions) -> Iterator[Problem]:
    """What no type tells about the owner's vendors, each given by its number in the file."""
    seen: dict[str, int] = {}
    for number, vendor in vendors.items():
        path = ("vendors", number)
        if vendor.key in seen:
            first = positions.of(("vendors", seen[vendor.key]))[0]
            text = f'the vendor "{vendor.key}" stands twice - first in line {first}'
            yield positions.problem((*path, "key"), text)
        seen.setdefault(vendor.key, number)
        if not (vendor.mail or vendor.links):
            yield positions.problem(path, f'the vendor "{vendor.key}" has nothing to know it by: mail or links')
        for part, shape in (("mail", _MAIL), ("links", _LINK)):
            for place, domain in enumerate(getattr(vendor, part)):
                if not shape.fullmatch(domain):
                    text = f'"{domain}" is no domain - write it like "mail.quillcast.example"'
                    yield positions.problem((*path, part, place), text)
        for place, pattern in enumerate(vendor.employer):
            if "{slug}" not in pattern:
                text = f'"{pattern}" does not say where the employer stands - like "jobs.quillcast.example/{{slug}}"'
                yield positions.problem((*path, "employer", place), text)


def vendor_table(vendors: Sequence[VendorEntry]) -> VendorTable:
    """The program's vendors with `vendors` over them: the same key replaces, a new key adds."""
    if not vendors:
        return built_in_vendors()
    return load_vendors(
        {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(one).items()} for one in vendors
    )
