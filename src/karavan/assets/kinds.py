"""What records of this room are called in messages."""

from django.utils.translation import ngettext, pgettext_lazy

from karavan.assets.models import Asset
from karavan.kernel.trash.kinds import name_kind


def connect() -> None:
    """Tell the kernel."""
    name_kind(
        Asset,
        pgettext_lazy("record", "asset"),
        lambda count: ngettext("%(count)s asset", "%(count)s assets", count) % {"count": count},
    )
