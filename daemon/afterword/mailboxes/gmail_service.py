"""Gmail's API (gmail v1) as the library's bundled description gives it: the few methods we use, and no other.

The scope under which drafts can be made would let a program send as well; Google has none between. So every request
passes one gate here, which knows the methods below and refuses all others before a byte leaves the machine.
"""

from __future__ import annotations

import http.client
import random
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from afterword.errors import WorldError
from afterword.mailboxes.gmail_trouble import http_trouble, is_passing

ALLOWED = frozenset(
    f"gmail.users.{method}"
    for method in (
        *("getProfile", "history.list", "messages.list", "messages.get"),
        *("drafts.list", "drafts.create", "drafts.delete"),
    )
)
"""What is ever asked of Gmail, by the description's own names."""

BATCH = 50
"""Requests in one; Google advises against more: they count singly against the quota per second."""

# The quota is per minute: whoever waits for that long has some again.
_DELAYS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
_MOST_PAGES = 2_000
_Answer = dict[str, Any] | WorldError | None


class Missing(Exception):  # noqa: N818 (an answer, not an error)
    """What was asked for is not there (404)."""


class GmailService:
    """The service of one account, for one thread. `account` stands in every error.

    `credentials` are asked for when the first request is made. `endpoint` is another server than Google's, `silence`
    the longest wait for it, in seconds; `sleep` waits between two tries.
    """

    def __init__(
        self,
        account: str,
        credentials: Callable[[], Any],
        endpoint: str | None = None,
        silence: float = 60.0,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._account = account
        self._credentials = credentials
        self._endpoint = endpoint
        self._silence = silence
        self._sleep = sleep
        self._service: Any = None

    @property
    def users(self) -> Any:
        """The methods by their names; what they give are requests for `read`, `read_many`, `pages` and `write`."""
        return self._opened().users()

    def read(self, request: Any) -> dict[str, Any]:
        """The answer to a question, which may be put again when Gmail is busy.

        :raises Missing: there is no such thing.
        :raises WorldError: there is no answer, also after a minute of trying.
        """
        for delay in (*_DELAYS, None):
            try:
                return self.write(request)
            except WorldError as error:
                if delay is None or not is_passing(error):
                    raise
            self._wait(delay)
        raise AssertionError

    def write(self, request: Any) -> dict[str, Any]:
        """The answer to what is asked exactly once.

        :raises Missing: there is no such thing.
        :raises WorldError: there is no answer; whether it was done is unknown.
        """
        self._check(request)
        with self._translated():
            # What the library calls retries would make a second draft.
            found = request.execute(num_retries=0)
        if found == "":
            return {}
        if not isinstance(found, dict):
            raise WorldError(f"{self._account} at Gmail: the answer broke off, or is none of Gmail's")
        return found

    def read_many(self, requests: Sequence[Any]) -> Iterator[dict[str, Any] | None]:
        """The answers to many questions in their order, None for what is missing.

        :raises WorldError: as for `read`.
        """
        for found in self.read_each(requests):
            if isinstance(found, WorldError):
                raise found
            yield found

    def read_each(self, requests: Sequence[Any]) -> Iterator[dict[str, Any] | WorldError | None]:
        """As `read_many`; but where others are answered, what stands in the way of one stands in its place.

        :raises WorldError: as for `read`.
        """
        if len(requests) == 1:
            try:
                yield self.read(requests[0])
            except Missing:
                yield None
            return
        for start in range(0, len(requests), BATCH):
            yield from self._batch(requests[start : start + BATCH])

    def pages(self, ask: Callable[..., Any], key: str, **asked: Any) -> Iterator[dict[str, Any]]:
        """Every object under `key` in all pages of a list.

        :raises Missing: there is no such thing.
        :raises WorldError: not everything could be had.
        """
        for _ in range(_MOST_PAGES):
            page = self.read(ask(userId="me", **asked))
            listed = page.get(key, [])
            if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
                raise WorldError(f"{self._account} at Gmail: the answer is none of Gmail's")
            yield from listed
            if not page.get("nextPageToken"):
                return
            asked["pageToken"] = str(page["nextPageToken"])
        raise WorldError(f"{self._account} at Gmail: there is no end of it")

    def close(self) -> None:
        if self._service is not None:
            self._service.close()
            self._service = None

    def _batch(self, requests: Sequence[Any]) -> list[_Answer]:
        answers: dict[int, _Answer] = {}
        troubles: dict[int, WorldError] = {}
        for delay in (*_DELAYS, None):
            troubles = self._put([(n, one) for n, one in enumerate(requests) if n not in answers], answers)
            if delay is None or not any(map(is_passing, troubles.values())):
                break
            self._wait(delay)
        if troubles and not answers:
            # One that will not pass is told before one that may.
            raise min(troubles.values(), key=lambda trouble: trouble.retry)
        answers.update(troubles)
        return [answers[n] for n in range(len(requests))]

    def _put(self, numbered: Sequence[tuple[int, Any]], answers: dict[int, _Answer]) -> dict[int, WorldError]:
        """Ask once for all; what was answered goes into `answers`, what stood in the way of each other comes back."""
        from googleapiclient.errors import HttpError
        from googleapiclient.http import BatchHttpRequest

        troubles: dict[int, WorldError] = {}

        def answered(name: str, answer: Any, error: HttpError | None) -> None:
            if error is None and isinstance(answer, dict):
                answers[int(name)] = answer
            elif error is not None and int(error.resp.status) == 404:
                answers[int(name)] = None
            else:
                troubles[int(name)] = http_trouble(self._account, error)

        # Not the service's own way to make one: it asks at Google whatever the endpoint.
        batch = BatchHttpRequest(batch_uri=f"{self._root()}batch/gmail/v1")
        for n, request in numbered:
            self._check(request)
            batch.add(request, callback=answered, request_id=str(n))
        try:
            with self._translated():
                batch.execute()
        except Missing:
            raise WorldError(f"{self._account} at Gmail: an unexpected answer (404)") from None
        except WorldError as error:
            return {n: error for n, _ in numbered if n not in answers}
        return troubles

    def _check(self, request: Any) -> None:
        if request.methodId not in ALLOWED:
            msg = f"{request.methodId} is never asked of Gmail"
            raise ValueError(msg)

    def _wait(self, delay: float) -> None:
        self._sleep(delay * random.uniform(0.75, 1.25))  # noqa: S311 (nothing secret: not all at the same moment)

    def _root(self) -> str:
        return (self._endpoint or "https://gmail.googleapis.com/").rstrip("/") + "/"

    def _opened(self) -> Any:
        """The service, built once. Its description comes with the library: nothing is fetched for it."""
        if self._service is None:
            import google_auth_httplib2
            import httplib2
            from googleapiclient.discovery import build

            plain = httplib2.Http(timeout=self._silence)
            # The API answers where it is asked; a redirect would take the token elsewhere.
            plain.follow_redirects = False
            self._service = build(
                "gmail",
                "v1",
                http=google_auth_httplib2.AuthorizedHttp(self._credentials(), http=plain),
                static_discovery=True,
                cache_discovery=False,
                client_options={"api_endpoint": self._root()},
            )
        return self._service

    @contextmanager
    def _translated(self) -> Generator[None]:
        """Raise what the library and the wire raise as WorldError, without a word of what was sent."""
        from google.auth.exceptions import GoogleAuthError
        from googleapiclient.errors import Error, HttpError
        from httplib2 import HttpLib2Error

        where = f"{self._account} at Gmail"
        try:
            yield
        except HttpError as error:
            if int(error.resp.status) == 404:
                raise Missing from None
            raise http_trouble(self._account, error) from None
        except GoogleAuthError as error:
            raise WorldError(
                f"{where}: the token cannot be used ({type(error).__name__}); run `afterword login {self._account}`",
                retry=bool(getattr(error, "retryable", False)),
            ) from None
        except TimeoutError:
            raise WorldError(f"{where}: it took too long") from None
        except (ValueError, Error, KeyError, IndexError):
            raise WorldError(f"{where}: the answer broke off, or is none of Gmail's") from None
        except (OSError, HttpLib2Error, http.client.HTTPException) as error:
            raise WorldError(f"{where}: it cannot be reached ({type(error).__name__})") from None
