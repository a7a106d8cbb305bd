"""What records of this room are called in messages."""

from django.utils.translation import ngettext, pgettext_lazy

from karavan.kernel.trash.kinds import name_kind
from karavan.places.models import District, Place, PlacePhoto


def connect() -> None:
    """Tell the kernel."""
    name_kind(
        Place,
        pgettext_lazy("record", "place"),
        lambda count: ngettext("%(count)s place", "%(count)s places", count) % {"count": count},
    )
    name_kind(
        PlacePhoto,
        pgettext_lazy("record", "picture of a place"),
        lambda count: ngettext("%(count)s picture", "%(count)s pictures", count) % {"count": count},
        lambda row: row.alt,
    )
    name_kind(
        District,
        pgettext_lazy("record", "district"),
        lambda count: ngettext("%(count)s district", "%(count)s districts", count) % {"count": count},
    )
