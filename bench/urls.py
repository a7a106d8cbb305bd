"""Every address of the installation, and the baseline: views that return a constant."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from karavan.config.urls import urlpatterns as installation

_BODY = b'{"items":[],"next":null}'
_PAGE = b"<!doctype html><html lang=ru><title>-</title></html>"


def data(request: HttpRequest) -> HttpResponse:
    """A constant as the open API answers."""
    return HttpResponse(_BODY, content_type="application/json")


def page(request: HttpRequest) -> HttpResponse:
    """A constant as the portal answers."""
    return HttpResponse(_PAGE)


urlpatterns = [path("api/v1/bench-constant", data), path("bench-constant/", page), *installation]
