"""Errors as problem details (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _

CONTENT_TYPE = "application/problem+json"
ABOUT = "/api/v1/docs#problems"


class Problem(Exception):
    """A refusal: ``status``, a sentence, and for bad input the messages of each parameter."""

    def __init__(self, status: int, detail: str, errors: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors


def problem_response(
    request: HttpRequest, status: int, detail: str, errors: Mapping[str, list[str]] | None = None
) -> HttpResponse:
    """The problem document of a request: ``{type, title, status, detail, instance, errors}``.

    ``errors`` is a list of ``{"parameter", "message"}`` and stands only for bad input.
    """
    document: dict[str, object] = {
        "type": f"{ABOUT}-{status}" if status in DOCUMENTED else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.get_full_path(),
    }
    if errors is not None:
        document["errors"] = [
            {"parameter": name, "message": message}
            for name, messages in errors.items()
            for message in messages
        ]
    response = HttpResponse(msgspec.json.encode(document), content_type=CONTENT_TYPE, status=status)
    response["Cache-Control"] = "no-store"
    return response


DOCUMENTED = {
    400: _("A parameter is unknown or its value not allowed. `errors` names each and what it takes."),
    404: _("There is no public record with this id."),
    405: _("Open data is read with GET, HEAD and OPTIONS only."),
    410: _("The change feed does not reach back that far. Start again with `since=0`."),
    414: _("The query is too long: 2000 bytes at most."),
    429: _("Too many requests from this address. `Retry-After` says how many seconds to wait."),
    500: _("A fault of ours. It is in our log."),
}
