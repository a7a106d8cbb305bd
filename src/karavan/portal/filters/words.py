"""Conditions in words."""

from django.utils.translation import gettext as _

from karavan.ui import typography


def price_limit(kopecks: int) -> str:
    """The highest price asked for, in words."""
    if kopecks == 0:
        return _("Free")
    return _("Up to %(amount)s") % {"amount": typography.money(kopecks)}


def when_label(when: str) -> str:
    """Name of a relative condition."""
    names = {
        "today": _("Today"),
        "tomorrow": _("Tomorrow"),
        "weekend": _("Weekend"),
        "week": _("Seven days from today"),
    }
    return names[when]
