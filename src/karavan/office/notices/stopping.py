"""Muting by the link of a letter: without signing in, and nothing but that."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from karavan.notices import actions, tokens
from karavan.notices.enums import Topic


# The signed link is the permission, and a mailbox's own button posts without a cookie (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to mute, and do so on a POST: programs that follow links must not mute anybody."""
    try:
        said = tokens.read(token)
    except tokens.BadToken:
        context = {"title": _("This link does not work any more"), "bad": True}
        return render(request, "office/notices/stop.html", context, status=410)
    topic = str(Topic(said.topic).label) if said.topic else ""
    done = request.method == "POST"
    if done:
        actions.stop(said=said)
    title = _("No more letters about it") if done else _("Stop these letters?")
    context = {"title": title, "topic": topic, "done": done, "bad": False}
    return render(request, "office/notices/stop.html", context)
