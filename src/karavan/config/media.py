"""Uploaded files, for installations without a proxy that serves them (docs/deploy.md)."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

WEEK = 7 * 24 * 3600


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One uploaded file; the middleware lets it run no script, whatever it is."""
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = f"public, max-age={WEEK}"
    return response
