"""Generated posters at addresses of their own, cached for ever."""

from django.http import Http404, HttpRequest, HttpResponse

from karavan.ui.posters import FAMILIES, RATIOS, poster_svg

VERSION = "2"
"""Part of the address: to be raised whenever the drawings change."""

IMMUTABLE = "public, max-age=31536000, immutable"


def poster(request: HttpRequest, version: str, family: str, seed: str) -> HttpResponse:
    """The poster of a family and seed; ``?ratio=`` 4:3, 3:4, 1:1 or og, ``?dark=1`` for dark pages."""
    ratio = request.GET.get("ratio", "4:3")
    if version != VERSION or family not in FAMILIES or ratio not in RATIOS:
        raise Http404
    drawn = poster_svg(family, seed, ratio=ratio, dark=request.GET.get("dark") == "1")  # type: ignore[arg-type]
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Cache-Control"] = IMMUTABLE
    return response
