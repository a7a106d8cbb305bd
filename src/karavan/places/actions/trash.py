"""Places into the trash and back."""

from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.kernel.journal.queries import stood
from karavan.kernel.trash.actions import restore, throw_away
from karavan.kernel.trash.models import TrashedRecord
from karavan.places.actions._common import line, lock, news_of, require_place
from karavan.places.models import Place


@action
def remove_place(
    *, actor: Actor, place: Place, reason: str = "", with_children: bool = False
) -> TrashedRecord:
    """Put a place into the trash with its names, hours, photos and passports; its halls where asked for.

    One that residents see, or saw once, is never purged.
    Raises StillHeld where events are held in it, or halls lie in it.
    """
    lock(place)
    place.refresh_from_db()
    require_place(actor, place)
    family = Place.objects.under(place)
    ids = list(family.values_list("pk", flat=True))
    news_of(place)
    trashed = throw_away(
        actor=actor,
        subject=place,
        organisation_id=place.organisation_id,
        reason=reason,
        keep=family.filter(is_public=True).exists() or stood("places.place", ids, "is_public", True),
        with_children=with_children,
    )
    before = {"name": place.name, "address": place.address}
    line(actor, "place.removed", place, before=before, reason=reason)
    return trashed


@action
def restore_place(*, actor: Actor, trashed: TrashedRecord) -> Place:
    """Take a place back out of the trash. Raises Conflict with what stands in the way."""
    place = restore(actor=actor, trashed=trashed, kind=Place)
    require_place(actor, place)
    line(actor, "place.restored", place, after={"name": place.name})
    news_of(place)
    return place
