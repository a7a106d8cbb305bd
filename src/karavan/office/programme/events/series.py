"""Dates of an event: several at once, and one by itself."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.localtime import at, local, today
from karavan.office.desk import Desk
from karavan.office.frame import render
from karavan.office.programme.events.fields import DayField, RecordField, RoublesField
from karavan.office.programme.events.rows import read_time
from karavan.office.programme.events.widgets import Choice, Line
from karavan.places.models import Place
from karavan.places.queries import visible_to as visible_places
from karavan.programme import actions
from karavan.programme.actions import Shift
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import EventStatus, PriceKind, SessionStatus
from karavan.programme.models import Event, Session
from karavan.programme.spoken import read_when
from karavan.ui import typography
from karavan.ui.parts import Badge

BADGES: Final = {"moved": "moved", "cancelled": "cancelled", "sold_out": "soldout"}


class TimeField(forms.CharField):
    """A time of the city's clock, typed or chosen."""

    def __init__(self, **given: Any) -> None:
        super().__init__(required=False, widget=Line({"type": "time"}), **given)

    def clean(self, value: Any) -> Any:
        """The time; None where nothing was typed."""
        text = super().clean(value)
        if not text:
            return None
        found = read_time(text)
        if found is None:
            raise forms.ValidationError(_("Write the time as 18:30."))
        return found


class DatesForm(forms.Form):
    """What is done with the chosen dates: one of its parts, by the button pressed."""

    days = forms.IntegerField(
        label=gettext_lazy("Move by days"), required=False, min_value=-400, max_value=400
    )
    starts = TimeField(label=gettext_lazy("Begin at"))
    ends = TimeField(label=gettext_lazy("End at"))
    move_place = RecordField(label=gettext_lazy("To another place"), widget=Choice)
    move_note = forms.CharField(
        label=gettext_lazy("Why? Visitors will read it"), required=False, max_length=300
    )
    cancel_note = forms.CharField(
        label=gettext_lazy("Why? Visitors will read it"), required=False, max_length=300
    )
    price_kind = forms.ChoiceField(
        label=gettext_lazy("Price"),
        required=False,
        choices=[("", gettext_lazy("as the event")), *PriceKind.choices],
        widget=Choice(),
    )
    price_min = RoublesField(label=gettext_lazy("from, roubles"))
    price_max = RoublesField(label=gettext_lazy("to, roubles"))
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"), required=False, min_value=0, max_value=1_000_000
    )
    line = forms.CharField(label=gettext_lazy("New dates"), required=False, max_length=300)


def choices_of_places(desk: Desk, event: Event) -> list[tuple[Any, str]]:
    """Places of the chosen organisation and the event's own, for moving a date."""
    rows = visible_places(desk.actor)
    if desk.organisation is not None:
        own = rows.filter(organisation__path__startswith=desk.organisation.path)
    else:
        own = rows.filter(pk=event.place_id) if event.place_id else rows.none()
    found = dict(own.order_by("path").values_list("pk", "name")[:300])
    if event.place_id and event.place_id not in found and event.place is not None:
        found[event.place_id] = event.place.name
    return [("", _("the same place")), *found.items()]


def page(screen: Any, desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """All dates of an event; those ticked are moved, cancelled or changed together."""
    event = screen.get_editable(desk, pk)
    dates = list(event.sessions.select_related("place").order_by("starts_at", "pk"))
    sent = request.method == "POST"
    form = DatesForm(request.POST if sent else None)
    places = choices_of_places(desk, event)
    field: Any = form.fields["move_place"]
    field.widget.choices = places
    field.allowed = lambda one: one in dict(places)
    chosen = chosen_dates(dates, request.POST.getlist("date") if sent else None, request.GET.get("dates", ""))
    problems: list[str] = []
    if sent and form.is_valid():
        do = request.POST.get("do", "")
        try:
            told = done(desk, event, sorted(chosen), do, form.cleaned_data)
        except Invalid as error:
            problems = place_errors(form, error, {"note": f"{do}_note"})
        except Conflict as error:
            problems = [str(error)]
        else:
            messages.success(request, told)
            return redirect(f"/office/events/{event.pk}/dates/")
    context = screen.record_context(desk, event, "dates") | {
        "event": event,
        "dates": [shown_date(one, event) | {"chosen": one.pk in chosen} for one in dates],
        "form": form,
        "problems": problems,
        "is_public": event.status == EventStatus.PUBLISHED,
        "was_public": event.published_at is not None,
    }
    return render(request, desk, "office/events/dates.html", context)


def chosen_dates(dates: Sequence[Session], ticked: Sequence[str] | None, asked: str) -> set[int]:
    """Ids of the dates to be changed: those ticked, or by the address ``all``, ``from-<id>``, ``<id>``."""
    known = {one.pk: one for one in dates}
    if ticked is not None:
        return {int(one) for one in ticked if one.isdecimal() and len(one) < 19 and int(one) in known}
    now = timezone.now()
    coming = {one.pk for one in dates if one.starts_at >= now and one.status != SessionStatus.CANCELLED}
    if asked == "all":
        return coming
    number = asked.removeprefix("from-")
    if not number.isdecimal() or len(number) > 18 or int(number) not in known:
        return set()
    first = known[int(number)]
    if asked.startswith("from-"):
        return {pk for pk in coming | {first.pk} if known[pk].starts_at >= first.starts_at}
    return {first.pk}


def done(desk: Desk, event: Event, ids: list[int], do: str, values: dict[str, Any]) -> str:
    """Do it, and say what was done."""
    if do == "add":
        return add(desk, event, values["line"])
    if not ids:
        raise Conflict(_("Tick at least one date first."))
    if do == "move":
        shift = Shift(values["days"] or 0, values["starts"], values["ends"])
        place = Place.objects.get(pk=values["move_place"]) if values["move_place"] else None
        if shift == Shift() and place is None:
            raise Conflict(_("Say by how many days, to which time or to which place."))
        found = actions.move_sessions(
            actor=desk.actor, event=event, sessions=ids, shift=shift, place=place, note=values["move_note"]
        )
        return _("Dates moved: %(count)d.") % {"count": len(found)}
    if do == "cancel":
        found = actions.cancel_sessions(
            actor=desk.actor, event=event, sessions=ids, note=values["cancel_note"]
        )
        return _("Dates cancelled: %(count)d.") % {"count": len(found)}
    if do == "change":
        names = ("price_kind", "price_min", "price_max", "capacity")
        stated = {name: values[name] for name in names}
        found = actions.change_sessions(actor=desk.actor, event=event, sessions=ids, **stated)
        return _("Dates changed: %(count)d.") % {"count": len(found)}
    raise Http404


def add(desk: Desk, event: Event, line: str) -> str:
    """Add the dates of a typed line."""
    found = read_when(line, today())
    if not found.days or found.starts is None:
        raise Invalid({"line": [_("Write days and a time, such as: 12 and 19 December 18:30.")]})
    drafts = [
        SessionDraft(
            at(day, found.starts), at(day, found.ends) if found.ends and found.ends > found.starts else None
        )
        for day in found.days
    ]
    added = actions.add_sessions(actor=desk.actor, event=event, sessions=drafts)
    return _("Dates added: %(count)d.") % {"count": len(added)}


def place_errors(form: forms.Form, error: Invalid, names: dict[str, str]) -> list[str]:
    """Put an action's refusal at the fields of a form; what has no field is returned."""
    rest: list[str] = []
    for path, found in error.problems.items():
        name = names.get(path, path)
        if name in form.fields:
            form.add_error(name, " ".join(found))
        else:
            rest += found
    return list(dict.fromkeys(rest))


def shown_date(one: Session, event: Event) -> dict[str, Any]:
    """A date in words."""
    begins = local(one.starts_at)
    ends = local(one.ends_at) if one.ends_at else None
    kind: Any = BADGES.get(one.status)
    old = local(one.moved_from) if one.moved_from else None
    return {
        "pk": one.pk,
        "day": begins.date(),
        "words": f"{typography.month(begins)}, {typography.weekday(begins)}",
        "year": begins.year,
        "time": typography.time_range(begins, ends),
        "badge": Badge(kind, str(SessionStatus(one.status).label)) if kind else None,
        "moved": _("moved from %(day)s, %(time)s")
        % {"day": typography.date_short(old), "time": typography.time_text(old)}
        if old
        else "",
        "note": one.note,
        "place": one.place.name if one.place is not None and one.place_id != event.place_id else "",
        "price": own_price(one),
        "capacity": one.capacity,
        "over": one.starts_at < timezone.now(),
        "status": one.status,
        "sold_out": one.status == SessionStatus.SOLD_OUT,
        "cancelled": one.status == SessionStatus.CANCELLED,
        "url": f"/office/events/{event.pk}/dates/{one.pk}/",
    }


def own_price(one: Session) -> str:
    """The price of a date where it is another than the event's."""
    if not one.price_kind:
        return ""
    if one.price_kind == PriceKind.PAID and one.price_min is not None:
        return typography.price_range(one.price_min, one.price_max)
    return str(PriceKind(one.price_kind).label).lower()


class MoveForm(forms.Form):
    """Another moment or place for one date."""

    day = DayField(label=gettext_lazy("Day"))
    starts = TimeField(label=gettext_lazy("Begin at"))
    ends = TimeField(label=gettext_lazy("End at"))
    place = RecordField(label=gettext_lazy("Place"), widget=Choice)
    note = forms.CharField(label=gettext_lazy("Why? Visitors will read it"), required=False, max_length=300)


class NoteForm(forms.Form):
    """Why a date is cancelled."""

    note = forms.CharField(label=gettext_lazy("Why? Visitors will read it"), required=False, max_length=300)


def one_page(screen: Any, desk: Desk, request: HttpRequest, pk: int, session_pk: int) -> HttpResponseBase:
    """One date: move it, cancel it, say that it is sold out."""
    event = screen.get_editable(desk, pk)
    one = event.sessions.select_related("place").filter(pk=session_pk).first()
    if one is None:
        raise Http404
    do = request.POST.get("do", "") if request.method == "POST" else ""
    places = choices_of_places(desk, event)
    if one.place_id and one.place is not None and one.place_id not in dict(places):
        places.append((one.place_id, one.place.name))
    begins, ends = local(one.starts_at), local(one.ends_at) if one.ends_at else None
    initial = {
        "day": begins.date(),
        "starts": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}" if ends else "",
        "place": one.place_id or "",
        "note": one.note,
    }
    move = MoveForm(request.POST if do == "move" else None, initial=initial, auto_id="move_%s")
    field: Any = move.fields["place"]
    field.widget.choices, field.allowed = places, lambda chosen: chosen in dict(places)
    cancel = NoteForm(request.POST if do == "cancel" else None, auto_id="cancel_%s")
    problems: list[str] = []
    if do:
        form = {"move": move, "cancel": cancel}.get(do)
        try:
            if form is None or form.is_valid():
                told = do_one(desk, one, do, {} if form is None else form.cleaned_data)
                messages.success(request, told)
                return redirect(screen.url("detail", event))
        except Invalid as error:
            problems = place_errors(form or cancel, error, {"starts_at": "starts", "ends_at": "ends"})
        except Conflict as error:
            problems = [str(error)]
    context = screen.record_context(desk, event, "dates") | {
        "event": event,
        "date": shown_date(one, event),
        "move": move,
        "cancel": cancel,
        "problems": problems,
        "is_public": event.status == EventStatus.PUBLISHED,
        "was_public": event.published_at is not None,
        "following_url": f"/office/events/{event.pk}/dates/?dates=from-{one.pk}",
        "all_url": f"/office/events/{event.pk}/dates/?dates=all",
    }
    return render(request, desk, "office/events/date.html", context)


def do_one(desk: Desk, one: Session, do: str, values: dict[str, Any]) -> str:
    """Do it with one date, and say what was done."""
    if do == "cancel":
        actions.cancel_session(actor=desk.actor, session=one, note=values["note"])
        return _("The date is cancelled, and visitors read why.")
    if do in ("sold-out", "on-sale"):
        actions.mark_sold_out(actor=desk.actor, session=one, sold_out=do == "sold-out")
        return _("The date is marked as sold out.") if do == "sold-out" else _("There are tickets again.")
    if do == "remove":
        actions.remove_session(actor=desk.actor, session=one)
        return _("The date is taken away.")
    if do != "move":
        raise Http404
    return move_one(desk, one, values)


def move_one(desk: Desk, one: Session, values: dict[str, Any]) -> str:
    """Move a public date, so that visitors see from when; change one that nobody has seen."""
    day: date = values["day"]
    if values["starts"] is None:
        raise Invalid({"starts": [_("When does it begin?")]})
    starts_at = at(day, values["starts"])
    ends_at = None if values["ends"] is None else at(day, values["ends"])
    if ends_at is not None and ends_at <= starts_at:
        ends_at = at(date.fromordinal(day.toordinal() + 1), values["ends"])
    place = Place.objects.get(pk=values["place"]) if values["place"] else None
    if one.event.status == EventStatus.PUBLISHED:
        actions.move_session(
            actor=desk.actor,
            session=one,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place,
            note=values["note"],
        )
        return _("The date is moved, and visitors see from when.")
    actions.update_session(
        actor=desk.actor, session=one, starts_at=starts_at, ends_at=ends_at, place=place, note=values["note"]
    )
    return _("The date is changed.")
