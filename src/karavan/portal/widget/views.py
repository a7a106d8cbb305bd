"""The addresses that other people's pages use: the script, the part it puts in, and the page of a frame."""

import re
from functools import cache
from pathlib import Path

from csp.decorators import csp_exempt, csp_replace
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotFound
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from karavan.portal.answer import Visit
from karavan.portal.site import city, with_query
from karavan.portal.widget import wanted
from karavan.portal.widget.answers import constant, open_page, refusal
from karavan.portal.widget.shown import absolute, context_of, list_url

STATIC = Path(__file__).resolve().parent.parent / "static" / "portal"
_BLANKS = re.compile(r"/\*.*?\*/|\s+", re.DOTALL)


@cache
def script_text() -> str:
    """The script that institutions name in their pages."""
    return (STATIC / "js" / "widget.js").read_text(encoding="utf-8")


@cache
def styles() -> SafeString:
    """The styles of a part, without comments and needless blanks."""
    text = _BLANKS.sub(" ", (STATIC / "widget.css").read_text(encoding="utf-8"))
    # A file of ours.
    return mark_safe(re.sub(r" ?([{};,>]) ?", r"\1", text).replace(": ", ":").strip())


def script(request: HttpRequest) -> HttpResponseBase:
    """``/widget.js``: the address never changes, so that no institution ever has to change its code."""
    return constant(request, script_text(), "text/javascript; charset=utf-8")


@csp_exempt()
@open_page
def part(visit: Visit) -> HttpResponse:
    """``/widget/part/``: the events with their styles, as the script puts them into somebody's page."""
    asked, problems = wanted.read(visit.pairs())
    if problems:
        return refusal(400, _("This widget cannot be shown."), problems)
    try:
        context = context_of(visit, asked)
    except Http404:
        return refusal(404, _("This widget cannot be shown."), {"event": [no_such_event()]})
    body = get_template("portal/widget/part.html").render({**context, "styles": styles()})
    # Search engines have the list itself.
    return HttpResponse(body, headers={"X-Robots-Tag": "noindex"})


def no_such_event() -> str:
    """What to say where the event is not public, or not any more."""
    return _("There is no such event on the portal.")


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@open_page
def show(visit: Visit) -> HttpResponse:
    """``/widget/show/``: the same as a page of its own, which any site may put into a frame."""
    asked, problems = wanted.read(visit.pairs())
    context = {
        "lang": visit.lang,
        "theme": asked.theme,
        "framed": True,
        "theme_url": with_query("/widget/theme.css", "&".join(f"{k}=%23{v[1:]}" for k, v in asked.colours))
        if asked.colours
        else "",
        "canonical_url": list_url(asked.question),
        "title": _("What's on: %(words)s") % {"words": city()},
    }
    status = 200
    try:
        if not problems:
            context |= context_of(visit, asked)
    except Http404:
        problems, status = {"event": [no_such_event()]}, 404
    else:
        status = 400 if problems else 200
    context["problems"] = [f"{name}: {' '.join(lines)}" for name, lines in problems.items()]
    context["events_url"] = absolute("/en/events/" if visit.lang == "en" else "/events/")
    body = get_template("portal/widget/show.html").render(context)
    return HttpResponse(body, status=status)


def theme(request: HttpRequest) -> HttpResponseBase:
    """``/widget/theme.css``: the colours that the address of a frame names, as variables."""
    given = [(name, value) for name in wanted.COLOURS for value in request.GET.getlist(name)]
    asked, problems = wanted.read(given)
    if problems or not asked.colours:
        return HttpResponseNotFound(content_type="text/css; charset=utf-8")
    lines = "".join(f"--karavan-{name}:{value};" for name, value in asked.colours)
    return constant(request, f":root{{{lines}}}\n", "text/css; charset=utf-8")
