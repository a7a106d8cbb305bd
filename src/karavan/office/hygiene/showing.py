"""A gap, and the list of the order, as the page of an organisation shows them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from karavan.hygiene.enums import Answer
from karavan.hygiene.models import Finding, Score
from karavan.hygiene.norms import SITE, Item, Norms
from karavan.kernel.localtime import local
from karavan.office.hygiene import mending
from karavan.ui import typography


@dataclass(frozen=True)
class Shown:
    """A gap: the task, where it is mended, the fragment and what the registry says."""

    finding: Finding
    task: str
    url: str
    quote: str
    recorded: str
    since: str
    is_long: bool

    @property
    def is_aside(self) -> bool:
        """Whether somebody said that it is none."""
        return self.finding.answer == Answer.ASIDE

    @property
    def is_promised(self) -> bool:
        """Whether the site is being mended."""
        return self.finding.answer == Answer.PROMISED


def shown(finding: Finding, norms: Norms, now: datetime) -> Shown:
    """A gap in words."""
    return Shown(
        finding,
        mending.task(finding, norms),
        mending.where(finding),
        finding.quote or _("nothing stands there"),
        finding.recorded,
        typography.date_short(local(finding.since).date()),
        finding.is_long_open(now),
    )


@dataclass(frozen=True)
class Line:
    """An item of the list with its state: "yes", "no", "part" or "unknown"."""

    item: Item
    state: str
    words: str
    gaps: list[Shown]


@dataclass
class Group:
    """Items that belong together."""

    title: str
    lines: list[Line] = field(default_factory=list)


def checklist(score: Score | None, findings: Iterable[Shown], norms: Norms) -> list[Group]:
    """The items of the order in the registry, on the site, and what residents ask for beside it."""
    parts = {part["code"]: part for part in score.parts} if score is not None else {}
    gaps: dict[str, list[Shown]] = {}
    for one in findings:
        if not one.is_aside:
            gaps.setdefault(one.finding.code, []).append(one)
    groups = [
        Group(_("Order 277: here in the registry")),
        Group(_("Order 277: on the site")),
        Group(_("Besides, for residents")),
    ]
    for item in norms.items:
        number = 2 if not item.in_act else 1 if item.by == SITE else 0
        part = parts.get(item.code, {"good": 0, "of": 0})
        state, words = _state(part["good"], part["of"])
        groups[number].lines.append(Line(item, state, words, gaps.get(item.code, [])))
    return groups


def _state(good: int, of: int) -> tuple[str, str]:
    if of <= 0:
        return "unknown", _("not known")
    if good >= of:
        return "yes", _("there")
    if good == 0:
        return "no", _("missing")
    return "part", _("%(good)d of %(of)d") % {"good": good, "of": of}
