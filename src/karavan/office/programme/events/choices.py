"""What a person may choose in the form of an event: programmes, places, organisations, benefits."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from karavan.kernel.localtime import today
from karavan.office.desk import Desk
from karavan.office.programme.events.form import EventForm
from karavan.people.queries import visible_to as visible_organisations
from karavan.places.queries import visible_to as visible_places
from karavan.programme.models import BenefitCategory
from karavan.programme.queries import programmes_visible_to


def prepare(desk: Desk, form: EventForm) -> None:
    """Give the fields their choices and their bounds; three queries."""
    programmes = list(programmes_visible_to(desk.actor).order_by("path").values_list("pk", "title", "path"))
    field: Any = form.fields["programme"]
    form.programme_names = {pk: title for pk, title, _path in programmes}
    field.widget.choices = [
        ("", _("none")),
        *((pk, "\u2003" * (path.count("/") - 2) + title) for pk, title, path in programmes),
    ]
    held = form.initial.get("programme")
    field.allowed = lambda pk: pk in form.programme_names or pk == held
    place: Any = form.fields["place"]
    stood = form.initial.get("place")
    place.allowed = lambda pk: pk == stood or visible_places(desk.actor).filter(pk=pk).exists()
    rows = visible_organisations(desk.actor).order_by("name", "pk").values_list("pk", "short_name", "name")
    form.organisation_names = {pk: short or name for pk, short, name in rows}
    used = [one.category_id for one in form.initial.get("tariffs") or ()]
    day = today()
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    categories = BenefitCategory.objects.filter((Q(valid_from__lte=day) & still) | Q(pk__in=used))
    form.tariff_names = {str(pk): name for pk, name in categories.values_list("pk", "name")}
