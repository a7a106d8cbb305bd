"""Words that several pages of the diary say alike."""

from datetime import datetime

from karavan.kernel.localtime import local
from karavan.planning.clashes.record import Clash
from karavan.ui import typography


def when(moment: datetime) -> str:
    """«Sat, 12 June, 18:00», on the city's clock."""
    here = local(moment)
    return f"{typography.weekday_short(here.date())}, {typography.date_short(here.date())}, {here:%H:%M}"


def terms_of(clash: Clash) -> list[tuple[str, str, str]]:
    """Label, value and words of each factor of a clash's score."""
    return [(term.label, f"{term.value:.2f}".replace(".", ","), term.words) for term in clash.terms]
