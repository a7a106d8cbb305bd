"""Pages of what is refused: the status as a big figure, and what to do. They ask no database."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from karavan.catalogue.facts import Language
from karavan.portal.site import DEFAULT, bare_path, site


def wants_page(request: HttpRequest) -> bool:
    """Whether a person's browser asks: it names HTML, as programs that take anything do not."""
    return "text/html" in request.headers.get("Accept", "")


def _words(status: int, seconds: int) -> tuple[str, str]:
    """Heading and advice of a status."""
    if status == 400:
        advice = _(
            "Something in it has the wrong form. Go back and try once more, or begin from the home page."
        )
        return _("The address is not understood"), advice
    if status == 403:
        advice = _(
            "If it should be, sign in with the account that has the right, "
            "or ask the person who gave you the link."
        )
        return _("This page is not open to you"), advice
    if status == 410:
        return _("This is no longer here"), _(
            "It was taken down for good. What is on now is in the listings."
        )
    if status == 413:
        return _("That is too large"), _(
            "Choose a smaller file: a picture of up to 12 MB, for instance a JPEG."
        )
    if status == 414:
        advice = _(
            "Such a long list of conditions cannot be read. Open the listings and choose fewer of them."
        )
        return _("The address is too long"), advice
    if status == 429:
        wait = ngettext(
            "Wait %(count)s second and try again.", "Wait %(count)s seconds and try again.", seconds
        )
        return _("Too many questions at once"), wait % {"count": seconds}
    return HTTPStatus(status).phrase, _("Go back and try once more, or begin from the home page.")


def refusal(request: HttpRequest, status: int, *, seconds: int = 1) -> HttpResponse:
    """The page of a status in the language of its address; ``seconds`` is how long a 429 asks to wait."""
    lang = language_of(request.path_info)
    with override(lang):
        heading, advice = _words(status, seconds)
        frame = site(request)
        frame |= {"canonical_url": "", "languages": [], "description": ""}
        context = {**frame, "status": status, "title": heading, "heading": heading, "advice": advice}
        body = get_template("portal/refused.html").render(context)
        response = HttpResponse(body, status=status)
        response["Content-Language"] = lang
    response["Cache-Control"] = "no-store"
    return response


def language_of(path: str) -> Language:
    """The language of an address, which no middleware may have read yet."""
    return "en" if bare_path(path) != path else DEFAULT


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django could not read."""
    return refusal(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is not open to who asks."""
    return refusal(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not ours, or lay open too long."""
    return refusal(request, 403)
