"""Requests held to one of Google's descriptions (a discovery document), as the library bundles them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from servers.http_loopback import Reply, Request


class BadRequestError(Exception):
    """The request is none that the description knows; the text says why."""


@dataclass(frozen=True, slots=True)
class Call:
    """The method that a request calls, by the description's own name, its parameters, and what was sent with it."""

    method: str
    asked: dict[str, Any]
    body: dict[str, Any] = field(default_factory=dict[str, Any])


class Description:
    """One document, "calendar.v3" or "gmail.v1"."""

    def __init__(self, name: str) -> None:
        path = files("googleapiclient") / "discovery_cache" / "documents" / f"{name}.json"
        self.document: dict[str, Any] = json.loads(path.read_text("utf-8"))
        self._methods = list(_methods(self.document))

    def names(self) -> set[str]:
        """Every method there is."""
        return {method["id"] for method in self._methods}

    def verb(self, name: str) -> str:
        """The HTTP method of a method."""
        return next(str(method["httpMethod"]) for method in self._methods if method["id"] == name)

    def call(self, request: Request) -> Call:
        """What `request` asks for.

        :raises BadRequestError: there is no such method, or a parameter or a key of the body is unknown, missing,
            repeated or of the wrong type.
        """
        parts = urlsplit(request.path)
        # Where two fit, the one with more of its path written out: "messages/send" is not a message called "send".
        for method in sorted(self._methods, key=lambda one: one["path"].count("{")):
            pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", f"/{self.document['servicePath']}{method['path']}")
            match = re.fullmatch(pattern, parts.path)
            if match and method["httpMethod"] == request.method:
                asked: dict[str, Any] = {name: unquote(value) for name, value in match.groupdict().items()}
                body = self._body(method.get("request", {}).get("$ref"), request.body)
                return Call(method["id"], asked | self._parameters(method, parts.query, asked), body)
        raise BadRequestError(f"no such method: {request.method} {parts.path}")

    def _parameters(self, method: Mapping[str, Any], query: str, in_path: Mapping[str, Any]) -> dict[str, Any]:
        known = {**self.document["parameters"], **method.get("parameters", {})}
        found: dict[str, Any] = {}
        for name, values in parse_qs(query, keep_blank_values=True, strict_parsing=bool(query)).items():
            if name not in known or known[name]["location"] != "query":
                raise BadRequestError(f"unknown parameter: {name}")
            if len(values) > 1 and not known[name].get("repeated"):
                raise BadRequestError(f"{name} stands twice")
            read = [_value(name, known[name], value) for value in values]
            found[name] = read if known[name].get("repeated") else read[0]
        for name, told in known.items():
            if told.get("required") and name not in found and name not in in_path:
                raise BadRequestError(f"{name} is missing")
        return found

    def _body(self, schema: str | None, body: bytes) -> dict[str, Any]:
        if schema is None:
            if body:
                raise BadRequestError("nothing may be sent along")
            return {}
        told = json.loads(body)
        self._check(schema, told)
        assert isinstance(told, dict)
        return told

    def _check(self, schema: str, value: Any) -> None:
        known = self.document["schemas"][schema]["properties"]
        if not isinstance(value, dict):
            raise BadRequestError(f"no {schema}")
        for key, one in value.items():
            if key not in known:
                raise BadRequestError(f"unknown key in {schema}: {key}")
            if "$ref" in known[key]:
                self._check(known[key]["$ref"], one)
            elif known[key]["type"] == "string" and not isinstance(one, str):
                raise BadRequestError(f"{key} is no text")


def _methods(resource: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from resource.get("methods", {}).values()
    for below in resource.get("resources", {}).values():
        yield from _methods(below)


def _value(name: str, told: Mapping[str, Any], value: str) -> Any:
    if "enum" in told and value not in told["enum"]:
        raise BadRequestError(f"{name} is none of its words: {value}")
    if told["type"] == "boolean":
        if value not in {"true", "false"}:
            raise BadRequestError(f"{name} is neither true nor false: {value}")
        return value == "true"
    if told["type"] == "integer":
        if not value.isdecimal() or int(value) < int(told.get("minimum", 0)):
            raise BadRequestError(f"{name} is out of range: {value}")
        return int(value)
    if told.get("format") in {"uint64", "int64"} and not value.isdecimal():
        raise BadRequestError(f"{name} is no number: {value}")
    if told.get("format") == "date-time":
        try:
            aware = datetime.fromisoformat(value).tzinfo is not None
        except ValueError:
            aware = False
        if not aware:
            raise BadRequestError(f"{name} is no moment with an offset: {value}")
    return value


def refusal(status: int, message: str, reason: str = "x") -> Reply:
    """An error as Google writes it."""
    error = {"code": status, "message": message, "errors": [{"message": message, "domain": "global", "reason": reason}]}
    return answer({"error": error}, status)


def answer(told: Mapping[str, Any], status: int = 200) -> Reply:
    return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json; charset=UTF-8"})
