"""The low-vision panel: how pages look to one reader, kept in a cookie that says nothing else.

Pages come from caches and bear no token against forged forms, so the form is believed by what a browser
says of its origin (docs/adr/0019-vision-cookie.md). It could only change how pages look, but a page
that a stranger made unreadable is closed to just the people this panel is for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_exempt

from karavan.portal.answer import Visit, page, render
from karavan.portal.site import here, vision_url
from karavan.ui import vision as looks

MAX_ADDRESS = 2000


@dataclass(frozen=True)
class Choice:
    """One value of an axis: ``value`` as the form sends it, ``mark`` the name of its sample in the styles."""

    value: str
    label: str
    mark: str
    chosen: bool


@dataclass(frozen=True)
class Axis:
    """One question of the panel and its answers."""

    name: str
    title: str
    choices: list[Choice]


def titles() -> dict[str, str]:
    """Names of the axes."""
    return {
        "size": _("Size of the letters"),
        "spacing": _("Space between letters and lines"),
        "font": _("Typeface"),
        "scheme": _("Colours"),
        "images": pgettext("low vision", "Pictures"),
    }


def labels() -> Mapping[str, tuple[str, ...]]:
    """Names of the values, in the order of :data:`karavan.ui.vision.AXES`."""
    return {
        "size": ("100 %", "150 %", "200 %"),
        "spacing": (pgettext("spacing", "Usual"), pgettext("spacing", "Wide"), pgettext("spacing", "Wider")),
        "font": (_("The portal's own"), _("Plain, without serifs"), _("Book type, with serifs")),
        "scheme": (
            _("As the device has it"),
            pgettext("colours", "Light"),
            pgettext("colours", "Dark"),
            _("Black on white"),
            _("White on black"),
            _("Dark blue on sky blue"),
            _("Brown on beige"),
        ),
        "images": (pgettext("pictures", "Shown"), pgettext("pictures", "Hidden")),
    }


def axes(chosen: looks.Vision) -> list[Axis]:
    """The questions of the panel with what is chosen now."""
    names, words = titles(), labels()
    return [
        Axis(
            name,
            names[name],
            [
                Choice(value, label, f"{name}-{value or 'usual'}", value == getattr(chosen, name))
                for value, label in zip(row, words[name], strict=True)
            ],
        )
        for name, row in looks.AXES.items()
    ]


def local_path(text: str) -> str:
    """The text if it is the path of a page here, else the home page."""
    is_local = text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if is_local and len(text) <= MAX_ADDRESS and text.isprintable() else here("/")


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this installation sent the form: by what browsers alone can set.

    ``Sec-Fetch-Site`` where there is one, else ``Origin``, else ``Referer``. A request that says nothing of
    where it comes from is not believed.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:
        return False


@page
def _panel(visit: Visit) -> HttpResponse:
    """The form, and what it does shown on a sample."""
    back = local_path(visit.request.GET.get("next", ""))
    title = _("For low vision")
    context = {
        "title": title,
        "og_title": title,
        "description": _("Larger letters, more space, other colours, no pictures: choose how pages look."),
        "axes": axes(visit.vision),
        "next": back,
        "vision_url": vision_url(back),
        "is_plain": not visit.vision,
    }
    return render(visit, "portal/vision.html", context)


def _keep(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen and lead back to the page the reader came from."""
    if not is_from_here(request):
        raise PermissionDenied
    response = HttpResponseRedirect(local_path(request.POST.get("next", "")), status=303)
    response["Cache-Control"] = "no-store"
    chosen = looks.PLAIN if "reset" in request.POST else looks.chosen(request.POST)
    if chosen:
        response.set_cookie(
            looks.COOKIE,
            chosen.code,
            max_age=looks.COOKIE_SECONDS,
            httponly=True,
            secure=settings.HTTPS,
            samesite="Lax",
        )
    else:
        response.delete_cookie(looks.COOKIE, samesite="Lax")
    return response


@csrf_exempt
def vision(request: HttpRequest) -> HttpResponseBase:
    """The panel; a form sent to it is kept."""
    answer: Callable[[HttpRequest], HttpResponseBase] = _keep if request.method == "POST" else _panel
    return answer(request)
