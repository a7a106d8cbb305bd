"""What records of this room are called in messages."""

from django.utils.translation import ngettext, pgettext_lazy

from karavan.kernel.trash.kinds import name_kind
from karavan.kernel.trash.snapshot import remade
from karavan.planning.models import Circumstance, Claim, DiaryEntry, Hold


def connect() -> None:
    """Tell the kernel."""
    name_kind(
        Hold,
        pgettext_lazy("record", "hold"),
        lambda count: ngettext("%(count)s hold", "%(count)s holds", count) % {"count": count},
    )
    name_kind(
        DiaryEntry,
        pgettext_lazy("record", "plan of the diary"),
        lambda count: (
            ngettext("%(count)s plan of the diary", "%(count)s plans of the diary", count) % {"count": count}
        ),
    )
    name_kind(
        Circumstance,
        pgettext_lazy("record", "circumstance"),
        lambda count: ngettext("%(count)s circumstance", "%(count)s circumstances", count) % {"count": count},
    )
    remade(Claim)
