"""Gmail on this machine: answers as the library's bundled description says, and refuses what it does not say.

What would send mail, or put it anywhere but into Drafts, is refused whatever the description says.
"""

from __future__ import annotations

import base64
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.parser import BytesParser
from typing import Any

from servers.discovery import BadRequestError, Call, Description, answer, refusal
from servers.http_loopback import Loopback, Reply, Request

GMAIL = Description("gmail.v1")
_SUBJECT_MARKS = re.compile(r"^(?:re|fwd?)\s*:\s*", re.IGNORECASE)
_MOST_IN_A_BATCH = 100


@dataclass(slots=True)
class Stored:
    """A message. `arrived` is in milliseconds since 1970."""

    id: str
    thread: str
    labels: set[str]
    arrived: int
    raw: bytes

    @property
    def parsed(self) -> Message:
        return message_from_bytes(self.raw)

    @property
    def subject(self) -> str:
        return _bare(str(self.parsed["Subject"] or ""))


@dataclass(eq=False)
class GmailServer(Loopback):
    """One account. `refused` is everything that was asked for and should not have been.

    `before` may answer a request itself; `after` may change the answer to one that was done.
    """

    token: str = "token"
    address: str = "nell@gmail.example"
    page: int = 500
    messages: dict[str, Stored] = field(default_factory=dict[str, Stored])
    drafts: dict[str, str] = field(default_factory=dict[str, str])
    refused: list[str] = field(default_factory=list[str])
    calls: list[str] = field(default_factory=list[str])
    before: Callable[[Call], Reply | None] = field(default=lambda _: None)
    after: Callable[[Call, Reply], Reply] = field(default=lambda _, reply: reply)
    latency: float = 0.0
    _history: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list[tuple[int, str, dict[str, Any]]])
    _forgotten: int = 0
    _last: int = 1000

    def __post_init__(self) -> None:
        self._lock = threading.RLock()
        Loopback.__init__(self, self._answered)

    # What happens in the world: mail comes, and the owner uses Gmail's own pages.

    def deliver(self, raw: bytes, labels: Iterable[str], arrived: int | None = None, thread: str = "") -> Stored:
        """A message comes, into the thread of what it answers unless one is named."""
        with self._lock:
            uid = f"{self._next():016x}"
            moment = int(time.time() * 1000) if arrived is None else arrived
            stored = Stored(uid, "", set(labels), moment, raw)
            stored.thread = thread or self._thread_of(stored) or uid
            self.messages[uid] = stored
            self._note("messagesAdded", stored)
            return stored

    def label(self, uid: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        with self._lock:
            stored = self.messages[uid]
            if added := set(add) - stored.labels:
                stored.labels |= added
                self._note("labelsAdded", stored, added)
            if removed := set(remove) & stored.labels:
                stored.labels -= removed
                self._note("labelsRemoved", stored, removed)

    def delete(self, uid: str) -> None:
        """A message is deleted for good; a draft's envelope goes with it."""
        with self._lock:
            self._note("messagesDeleted", self.messages.pop(uid))
            self.drafts = {draft: message for draft, message in self.drafts.items() if message != uid}

    def save(self, uid: str, raw: bytes) -> Stored:
        """The owner saves a draft: the same draft, another message."""
        with self._lock:
            draft = next(draft for draft, message in self.drafts.items() if message == uid)
            thread = self.messages[uid].thread
            self.drafts[draft] = ""
            self.delete(uid)
            stored = self.deliver(raw, {"DRAFT"}, thread=thread)
            self.drafts[draft] = stored.id
            return stored

    def owner_sends(self, uid: str) -> Stored:
        """The owner presses the button: the draft is gone, and another message stands in Sent."""
        with self._lock:
            old = self.messages[uid]
            self.delete(uid)
            return self.deliver(old.raw, {"SENT"}, thread=old.thread)

    def new_draft(self, raw: bytes, thread: str = "") -> Stored:
        with self._lock:
            stored = self.deliver(raw, {"DRAFT"}, thread=thread)
            self.drafts[f"r{self._next()}"] = stored.id
            return stored

    def forget_history(self) -> None:
        """A week passes."""
        with self._lock:
            self._forgotten = self._next()

    # What programs see.

    def _answered(self, request: Request) -> Reply:
        if self.latency:
            time.sleep(self.latency)
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return refusal(401, "Invalid Credentials", "authError")
        with self._lock:
            if request.path == "/batch/gmail/v1" and request.method == "POST":
                return self._batch(request)
            return self._single(request)

    def _single(self, request: Request) -> Reply:
        try:
            call = GMAIL.call(request)
            self.calls.append(call.method)
            if (instead := self.before(call)) is not None:
                return instead
            do = _METHODS.get(call.method)
            if do is None:
                self.refused.append(call.method)
                return refusal(403, "not while Afterword is tested", "forbidden")
            return self.after(call, do(self, call))
        except BadRequestError as error:
            self.refused.append(str(error))
            return refusal(400, str(error), "invalidArgument")
        except KeyError:
            return refusal(404, "Requested entity was not found.", "notFound")

    def _batch(self, request: Request) -> Reply:
        head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
        parts = BytesParser().parsebytes(head + request.body).get_payload()
        if not isinstance(parts, list) or len(parts) > _MOST_IN_A_BATCH:
            self.refused.append("a batch that is none")
            return refusal(400, "too many requests in a batch")
        whole = b""
        for part in parts:
            assert isinstance(part, Message)
            method, path, _ = str(part.get_payload()).split(" ", 2)
            reply = self._single(Request(method, path, {}, b""))
            name = str(part["Content-ID"]).replace("<", "<response-", 1)
            whole += f"--batch\r\nContent-Type: application/http\r\nContent-ID: {name}\r\n\r\n".encode()
            whole += f"HTTP/1.1 {reply.status} X\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n".encode()
            whole += reply.body + b"\r\n"
        return Reply(200, whole + b"--batch--\r\n", {"Content-Type": "multipart/mixed; boundary=batch"})

    def _profile(self, call: Call) -> Reply:
        told = {"emailAddress": self.address, "messagesTotal": len(self.messages), "historyId": str(self._last)}
        return _chosen("Profile", told, call)

    def _list(self, call: Call) -> Reply:
        hits = list(self._found(call.asked))
        hits.sort(key=lambda stored: stored.arrived, reverse=True)
        listed, following = self._page_of(hits, call.asked)
        told: dict[str, Any] = {"resultSizeEstimate": len(hits), **following}
        if listed:
            told["messages"] = [{"id": stored.id, "threadId": stored.thread} for stored in listed]
        return _chosen("ListMessagesResponse", told, call)

    def _found(self, asked: Mapping[str, Any]) -> Iterator[Stored]:
        words = re.fullmatch(r"rfc822msgid:(\S+)", asked.get("q", "")) if "q" in asked else None
        if "q" in asked and words is None:
            raise BadRequestError(f"this search is not known here: {asked['q']}")
        for stored in self.messages.values():
            away = stored.labels & {"TRASH", "SPAM"}
            if away and not asked.get("includeSpamTrash"):
                continue
            fits = words is None or str(stored.parsed["Message-ID"]).strip() == f"<{words[1]}>"
            if fits and set(asked.get("labelIds", ())) <= stored.labels:
                yield stored

    def _get(self, call: Call) -> Reply:
        stored = self.messages[call.asked["id"]]
        told: dict[str, Any] = {
            "id": stored.id,
            "threadId": stored.thread,
            "labelIds": sorted(stored.labels),
            "internalDate": str(stored.arrived),
            "historyId": str(self._last),
            "sizeEstimate": len(stored.raw),
        }
        kind = call.asked.get("format", "full")
        if kind == "raw":
            told["raw"] = base64.urlsafe_b64encode(stored.raw).decode()
        elif kind == "metadata":
            wanted = {name.lower() for name in call.asked.get("metadataHeaders", ())}
            headers = [(name, value) for name, value in stored.parsed.items() if not wanted or name.lower() in wanted]
            told["payload"] = {"headers": [{"name": name, "value": str(value)} for name, value in headers]}
        elif kind == "full":
            raise BadRequestError("the whole structure is not known here")
        return _chosen("Message", told, call)

    def _changes(self, call: Call) -> Reply:
        if "startHistoryId" not in call.asked:
            raise BadRequestError("startHistoryId is missing")
        start = int(call.asked["startHistoryId"])
        if start < self._forgotten:
            return refusal(404, "Requested entity was not found.", "notFound")
        records = [{"id": str(number), kind: [change]} for number, kind, change in self._history if number > start]
        listed, following = self._page_of(records, call.asked)
        told: dict[str, Any] = {"historyId": str(self._last), **following}
        if listed:
            told["history"] = listed
        return _chosen("ListHistoryResponse", told, call)

    def _list_drafts(self, call: Call) -> Reply:
        listed, following = self._page_of(list(self.drafts.items()), call.asked)
        told: dict[str, Any] = {"resultSizeEstimate": len(self.drafts), **following}
        if listed:
            told["drafts"] = [self._draft(*one) for one in listed]
        return _chosen("ListDraftsResponse", told, call)

    def _create(self, call: Call) -> Reply:
        message = call.body.get("message", {})
        if set(message) - {"raw", "threadId"} or not message.get("raw"):
            raise BadRequestError("a draft is its text, and maybe its thread")
        raw = base64.urlsafe_b64decode(message["raw"])
        thread = message.get("threadId", "")
        if thread:
            self._fits(raw, [stored for stored in self.messages.values() if stored.thread == thread])
        stored = self.new_draft(raw, thread or f"{self._next():016x}")
        return _chosen("Draft", self._draft(next(d for d, m in self.drafts.items() if m == stored.id), stored.id), call)

    def _fits(self, raw: bytes, thread: list[Stored]) -> None:
        """The three conditions of the description (Message.threadId)."""
        if not thread:
            raise KeyError("no such thread")
        draft = message_from_bytes(raw)
        named = f"{draft['References'] or ''} {draft['In-Reply-To'] or ''}"
        if not any(str(stored.parsed["Message-ID"]).strip() in named for stored in thread):
            raise BadRequestError("the draft answers nothing in this thread")
        if all(stored.subject != _bare(str(draft["Subject"])) for stored in thread):
            raise BadRequestError("the draft has another subject than its thread: it could not be opened")

    def _delete_draft(self, call: Call) -> Reply:
        self.delete(self.drafts[call.asked["id"]])
        return Reply(204)

    def _draft(self, name: str, uid: str) -> dict[str, Any]:
        return {"id": name, "message": {"id": uid, "threadId": self.messages[uid].thread}}

    def _page_of(self, every: list[Any], asked: Mapping[str, Any]) -> tuple[list[Any], dict[str, str]]:
        if asked.get("maxResults", 0) > 500:
            raise BadRequestError("maxResults is out of range")
        begin, size = int(asked.get("pageToken", "0")), min(asked.get("maxResults", 100), self.page)
        more = {"nextPageToken": str(begin + size)} if begin + size < len(every) else {}
        return every[begin : begin + size], more

    def _thread_of(self, stored: Stored) -> str:
        named = f"{stored.parsed['References'] or ''} {stored.parsed['In-Reply-To'] or ''}"
        for other in self.messages.values():
            if str(other.parsed["Message-ID"]).strip() in named.split() and other.subject == stored.subject:
                return other.thread
        return ""

    def _next(self) -> int:
        """Ids grow, and have gaps."""
        self._last += 7
        return self._last

    def _note(self, kind: str, stored: Stored, labels: Iterable[str] = ()) -> None:
        change: dict[str, Any] = {
            "message": {"id": stored.id, "threadId": stored.thread, "labelIds": sorted(stored.labels)}
        }
        if kind.startswith("labels"):
            change["labelIds"] = sorted(labels)
        self._history.append((self._next(), kind, change))


_METHODS: dict[str, Callable[[GmailServer, Call], Reply]] = {
    "gmail.users.getProfile": GmailServer._profile,
    "gmail.users.messages.list": GmailServer._list,
    "gmail.users.messages.get": GmailServer._get,
    "gmail.users.history.list": GmailServer._changes,
    "gmail.users.drafts.list": GmailServer._list_drafts,
    "gmail.users.drafts.create": GmailServer._create,
    "gmail.users.drafts.delete": GmailServer._delete_draft,
}


def _chosen(schema: str, told: dict[str, Any], call: Call) -> Reply:
    """The answer, only as much of it as `fields` asks for."""
    fields = call.asked.get("fields", "*")
    if fields == "*":
        return answer(told)
    kept: dict[str, Any] = {}
    for path in fields.split(","):
        _keep(schema, path.split("/"), told, kept)
    return answer(kept)


def _keep(schema: str, path: list[str], told: Mapping[str, Any], kept: dict[str, Any]) -> None:
    known = GMAIL.document["schemas"][schema]["properties"]
    key, rest = path[0], path[1:]
    if key not in known:
        raise BadRequestError(f"invalid field selection {key}")
    if key not in told:
        return
    below = known[key].get("$ref") or known[key].get("items", {}).get("$ref")
    if not rest or below is None:
        kept[key] = told[key]
    elif isinstance(told[key], list):
        several = kept.setdefault(key, [{} for _ in told[key]])
        for one, part in zip(told[key], several, strict=True):
            _keep(below, rest, one, part)
    else:
        _keep(below, rest, told[key], kept.setdefault(key, {}))


def _bare(subject: str) -> str:
    while (shorter := _SUBJECT_MARKS.sub("", subject.strip())) != subject:
        subject = shorter
    return subject.casefold()
