"""The page of a broken server: it asks nothing of the database, the session or the catalogue."""

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import get_template
from django.utils import timezone

from karavan.portal.site import vision_of
from karavan.ui import typography


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """Say whose fault it is and what to do, as large and in the colours the visitor chose."""
    chosen = vision_of(request)
    now = timezone.localtime()
    context = {
        "vision": chosen.marks,
        "theme": chosen.theme,
        "moment": f"{typography.date_short(now.date(), lang='ru')}, {typography.time_text(now)}",
        "moment_en": f"{typography.date_short(now.date(), lang='en')}, {typography.time_text(now)}",
    }
    body = get_template("500.html").render(context)
    return HttpResponseServerError(body)
