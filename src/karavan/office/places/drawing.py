"""The week of halls as HTML, written by hand: a page has hundreds of blocks, for which templates are slow."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from karavan.ui import icons, typography

if TYPE_CHECKING:
    from karavan.office.places.halls import ShownBar, ShownBlock, ShownDay, ShownHall


@dataclass
class Pen:
    """Draws for one page; words and icons are looked up once. ``may_plan`` adds the ways to new events."""

    may_plan: bool

    @cached_property
    def _clash(self) -> str:
        return f"{icons.icon_svg('triangle-alert')}{escape(_('overlaps'))}"

    @cached_property
    def _clash_word(self) -> str:
        return f'<span class="vh"> {escape(_("overlaps"))}</span>'

    @cached_property
    def _plus(self) -> str:
        return f'{icons.icon_svg("plus")}<span class="vh">{escape(_("New event"))}: '

    @cached_property
    def _people(self) -> str:
        return icons.icon_svg("users")

    def block(self, block: "ShownBlock") -> str:
        """A session."""
        classes = f"block kind-{block.family}"
        if block.look:
            classes += f" block--{block.look}"
        if block.is_cancelled:
            classes += " block--off"
        if block.is_draft:
            classes += " block--draft"
        if block.overlaps:
            classes += " block--clash"
        state = f' <span class="block__state">{escape(block.state)}</span>' if block.state else ""
        inner = (
            f'<span class="block__when">{block.when}</span> '
            f'<span class="block__title">{escape(typography.glue(block.title))}</span>'
            f"{state}{self._clash_word if block.overlaps else ''}"
        )
        if block.url:
            return f'<a href="{escape(block.url)}" class="{classes}" data-block>{inner}</a>'
        return f'<span class="{classes}" data-block>{inner}</span>'

    def bar(self, bar: "ShownBar") -> str:
        """A period; nothing for a gap."""
        if bar.is_gap:
            return ""
        classes = f"bar kind-{bar.family}{' bar--draft' if bar.is_draft else ''}"
        title = escape(typography.glue(bar.title))
        if bar.url:
            return f'<a href="{escape(bar.url)}" class="{classes}" data-block>{title}</a>'
        return f'<span class="{classes}" data-block>{title}</span>'

    def new(self, url: str, words: str) -> str:
        """The way to a new event."""
        if not (url and self.may_plan):
            return ""
        return f'<a class="cell__new" href="{escape(url)}">{self._plus}{escape(words)}</span></a>'

    def group(self, group: "Sequence[ShownBlock]") -> str:
        """Blocks that overlap, or one."""
        drawn = "".join(self.block(block) for block in group)
        if len(group) == 1:
            return f'<div class="group">{drawn}</div>'
        return f'<div class="group group--many">{drawn}<p class="block__clash">{self._clash}</p></div>'

    def cell(self, day: "ShownDay", hall: str) -> str:
        """A day of a hall in the week of all halls."""
        classes = f"cell cell--{day.ground}"
        if day.is_today:
            classes += " cell--today"
        if day.is_past:
            classes += " cell--past"
        if not day.groups:
            classes += " cell--empty"
        groups = "".join(self.group(group) for group in day.groups)
        new = self.new(day.new_url, f"{hall}, {day.name} {day.number} {day.month}")
        return (
            f'<td class="{classes}" data-label="{escape(day.name)} {day.number}">'
            f'<span class="cell__hours">{escape(day.hours)}</span>{groups}{new}</td>'
        )

    def head(self, hall: "ShownHall") -> str:
        """The name of a hall beside its week."""
        capacity = hall.place.capacity
        above = (
            f'<span class="halls__above">{escape(typography.glue(hall.above))}</span>' if hall.above else ""
        )
        seats = (
            f'<span class="halls__above">{self._people}{typography.number(capacity)}</span>'
            if capacity
            else ""
        )
        return (
            f'<th scope="rowgroup" class="halls__hall" rowspan="{len(hall.bars) + 1}">'
            f'<a href="{escape(hall.url)}">{escape(typography.glue(hall.place.name))}</a>{above}{seats}</th>'
        )

    def halls(self, halls: "Sequence[ShownHall]") -> SafeString:
        """The bodies of the table: one a hall."""
        parts = []
        for hall in halls:
            head = self.head(hall)
            rows = []
            for row in hall.bars:
                cells = "".join(
                    f'<td colspan="{bar.span}" class="{"halls__gap" if bar.is_gap else "halls__bar"}">'
                    f"{self.bar(bar)}</td>"
                    for bar in row
                )
                rows.append(f'<tr class="halls__bars">{head}{cells}</tr>')
                head = ""
            days = "".join(self.cell(day, hall.place.name) for day in hall.days)
            parts.append(f"<tbody>{''.join(rows)}<tr>{head}{days}</tr></tbody>\n")
        # Everything that people typed was escaped above.
        return mark_safe("".join(parts))

    def bars(self, rows: "Sequence[Sequence[ShownBar]]") -> SafeString:
        """The bars over the grid of one hall."""
        parts = []
        for row in rows:
            drawn = "".join(f'<div class="over-{bar.span}">{self.bar(bar)}</div>' for bar in row)
            parts.append(f'<div class="hall__bars">{drawn}</div>')
        # As above.
        return mark_safe("".join(parts))

    def scale(self, day: "ShownDay", rows: int) -> SafeString:
        """The hours of a day of one hall: its ground, empty hours, blocks, and the line of now."""
        parts = [f'<span class="fill s0 e{rows}"></span>']
        parts += [f'<span class="ground s{one.start} e{one.end}"></span>' for one in day.opened]
        if self.may_plan:
            parts += [
                f'<a class="slot s{slot.start} e{slot.start + 12}" href="{escape(slot.url)}" tabindex="-1" '
                f'aria-hidden="true">{slot.clock}</a>'
                for slot in day.slots
            ]
        parts += [
            f'<div class="placed s{block.start} e{block.end} lane-{block.lane}">{self.block(block)}</div>'
            for group in day.groups
            for block in group
        ]
        if day.now:
            parts.append(f'<span class="nowline s{day.now}" aria-hidden="true"></span>')
        # As above.
        return mark_safe("".join(parts))
