"""What a person may choose in the form of an event: programmes, places, organisations, benefits."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from karavan.kernel.localtime import today
from karavan.office.desk import Desk
from karavan.office.programme.events.form import EventForm
from karavan.people.queries import visible_to as visible_organisations
from karavan.places.queries import visible_to as visible_places
from karavan.programme.models import BenefitCategory
from karavan.programme.queries import programmes_visible_to


def prepare(desk: Desk, form: EventForm) -> None:
    """Give the fields their choices and their bounds: a query each of the three, when it is first needed.

    A page needs all of them, a save only what somebody chose anew.
    """
    programmes = _once(lambda: _programmes(desk))
    form.programme_names = _once(lambda: {pk: title for pk, title, _path in programmes})
    field: Any = form.fields["programme"]
    offered = _once(
        lambda: [
            ("", _("none")),
            *((pk, "\u2003" * (path.count("/") - 2) + title) for pk, title, path in programmes),
        ]
    )
    field.widget.choices = lambda: offered
    held = form.initial.get("programme")
    field.allowed = lambda pk: pk == held or pk in form.programme_names
    place: Any = form.fields["place"]
    stood = form.initial.get("place")
    place.allowed = lambda pk: pk == stood or visible_places(desk.actor).filter(pk=pk).exists()
    form.organisation_names = _once(lambda: _organisations(desk))
    form.tariff_names = _once(lambda: _tariffs(form))


def _once(ask: Callable[[], Any]) -> Any:
    return SimpleLazyObject(ask)


def _programmes(desk: Desk) -> list[tuple[int, str, str]]:
    rows = programmes_visible_to(desk.actor).order_by("path")
    return list(rows.values_list("pk", "title", "path"))


def _organisations(desk: Desk) -> dict[int, str]:
    rows = visible_organisations(desk.actor).order_by("name", "pk").values_list("pk", "short_name", "name")
    return {pk: short or name for pk, short, name in rows}


def _tariffs(form: EventForm) -> dict[str, str]:
    """Benefit categories in force today, and those that the event names."""
    used = [one.category_id for one in form.initial.get("tariffs") or ()]
    day = today()
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    categories = BenefitCategory.objects.filter((Q(valid_from__lte=day) & still) | Q(pk__in=used))
    return {str(pk): name for pk, name in categories.values_list("pk", "name")}
