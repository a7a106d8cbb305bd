"""What records of this room are called in messages."""

from django.utils.translation import ngettext, pgettext_lazy

from karavan.kernel.trash.kinds import name_kind
from karavan.kernel.trash.personal import personal
from karavan.people.models import Invitation, Organisation, Role, Share, Substitution, User


def connect() -> None:
    """Tell the kernel."""
    name_kind(
        Organisation,
        pgettext_lazy("record", "organisation"),
        lambda count: ngettext("%(count)s organisation", "%(count)s organisations", count) % {"count": count},
        lambda row: row.name,
    )
    name_kind(
        User,
        pgettext_lazy("record", "person"),
        lambda count: ngettext("%(count)s person", "%(count)s people", count) % {"count": count},
    )
    personal(Role, Substitution, Invitation, Share)
