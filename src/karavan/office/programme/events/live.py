"""Live answers of the editor: parts of its page as they are with what is typed so far. Nothing is saved."""

from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils import timezone

from karavan.kernel.localtime import today
from karavan.kernel.pasting import tidy_pasted
from karavan.office.desk import Desk
from karavan.office.programme.events import lists, panels
from karavan.office.programme.events.form import EventForm
from karavan.programme.models import Event
from karavan.programme.spoken import read_when

HEADER: Final = "HTTP_X_KARAVAN_LIVE"
"""Names the parts wanted, with spaces between: kind, halls, missing, poster, when."""
PARTS: Final = ("kind", "halls", "missing", "poster", "when")


def values_now(form: EventForm) -> dict[str, Any]:
    """Values of the form as far as they are sound; those of the record where nothing was sent."""
    if not form.is_bound:
        return dict(form.initial)
    # Cleaned once: to clean it again would drop what an action has refused.
    form.errors  # noqa: B018
    return {**form.sound_rows, **form.cleaned_data}


def words_of_place(request: HttpRequest) -> str:
    """What is looked for among places."""
    return " ".join(str(request.POST.get("place_words", "")).replace("\x00", "").split())[:100]


def day_asked(request: HttpRequest) -> str:
    """The day that the address of a new event names without a time, as one types it; "" without a day."""
    try:
        return f"{date.fromisoformat(request.GET.get('starts', '')):%d.%m.%Y} "
    except ValueError:
        return ""


def when_context(desk: Desk, form: EventForm, event: Event | None, do: str) -> dict[str, Any]:
    """The step of the dates: its rows, and the line that was not understood."""
    line = str(form.data.get("when_line", "")) if form.is_bound else day_asked(desk.request)
    return {
        "lists": lists.drawn(desk, form, event, do),
        "when_line": line,
        "when_line_bad": form.is_bound
        and bool(line.strip())
        and do != "look"
        and not read_when(line, today()),
        "today": today(),
    }


def answer(desk: Desk, request: HttpRequest, form: EventForm, event: Event | None) -> HttpResponse:
    """The parts named in the header."""
    wanted = [name for name in PARTS if name in request.META[HEADER].split()]
    values = values_now(form)
    context: dict[str, Any] = {"form": form, "event": event}
    if {"kind", "missing", "poster"}.intersection(wanted):
        context |= panels.guess_panel(desk, form, values)
        values = {**values, "kind": values.get("kind") or context["kind"]}
    if "halls" in wanted:
        context |= panels.halls_panel(desk, values, event, words=words_of_place(request))
    if "missing" in wanted:
        context |= panels.missing_panel(form, values, event)
    if "poster" in wanted:
        context |= panels.poster_words(values, timezone.now())
        context["seed"] = f"event-{event.pk}" if event else "event-new"
    if "when" in wanted:
        context |= when_context(desk, form, event, str(request.POST.get("do", "")))
    parts = [render_to_string(f"office/events/_{name}.html", context, request) for name in wanted]
    return HttpResponse("\n".join(parts))


def paste(screen: Any, desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Clean HTML of what was pasted; the page puts it where the cursor is."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return HttpResponse(tidy_pasted(str(request.POST.get("html", ""))))
