"""A Google calendar, read through its API (calendar v3) as the library's bundled description gives it.

What lets it be read is a consent in the keyring (`afterword.oauth`), or a file with a token that the owner brings.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from afterword.calendars.contract import CalendarRead, in_window
from afterword.calendars.google_events import invitation_of
from afterword.calendars.http_exchange import status_problem
from afterword.errors import WorldError, shown, world_error
from afterword_parsers.invitation import Invitation

if TYPE_CHECKING:
    from google.oauth2.credentials import Credentials

SCOPE = "https://www.googleapis.com/auth/calendar.events.readonly"
# Both ends are exclusive for Google, and a day without a zone lies in the calendar's own.
_MARGIN = timedelta(days=2)
_PAGE = 2_500
_MOST_PAGES = 100
_MOST_PROBLEMS = 20
# Birthdays, working places and hours of quiet are no meetings.
_KINDS = ["default", "fromGmail"]


def credentials_of(path: Path) -> Credentials:
    """The credentials in a token file as google-auth writes it: client_id, client_secret and refresh_token.

    Whatever scopes the file names, only reading events is asked for. Nothing is written back.

    :raises WorldError: the file cannot be read, can be read by others, or is no token.
    """
    from google.oauth2.credentials import Credentials

    try:
        mode = path.stat().st_mode
        text = path.read_text("utf-8")
    except OSError as error:
        raise world_error("read the token", path, error) from None
    except UnicodeDecodeError:
        raise WorldError(f"{shown(path)}: this is no token", retry=False) from None
    if mode & 0o077:
        raise WorldError(f"{shown(path)}: others can read the token; run `chmod 600` on it", retry=False)
    try:
        told = json.loads(text)
        found: Credentials = Credentials.from_authorized_user_info(told, scopes=[SCOPE])  # type: ignore[no-untyped-call]
    except (ValueError, AttributeError, TypeError):
        # Not what the library says: it may quote the file.
        raise WorldError(f"{shown(path)}: this is no token of an authorised user", retry=False) from None
    return found


class GoogleCalendar:
    """The calendar `calendar` ("primary", or an id) of the account whose token `credentials` gives.

    `owner` are the owner's addresses. `endpoint` is another server than Google's, `silence` the longest wait for it, in
    seconds.
    """

    def __init__(
        self,
        name: str,
        calendar: str,
        credentials: Callable[[], Any],
        owner: Sequence[str],
        *,
        endpoint: str | None = None,
        silence: float = 30.0,
    ) -> None:
        self._name = name
        self._calendar = calendar
        self._credentials = credentials
        self._owner = tuple(owner)
        self._endpoint = endpoint
        self._silence = silence
        self._service: Any = None

    @property
    def name(self) -> str:
        return self._name

    def events(self, window_start: datetime, window_end: datetime, zone: tzinfo) -> CalendarRead:
        """Recurring events come as their occurrences in the window, deleted ones as cancelled.

        The whole window is listed each time: with a sync token none may be given, and it can expire.
        """
        found: list[Invitation] = []
        problems: list[str] = []
        complete = True
        try:
            for event in self._listed(window_start, window_end):
                try:
                    invitation = invitation_of(event, zone, self._owner)
                except ValueError as error:
                    problems.append(f"{self._name} at Google: an event cannot be read: {error}")
                    complete = False
                    continue
                if invitation is not None and in_window(invitation, window_start, window_end):
                    found.append(invitation)
        except WorldError as error:
            problems.append(f"{self._name} at Google: {error}")
            complete = False
        if len(problems) > _MOST_PROBLEMS:
            problems[_MOST_PROBLEMS:] = [f"{self._name} at Google: and {len(problems) - _MOST_PROBLEMS} more problems"]
        found.sort(key=lambda event: (event.start, event.uid, event.recurrence))
        return CalendarRead(tuple(found), tuple(problems), complete)

    def close(self) -> None:
        if self._service is not None:
            self._service.close()
            self._service = None

    def _listed(self, window_start: datetime, window_end: datetime) -> Iterator[dict[str, Any]]:
        """:raises WorldError: not everything could be had."""
        asked: dict[str, Any] = {
            "calendarId": self._calendar,
            "timeMin": _rfc3339(window_start - _MARGIN),
            "timeMax": _rfc3339(window_end + _MARGIN),
            "singleEvents": True,
            "showDeleted": True,
            "maxResults": _PAGE,
            "eventTypes": _KINDS,
        }
        for _ in range(_MOST_PAGES):
            with _translated():
                # Not the library's list_next: it fails on a parameter that stands twice, as eventTypes does.
                page = self._opened().events().list(**asked).execute(num_retries=1)
            if not isinstance(page, dict) or not isinstance(page.get("items", []), list):
                raise WorldError("the answer is no list of events, or broke off")
            yield from (event for event in page.get("items", []) if isinstance(event, dict))
            if not page.get("nextPageToken"):
                return
            asked["pageToken"] = str(page["nextPageToken"])
        raise WorldError(f"more than {_MOST_PAGES * _PAGE} events, the rest was not read")

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
                "calendar",
                "v3",
                http=google_auth_httplib2.AuthorizedHttp(self._credentials(), http=plain),
                static_discovery=True,
                cache_discovery=False,
                client_options={"api_endpoint": self._endpoint} if self._endpoint else None,
            )
        return self._service


@contextmanager
def _translated() -> Generator[None]:
    """Raise what the library and the wire raise as WorldError, without a word of what was sent."""
    from google.auth.exceptions import GoogleAuthError
    from googleapiclient.errors import Error, HttpError
    from httplib2 import HttpLib2Error

    try:
        yield
    except HttpError as error:
        status = int(error.resp.status)
        text = "Google does not accept the token (any more)" if status == 401 else status_problem(status)
        raise WorldError(text, retry=status not in {401, 404}) from None
    except GoogleAuthError as error:
        again = bool(getattr(error, "retryable", False))
        text = "Google is in trouble with the token" if again else "Google does not accept the token (any more)"
        raise WorldError(text, retry=again) from None
    except TimeoutError:
        raise WorldError("Google took too long") from None
    except (ValueError, Error):
        raise WorldError("the answer broke off, or is none of Google's") from None
    except (OSError, HttpLib2Error, http.client.HTTPException) as error:
        raise WorldError(f"Google cannot be reached ({type(error).__name__})") from None


def _rfc3339(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
