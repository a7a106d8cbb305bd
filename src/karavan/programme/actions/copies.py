"""A copy of an event, ready to be edited."""

from django.utils.translation import gettext as _

from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.kernel.errors import NotAllowed
from karavan.people.models import Organisation
from karavan.people.rules import editing_reach
from karavan.programme.actions.creation import create_events
from karavan.programme.copying import draft_of
from karavan.programme.enums import OrganiserRole
from karavan.programme.models import Event
from karavan.programme.queries import load_events


@action
def copy_event(
    *, actor: Actor, event: Event, year: int | None = None, organisation: Organisation | None = None
) -> Event:
    """Create a draft like an event; with ``year`` its dates come along, on the same weekdays of that year.

    Somebody else's event becomes one of ``organisation``. See :mod:`karavan.programme.copying` for what
    is kept.
    """
    loaded = load_events([event.pk])[0]
    reach = editing_reach(actor)
    own = [
        (row.organisation_id, row.role)
        for row in loaded.organisers.all()
        if row.role == OrganiserRole.LEAD and reach.covers(row.organisation)
    ]
    organisers = [(row.organisation_id, row.role) for row in loaded.organisers.all()] if own else []
    if not own:
        if organisation is None:
            raise NotAllowed(_("Choose the organisation you work for first: the copy will be its event."))
        organisers = [(organisation.pk, str(OrganiserRole.LEAD))]
    draft = draft_of(loaded, year=year, organisers=organisers)
    return create_events(actor=actor, drafts=[draft])[0]
