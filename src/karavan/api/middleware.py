"""What holds for every answer of the open data, whoever made it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from karavan.api.problems import DOCUMENTED, problem_response

OPEN_DATA = ("/api/", "/feeds/", "/widget.js", "/widget/part/", "/widget/theme.css")
METHODS = "GET, HEAD, OPTIONS"
EXPOSED = "ETag, Last-Modified, Link, Retry-After, X-Total-Count"
KEPT_OF_ERRORS = ("Allow", "Retry-After")

GetResponse = Callable[[HttpRequest], HttpResponse]


class OpenDataMiddleware:
    """Lets any site read the open data, keeps it free of cookies, and makes every error a problem document.

    Stands outermost: other middleware answers for these addresses too (an unknown host, the rate limit, a
    fault), and the language of an answer depends on the ``lang`` parameter only, never on Accept-Language.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(OPEN_DATA):
            return self.get_response(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Allow"] = METHODS
            response["Access-Control-Allow-Methods"] = METHODS
            response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
            response["Access-Control-Max-Age"] = "86400"
        elif request.method not in {"GET", "HEAD"}:
            response = problem_response(request, 405, DOCUMENTED[405])
            response["Allow"] = METHODS
        else:
            response = self._answer(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        # Data is the same for everybody; the reference for people is drawn as its reader chose.
        by_look = "Cookie" in response.get("Vary", "")
        response["Vary"] = "Cookie, Accept-Encoding" if by_look else "Accept-Encoding"
        response.cookies.clear()
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        status = response.status_code
        if status < 400 or response.get("Content-Type", "").startswith("application/problem+json"):
            return response
        if status >= 500 and settings.DEBUG:
            return response
        answer = problem_response(request, status, DOCUMENTED.get(status, response.reason_phrase))
        for name in KEPT_OF_ERRORS:
            if name in response:
                answer[name] = response[name]
        return answer
