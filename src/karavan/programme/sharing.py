"""Events and programmes as they are shown to people who have no role for them."""

from django.utils.translation import gettext_lazy

from karavan.people.models import Organisation
from karavan.people.sharing import Subject, register
from karavan.programme import queries
from karavan.programme.enums import OrganiserRole
from karavan.programme.models import Event, Programme


def connect() -> None:
    """Tell the people."""
    register(
        Subject(
            type=queries.EVENT_TYPE,
            label=gettext_lazy("Events"),
            editable_by=queries.editable_by,
            visible_to=queries.visible_to,
            organisation_of=_lead_of,
        )
    )
    register(
        Subject(
            type=queries.PROGRAMME_TYPE,
            label=gettext_lazy("Programmes"),
            editable_by=queries.programmes_editable_by,
            visible_to=queries.programmes_visible_to,
            organisation_of=_first_of,
        )
    )


def _lead_of(event: Event) -> Organisation | None:
    lead = (
        event.organisers.filter(role=OrganiserRole.LEAD).select_related("organisation").order_by("pk").first()
    )
    return None if lead is None else lead.organisation


def _first_of(programme: Programme) -> Organisation | None:
    return programme.organisations.order_by("pk").first()
