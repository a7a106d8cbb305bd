"""The gallery of components, for staff."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from karavan.ui.gallery import gallery


@login_required
def components(request: HttpRequest) -> HttpResponse:
    """Every part of the interface with sample data."""
    return gallery(request)
