"""Asking an outside HTTP service: patient, but not for ever, and without a secret in any message."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import requests

from karavan.notices.channels import Permanent, Temporary

CONNECT, READ = 5, 15
"""Seconds to wait for a connection, and for an answer."""
BUSY: Final = 429


def call(
    method: str,
    url: str,
    *,
    json: Any = None,
    params: Any = None,
    headers: dict[str, str] | None = None,
    verify: str | bool = True,
) -> tuple[int, dict[str, Any]]:
    """Status and JSON of an answer; {} where it has none. Raises Temporary: nobody is there, busy, or broken.

    Addresses may hold a token, so that no error names one.
    """
    try:
        answer = requests.request(
            method,
            url,
            json=json,
            params=params,
            headers=headers,
            timeout=(CONNECT, READ),
            verify=verify,
            allow_redirects=False,
        )
    except requests.RequestException as problem:
        raise Temporary(type(problem).__name__) from None
    if answer.status_code == BUSY or answer.status_code >= 500:
        raise Temporary(
            f"answered {answer.status_code}", wait_of(answer.headers.get("Retry-After"), told(answer))
        )
    return answer.status_code, told(answer)


def told(answer: requests.Response) -> dict[str, Any]:
    """The JSON object of an answer, else {}."""
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def wait_of(header: str | None, body: dict[str, Any] | None = None) -> float | None:
    """Seconds that a service asks to wait: by its body (``parameters.retry_after``) or its header."""
    parameters = (body or {}).get("parameters")
    if isinstance(parameters, dict) and isinstance(parameters.get("retry_after"), int | float):
        return float(parameters["retry_after"])
    if not header:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def refuse(status: int, body: dict[str, Any], *, gone: bool) -> None:
    """Raise Permanent with what the service said."""
    said = str(body.get("description") or body.get("message") or body.get("code") or "")
    raise Permanent(f"answered {status}: {said}"[:300], gone=gone)
