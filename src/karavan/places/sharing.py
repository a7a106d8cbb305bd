"""Places as they are shown to people who have no role for them."""

from django.utils.translation import gettext_lazy

from karavan.people.sharing import Subject, register
from karavan.places import queries


def connect() -> None:
    """Tell the people."""
    register(
        Subject(
            type=queries.SHARED_TYPE,
            label=gettext_lazy("Places"),
            editable_by=queries.editable_by,
            visible_to=queries.visible_to,
            organisation_of=lambda place: place.organisation,
        )
    )
