"""The page of a broken server: it asks nothing of the database, the session or the catalogue."""

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import get_template

from karavan.portal.site import vision_of


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """Say whose fault it is and what to do, as large and in the colours the visitor chose."""
    chosen = vision_of(request)
    body = get_template("500.html").render({"vision": chosen.marks, "theme": chosen.theme})
    return HttpResponseServerError(body)
