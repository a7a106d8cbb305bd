"""Chips: conditions one tap away, and those of a list, each of which may be taken away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.catalogue import queries
from karavan.catalogue.filters import DirectoryFilter, EventFilter
from karavan.catalogue.windows import relative_days
from karavan.kernel.localtime import local
from karavan.portal import labels
from karavan.portal.answer import Visit
from karavan.portal.filters.addresses import ANY_TIME, Addresses, is_about, toggled
from karavan.portal.filters.words import price_limit, when_label
from karavan.ui import typography
from karavan.ui.parts import Chip

CHILDREN = ("children", "family")


def quick_chips(visit: Visit, question: EventFilter, addresses: Addresses) -> list[Chip]:
    """Today, tomorrow, weekend, free, with children, without leaving home: each switches on and off."""
    today = local(visit.now).date()
    chips = []
    for when in ("today", "tomorrow", "weekend"):
        active = question.when == when or is_about(question, *relative_days(when, today))
        url = addresses.changed(question, **{**ANY_TIME, "when": "" if active else when})
        chips.append(Chip(when_label(when), url, active))
    free, family = question.max_price == 0, tuple(sorted(question.audiences)) == CHILDREN
    chips += [
        Chip(_("Free"), addresses.changed(question, max_price=None if free else 0), free),
        Chip(_("With children"), addresses.changed(question, audiences=() if family else CHILDREN), family),
        Chip(
            _("Without leaving home"),
            addresses.changed(question, online=None if question.online else True),
            question.online is True,
        ),
    ]
    return chips


def _named(visit: Visit, kind: str, object_id: int) -> str:
    found = queries.detail(kind, object_id, lang=visit.lang)
    if found is None:
        return f"№ {object_id}"
    record = msgspec.json.decode(found.payload)
    return str(record.get("title") or record.get("name"))


Fields = tuple[tuple[str, Callable[[str], str]], ...]
"""Fields of a question that may have several values, each with the names of these."""


def _add_values(question: EventFilter | DirectoryFilter, fields: Fields, add: Callable[..., None]) -> None:
    for field, name in fields:
        chosen = getattr(question, field)
        for value in chosen:
            add(name(str(value)), **{field: toggled(chosen, value)})


def _add_payment(question: EventFilter, add: Callable[..., None]) -> None:
    """Chips of what one pays, and by what."""
    if question.max_price is not None:
        add(price_limit(question.max_price), max_price=None)
    if question.pushkin:
        add(_("Pushkin card"), pushkin=False)
    if question.pushkin_pays:
        add(_("At any price by the Pushkin card"), pushkin_pays=False)


def active_chips(visit: Visit, question: EventFilter, addresses: Addresses) -> list[Chip]:
    """Every condition of the question as a chip that takes it away."""
    chips: list[Chip] = []

    def add(label: str, **without: Any) -> None:
        chips.append(Chip(label, addresses.changed(question, **without), remove=True))

    if question.q:
        add(_("“%(words)s”") % {"words": question.q}, q="")
    if question.since or question.until or question.when:
        add(_window(question), **ANY_TIME)
    fields: Fields = (
        ("kinds", lambda value: labels.label("kind", value)),
        ("districts", lambda value: labels.district(value, visit.version.stamp)),
        ("audiences", lambda value: labels.label("audience", value)),
        ("access", lambda value: labels.label("access", value)),
        ("languages", lambda value: labels.label("language", value)),
        ("facilities", lambda value: labels.label("facility", value)),
        ("benefits", lambda value: labels.benefit(value, visit.version.stamp)),
    )
    _add_values(question, fields, add)
    if question.age is not None:
        add(_("Age: %(age)s") % {"age": labels.age(question.age)}, age=None)
    _add_payment(question, add)
    if question.near:
        add(_("Within %(metres)d m") % {"metres": question.near.radius}, near=None)
    if not question.sure:
        add(typography.capitalised(labels.access_sure(sure=False)), sure=True)
    if question.online is not None:
        add(_("Without leaving home") if question.online else _("Not online"), online=None)
    for kind, object_id in (
        ("programme", question.programme),
        ("place", question.place),
        ("organisation", question.organisation),
    ):
        if object_id is not None:
            add(_named(visit, kind, object_id), **{kind: None})
    if question.events:
        number = len(question.events)
        label = ngettext("%(count)d chosen event", "%(count)d chosen events", number) % {"count": number}
        add(label, events=())
    return chips


def _window(question: EventFilter) -> str:
    if question.when:
        return when_label(question.when)
    first = local(question.since).date() if question.since else None
    # The end is the first moment that is out.
    last = local(question.until - timedelta(seconds=1)).date() if question.until else None
    if first and last:
        return typography.date_range(first, last)
    if first:
        return _("from %(day)s") % {"day": typography.date_short(first)}
    assert last is not None
    return _("until %(day)s") % {"day": typography.date_short(last)}


def directory_chips(visit: Visit, kind: str, question: DirectoryFilter, addresses: Addresses) -> list[Chip]:
    """Every condition of a question to the directory as a chip that takes it away."""
    chips: list[Chip] = []

    def add(label: str, **without: Any) -> None:
        chips.append(Chip(label, addresses.changed(question, **without), remove=True))

    if question.q:
        add(_("“%(words)s”") % {"words": question.q}, q="")
    fields: Fields = (
        ("kinds", lambda value: labels.label(f"{kind}_kind", value)),
        ("categories", lambda value: labels.label("category", value)),
        ("founder_levels", lambda value: labels.label("founder_level", value)),
        ("districts", lambda value: labels.district(value, visit.version.stamp)),
        ("access", lambda value: labels.label("access", value)),
    )
    _add_values(question, fields, add)
    if question.near:
        add(_("Within %(metres)d m") % {"metres": question.near.radius}, near=None)
    if not question.sure:
        add(typography.capitalised(labels.access_sure(sure=False)), sure=True)
    for field, object_kind in (("parent", kind), ("organisation", "organisation")):
        object_id = getattr(question, field)
        if object_id is not None:
            add(_named(visit, object_kind, object_id), **{field: None})
    return chips
