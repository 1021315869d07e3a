"""The vendors that stand between employer and applicant: applicant tracking, job boards, assessments, scheduling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from urllib.parse import urlsplit

from afterword_parsers.jobs.company_name import company_key
from afterword_parsers.words.word_lists import strings, yaml_of


class VendorKind(StrEnum):
    """What a vendor does between the two sides."""

    ATS = "ats"
    JOB_BOARD = "job_board"
    ASSESSMENT = "assessment"
    SCHEDULING = "scheduling"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Vendor:
    """One vendor of vendors.yaml.

    `mail` and `links` are domains in lower case that cover their subdomains; an entry of `mail` with "@" is one
    address, an entry of `links` with "/" one part of a site. `tenant` tells that the local part of the sender's address
    names the employer.
    """

    key: str
    name: str
    kind: VendorKind
    mail: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    employer: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    tenant: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Everything the vendor is called."""
        return (self.name, *self.aliases)

    def employer_in_link(self, href: str) -> str | None:
        """The employer's short name in a link of this vendor ("brightwater"), None when it has none."""
        host, path = _host_and_path(href)
        for pattern in self.employer:
            found = _slug_pattern(pattern).match(host + path)
            if found and found["slug"] not in _NO_EMPLOYER:
                return found["slug"]
        return None

    def employer_in_address(self, email: str) -> str | None:
        """The employer's short name in an address of this vendor, in the local part or as a subdomain."""
        local, _, domain = email.lower().rpartition("@")
        if self.tenant:
            name = re.split(r"[+]|[._-](?:jobs?|careers?|hr|noreply|recruiting)\b", local)[0]
            if name and name not in _NO_EMPLOYER:
                return name
        return self.employer_in_link("https://" + domain)


# How many domains a table remembers; a search writes with some thousands.
_MOST_KEPT = 8192

_NO_EMPLOYER = frozenset(
    {"www", "app", "apply", "jobs", "careers", "mail", "m", "us", "eu", "hire", "hiring", "my", "no-reply", "noreply"}
    | {"help", "support", "api", "email", "notification", "notifications", "static", "login", "candidates", "talent"}
)


class VendorTable:
    """Vendors, found by address, domain or link in constant time. A later entry for the same domain wins."""

    def __init__(self, vendors: Iterable[Vendor]) -> None:
        self.vendors = tuple(vendors)
        self._by_mail = {place: vendor for vendor in self.vendors for place in vendor.mail}
        self._by_name: dict[str, list[Vendor]] | None = None
        self._any_name = ""
        self._of_domain: dict[str, Vendor | None] = {}
        self._by_host: dict[str, list[tuple[str, Vendor]]] = {}
        for vendor in self.vendors:
            for place in vendor.links:
                host, slash, path = place.partition("/")
                self._by_host.setdefault(host, []).append((slash + path, vendor))

    def of(self, email_or_domain: str) -> Vendor | None:
        """The vendor whose machines send from this address or domain (any case); None for everybody else."""
        address = email_or_domain.strip().lower()
        if "@" in address and address in self._by_mail:
            return self._by_mail[address]
        domain = address.rpartition("@")[2]
        if domain not in self._of_domain:
            if len(self._of_domain) >= _MOST_KEPT:
                self._of_domain.clear()
            self._of_domain[domain] = next((v for d in _domains(domain) if (v := self._by_mail.get(d))), None)
        return self._of_domain[domain]

    def of_link(self, href: str) -> Vendor | None:
        """The vendor this link leads to; None for everybody else and for what is no http link."""
        host, path = _host_and_path(href)
        for domain in _domains(host):
            for prefix, vendor in self._by_host.get(domain, ()):
                if path.lower().startswith(prefix):
                    return vendor
        return None

    def named(self, name: str) -> tuple[Vendor, ...]:
        """The vendors that are called so, whatever the spelling."""
        if self._by_name is None:
            self._by_name = {}
            for vendor in self.vendors:
                for key in {company_key(called) for called in vendor.names}:
                    self._by_name.setdefault(key, []).append(vendor)
        return tuple(self._by_name.get(company_key(name), ()))

    @property
    def any_name(self) -> str:
        """A regular expression that matches the name of any vendor, the longest first."""
        if not self._any_name:
            names = {name for vendor in self.vendors for name in vendor.names}
            self._any_name = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
        return self._any_name


def load_vendors(extra: Iterable[Mapping[str, object]] = ()) -> VendorTable:
    """The built-in table with `extra` entries of the same shape laid over it: the same key replaces, a new key adds.

    Raises ValueError, naming the entry, when one lacks `key`, `name` or a known `kind`.
    """
    entries: dict[str, Vendor] = {}
    built_in = yaml_of("vendors.yaml")
    for entry in (*(built_in if isinstance(built_in, list) else ()), *extra):
        vendor = _vendor(entry)
        entries[vendor.key] = vendor
    return VendorTable(entries.values())


@cache
def built_in_vendors() -> VendorTable:
    """The table that ships with the program."""
    return load_vendors()


def vendor_of(email_or_domain: str) -> Vendor | None:
    """The built-in vendor whose machines send from this address or domain; None for everybody else."""
    return built_in_vendors().of(email_or_domain)


def vendor_of_link(href: str) -> Vendor | None:
    """The built-in vendor this link leads to; None for everybody else."""
    return built_in_vendors().of_link(href)


def _vendor(entry: Mapping[str, object]) -> Vendor:
    missing = [field for field in ("key", "name", "kind") if not entry.get(field)]
    if missing:
        raise ValueError(f"vendor {entry.get('key', entry)!s}: {', '.join(missing)} missing")
    kinds = [kind.value for kind in VendorKind]
    if entry["kind"] not in kinds:
        raise ValueError(f"vendor {entry['key']!s}: kind is one of {', '.join(kinds)}, not {entry['kind']!s}")
    mail = strings(entry.get("mail"))
    return Vendor(
        key=str(entry["key"]),
        name=str(entry["name"]),
        kind=VendorKind(str(entry["kind"])),
        mail=tuple(place.lower() for place in mail),
        links=tuple(place.lower() for place in strings(entry.get("links")) or [m for m in mail if "@" not in m]),
        employer=strings(entry.get("employer")),
        aliases=strings(entry.get("aliases")),
        tenant=str(entry.get("tenant", "")).lower() == "true",
    )


def _domains(host: str) -> list[str]:
    labels = host.split(".")[-6:]
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


def _host_and_path(href: str) -> tuple[str, str]:
    try:
        parts = urlsplit(href.strip())
        host = parts.hostname or ""
    except ValueError:
        return "", ""
    return (host, parts.path) if parts.scheme in {"http", "https"} else ("", "")


@cache
def _slug_pattern(pattern: str) -> re.Pattern[str]:
    escaped = re.escape(pattern).replace(r"\*", r"[^/.]+").replace(r"\{slug\}", r"(?P<slug>[^/.?#]+)")
    return re.compile(escaped + r"(?:[/?#]|$)" if "/" in pattern else escaped + r"(?:/|$)", re.IGNORECASE)
