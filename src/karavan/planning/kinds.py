"""What records of this room are called in messages."""

from django.utils.translation import ngettext, pgettext_lazy

from karavan.kernel.trash.kinds import name_kind
from karavan.kernel.trash.snapshot import remade
from karavan.planning.models import Claim, Hold


def connect() -> None:
    """Tell the kernel."""
    name_kind(
        Hold,
        pgettext_lazy("record", "hold"),
        lambda count: ngettext("%(count)s hold", "%(count)s holds", count) % {"count": count},
    )
    remade(Claim)
