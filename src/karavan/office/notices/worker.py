"""The service worker of the office: it shows notices and opens them, and keeps nothing.

It has a scope of its own, so that the portal's worker, which keeps pages, has no part in the office.
"""

from csp.constants import HEADER as CSP_HEADER
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.views.decorators.http import require_safe

POLICY = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script; browsers ask for it anew at every visit."""
    text = get_template("office/notices/sw.js").render()
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response[CSP_HEADER] = POLICY
    return response
