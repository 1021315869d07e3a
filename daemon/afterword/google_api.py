"""Google's library as mail and calendars use it: a service that nothing is fetched for, and its errors in our words."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from afterword.errors import WorldError

if TYPE_CHECKING:
    from googleapiclient.errors import HttpError

NO_ANSWER = "the answer broke off, or is none of Google's"


def google_service(api: str, version: str, credentials: Any, silence: float, endpoint: str | None = None) -> Any:
    """The service, by the description that comes with the library.

    `silence` is the longest wait for an answer, in seconds; `endpoint` another server than Google's.
    """
    import google_auth_httplib2
    import httplib2
    from googleapiclient.discovery import build

    plain = httplib2.Http(timeout=silence)
    # The API answers where it is asked; a redirect would take the token elsewhere.
    plain.follow_redirects = False
    return build(
        api,
        version,
        http=google_auth_httplib2.AuthorizedHttp(credentials, http=plain),
        static_discovery=True,
        cache_discovery=False,
        client_options={"api_endpoint": endpoint} if endpoint else None,
    )


@contextmanager
def translated(refused: Callable[[HttpError], Exception], where: str = "") -> Generator[None]:
    """Raise what the library and the wire raise as WorldError, without a word of what was sent.

    `refused` says what an answer with another status means; each text begins with `where`.
    """
    from google.auth.exceptions import GoogleAuthError
    from googleapiclient.errors import Error, HttpError
    from httplib2 import HttpLib2Error

    try:
        yield
    except HttpError as error:
        raise refused(error) from None
    except GoogleAuthError as error:
        again = bool(getattr(error, "retryable", False))
        text = "Google is in trouble with the token" if again else "Google does not accept the token (any more)"
        raise WorldError(f"{where}{text}", retry=again) from None
    except TimeoutError:
        raise WorldError(f"{where}it took too long") from None
    except (ValueError, Error, KeyError, IndexError):
        raise WorldError(f"{where}{NO_ANSWER}") from None
    except (OSError, HttpLib2Error, http.client.HTTPException) as error:
        raise WorldError(f"{where}it cannot be reached ({type(error).__name__})") from None
