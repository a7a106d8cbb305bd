"""Components and typography for templates: `{% load ui %}`. Inputs: docs/reference/ui.md."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.forms import BoundField
from django.template.defaultfilters import stringfilter
from django.utils.safestring import SafeString, mark_safe

from karavan.ui import icons, typography
from karavan.ui.parts import Access, Badge, Card, Chip, Facet, Fact, Link, Option, Table
from karavan.ui.posters import poster_svg

register = template.Library()

_NOTICE_ICONS = {
    "info": "info",
    "success": "circle-check",
    "warning": "triangle-alert",
    "error": "circle-alert",
    "demo": "flag",
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A lucide icon; without a label it is hidden from assistive technology."""
    return icons.icon_svg(name, label)


@lru_cache(maxsize=1024)
def _drawn(family: str, seed: str, ratio: Any, dark: bool) -> SafeString:
    svg = poster_svg(family, seed, ratio=ratio, dark=dark)
    # Our own drawing of hashed numbers: nothing of the seed's text is in it.
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


@register.simple_tag
def poster(family: str, seed: object, ratio: Any = "4:3", dark: bool = False) -> SafeString:
    """A generated poster drawn into the page, hidden from assistive technology."""
    return _drawn(family, str(seed), ratio, dark)


@register.inclusion_tag("ui/parts/card.html")
def card(card: Card, level: int = 3, lazy: bool = True) -> dict[str, Any]:
    """A card; `level` is its heading's level, `lazy` False loads the picture at once (first row)."""
    return {"card": card, "tag": f"h{level}", "lazy": lazy}


@register.inclusion_tag("ui/parts/date.html")
def date_block(day: dt.date, small: bool = False) -> dict[str, Any]:
    """A date as typography: big day, month, weekday in words; `small` for lists."""
    return {
        "date": day,
        "month": typography.month(day),
        "weekday": typography.weekday(day),
        "small": small,
    }


@register.inclusion_tag("ui/parts/chips.html")
def chips(chips: Sequence[Chip], label: str) -> dict[str, Any]:
    """A row of links that switch a list; `label` names the row for assistive technology."""
    return {"chips": chips, "label": label}


@register.inclusion_tag("ui/parts/facet.html")
def facet(facet: Facet) -> dict[str, Any]:
    """A group of filter links with counts."""
    return {"facet": facet}


@register.filter
def facet_options(options: Iterable[Option]) -> SafeString:
    """The options of a facet as list items; written by hand, as a page has a hundred of them."""
    rows = []
    for option in options:
        current = ' aria-current="true"' if option.active else ""
        count = (
            ""
            if option.count is None
            else f' <span class="facet__count">{typography.number(option.count)}</span>'
        )
        rows.append(
            f'\n<li><a class="facet__option" href="{escape(option.url)}" rel="nofollow"{current}>'
            f'<span class="facet__label">{escape(option.label)}</span>{count}</a></li>'
        )
    return mark_safe("".join(rows))


@register.inclusion_tag("ui/parts/filters.html")
def filters(facets: Sequence[Facet], open: bool = False) -> dict[str, Any]:  # noqa: A002
    """Facets together: folded behind one button on a phone, open beside the list on a wide screen."""
    chosen = sum(option.active for facet in facets for option in facet.options)
    return {"facets": facets, "open": open, "chosen": chosen}


@register.inclusion_tag("ui/parts/pager.html")
def pager(next_url: str = "", first_url: str = "", note: str = "") -> dict[str, Any]:
    """On to the next cursor and back to the start; nothing when both are ""."""
    return {"next_url": next_url, "first_url": first_url, "note": note}


@register.inclusion_tag("ui/parts/breadcrumb.html")
def breadcrumb(links: Sequence[Link]) -> dict[str, Any]:
    """The way from the home page; the last link is the page shown."""
    return {"links": links}


@register.inclusion_tag("ui/parts/notice.html")
def notice(kind: str, text: str, title: str = "") -> dict[str, Any]:
    """A notice of kind info, success, warning, error or demo; Django's message tag "debug" reads as info."""
    kind = kind if kind in _NOTICE_ICONS else "info"
    return {"kind": kind, "text": text, "title": title, "icon_name": _NOTICE_ICONS[kind]}


@register.inclusion_tag("ui/parts/badge.html")
def badge(badge: Badge | str, label: str = "") -> dict[str, Any]:
    """A Badge, or its kind and label."""
    if isinstance(badge, str):
        return {"kind": badge, "label": label}
    return {"kind": badge.kind, "label": badge.label}


@register.inclusion_tag("ui/parts/access.html")
def access(access: Access | str, label: str = "", note: str = "") -> dict[str, Any]:
    """An Access, or its value ("yes", "no", "unknown"), label and note."""
    if isinstance(access, Access):
        return {"value": access.value, "label": access.label, "note": access.note}
    return {"value": access, "label": label, "note": note}


@register.inclusion_tag("ui/parts/facts.html")
def facts(facts: Iterable[Fact]) -> dict[str, Any]:
    """A list of terms and values; facts without values are left out."""
    return {"facts": [fact for fact in facts if fact.values]}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str = "", links: Sequence[Link] = ()) -> dict[str, Any]:
    """What to say and offer when there is nothing to show."""
    return {"title": title, "text": text, "links": links}


@register.inclusion_tag("ui/parts/table.html")
def table(table: Table) -> dict[str, Any]:
    """A table that scrolls inside its own frame on narrow screens."""
    return {"table": table, "rows": [list(zip(table.columns, row, strict=True)) for row in table.rows]}


@register.inclusion_tag("ui/parts/field.html")
def field(field: BoundField) -> dict[str, Any]:
    """A form field: label, help, error at its place, tied together by aria-describedby."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "")
    group = bool(getattr(widget, "use_fieldset", False))
    described = [f"{field.auto_id}_help"] if field.help_text else []
    if field.errors:
        described.append(f"{field.auto_id}_error")
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if field.errors:
        attrs["aria-invalid"] = "true"
    return {
        "field": field,
        "control": field.as_widget(attrs={} if group else attrs),
        "described": " ".join(described),
        "group": group,
        "hidden": field.is_hidden,
        "check": kind == "checkbox" and not group,
    }


@register.filter
def link_url(value: object) -> str:
    """The address of a cell or value that is a link, else ""."""
    return str(getattr(value, "url", ""))


@register.filter
def link_text(value: object) -> object:
    """The text of a cell or value."""
    return getattr(value, "label", value)


@register.filter(is_safe=True)
@stringfilter
def glue(value: str) -> str:
    """No-break spaces after short words and before dashes."""
    return typography.glue(value)


@register.filter
def foreign(value: object) -> SafeString:
    """A `lang` attribute for names that have no translation: Russian words on a page in another language.

    Without it a screen reader spells them out by the rules of English.
    """
    if typography.is_russian_page() or not typography.has_cyrillic(str(value)):
        return mark_safe("")
    return mark_safe(' lang="ru"')


@register.filter
def money(value: int) -> str:
    """Kopecks as «1 200 ₽»."""
    return typography.money(value)


@register.filter
def thousands(value: int) -> str:
    """A whole number with its thousands set apart."""
    return typography.number(value)


@register.filter
def date_long(value: dt.date) -> str:
    return typography.date_long(value)


@register.filter
def date_short(value: dt.date) -> str:
    return typography.date_short(value)


@register.filter
def date_year(value: dt.date) -> str:
    return typography.date_short(value, year=True)


@register.filter
def time_text(value: dt.time | dt.datetime) -> str:
    return typography.time_text(value)


@register.filter
@stringfilter
def capitalised(value: str) -> str:
    return typography.capitalised(value)


@register.filter
def results(value: int) -> str:
    """«5 результатов»."""
    return typography.results(value)
