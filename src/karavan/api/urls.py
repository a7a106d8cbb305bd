"""Addresses of the open data. All stand at the root: feeds and crawlers know no language prefix."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from karavan.api import crawlers, docs
from karavan.api.app import api
from karavan.api.feeds.formats import FORMATS
from karavan.api.feeds.views import event_feed
from karavan.api.problems import problem_response


def nothing_here(request: HttpRequest, **_rest: str) -> HttpResponse:
    """An address below /api/ or /feeds/ that does not exist."""
    return problem_response(request, 404, "There is no such address. Start at /api/v1/.")


urlpatterns = [
    path("api/v1/", docs.index, name="api-index"),
    path("api/v1/openapi.json", docs.openapi_json, name="api-openapi"),
    path("api/v1/docs", docs.reference, name="api-docs"),
    path("api/v1/", api.urls),
    re_path(rf"^feeds/events\.(?P<name>{'|'.join(FORMATS)})$", event_feed, name="feed-events"),
    re_path(r"^(?:api|feeds)/", nothing_here),
    path("sitemap.xml", crawlers.sitemap_index, name="sitemap"),
    re_path(r"^sitemap-(?P<number>[1-9][0-9]{0,3})\.xml$", crawlers.sitemap_file, name="sitemap-file"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("llms.txt", crawlers.llms, name="llms"),
]
