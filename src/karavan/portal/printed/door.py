"""The poster for a door: an event on one page of A4 or A3.

``data`` of ``ui/print/door.typ``: ``width`` of the sheet in mm, ``lang``, ``title`` of the document,
``headline``, ``kind``, ``age``, ``when`` (day, words, time, hours as pairs, notes), ``dates`` (day, time,
off, mark) with ``dates_title`` and ``dates_left``, ``place``, ``address``, ``price``, ``benefits``,
``access``, ``access_note``, ``organisers``, ``organisers_line``, ``band`` (words, strong) or None, ``demo``
(word, words) or None, ``url``, ``short`` (the address as people type it), ``qr`` and ``logo`` as SVG,
``labels``; ``art`` or ``picture`` with ``picture_alt`` and ``credit``.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from karavan.catalogue.families import EVENT_FAMILIES
from karavan.portal import labels, site, wording
from karavan.portal.printed.sheets import MARK, Art, Sheet
from karavan.portal.printed.when import When, when
from karavan.ui import typography
from karavan.ui.qr import qr_svg

Record = Mapping[str, Any]

WIDTHS = {"a4": 210, "a3": 297}
BENEFITS_SHOWN = 4
FREE_LETTERS = 90
"""Names of those who enter free, as far as they stay readable from a step away."""


def door_sheet(record: Record, now: datetime, size: str) -> Sheet:
    """The poster of an event's whole record in the active language; ``size`` is one of WIDTHS."""
    moment = when(record, now)
    return Sheet(
        "door",
        "pdf",
        door_data(record, moment) | {"width": WIDTHS[size]},
        event_art(record, "3:4"),
        filename=f"poster-{record['id']}-{size}.pdf",
    )


def event_art(record: Record, ratio: Any) -> Art:
    """The picture of an event, or its generated poster."""
    picture = record["picture"]
    photo = site.own(picture["url"]).removeprefix(settings.MEDIA_URL) if picture else ""
    return Art(EVENT_FAMILIES[record["kind"]], f"event-{record['id']}", ratio, photo)


def door_data(record: Record, moment: When) -> dict[str, Any]:
    """What the poster says; see the module."""
    place = record["place"]
    address = f"{settings.SITE_URL}{site.own(record['url'])}"
    organisers = [item["name"] for item in record["organisers"]]
    names = ", ".join(organisers)
    return {
        "lang": site.language(),
        "title": f"{record['title']} · {_('Karavan')}",
        "headline": typography.glue(record["title"]),
        "kind": record["kind_label"],
        "age": record["age_mark"] or "",
        "when": {
            "day": moment.day,
            "words": moment.words,
            "time": moment.time,
            "hours": moment.hours,
            "notes": _notes(record, moment),
        },
        "dates": moment.further,
        "dates_title": _("Further dates"),
        "dates_left": moment.left,
        "place": typography.glue(place["name"]) if place else _("Online") if record["online_url"] else "",
        "address": typography.glue(place["address"]) if place else "",
        "price": typography.capitalised(wording.price(record["price"])),
        "benefits": benefits(record),
        "access": access_words(record) if place else [],
        "access_note": _survey_note(record),
        "organisers": organisers,
        "organisers_line": ngettext("Organiser: %(names)s", "Organisers: %(names)s", len(organisers))
        % {"names": names}
        if names
        else "",
        "band": band(record, moment),
        "demo": {"word": _("Demo"), "words": _("made to show the portal, not a real announcement")}
        if record["demo"]
        else None,
        "url": address,
        "short": address.rsplit("://", maxsplit=1)[-1].rstrip("/"),
        "qr": qr_svg(address, quiet=0),
        "qr_alt": _("QR code of %(address)s") % {"address": address},
        "logo": MARK,
        "site": f"{_('Karavan')} · {_('what is on in %(city)s') % {'city': site.city()}}",
        "labels": {"where": _("Where"), "price": _("Price"), "access": _("How one gets in")},
        "picture_alt": record["picture"]["alt"] if record["picture"] else "",
        "credit": _("Picture: %(author)s, %(source)s") % record["picture"] if record["picture"] else "",
    }


def _notes(record: Record, moment: When) -> list[str]:
    """What stands small under the time."""
    notes = [moment.session["note"]] if moment.session and moment.session["note"] else []
    if record["status"] == "cancelled" and record["status_reason"]:
        notes.insert(0, record["status_reason"])
    if record["entry"] == "registration":
        notes.append(_("by registration"))
    return [typography.glue(note[:120]) for note in notes]


def band(record: Record, moment: When) -> dict[str, Any] | None:
    """The word across the picture that nobody may miss."""
    session = moment.session
    status = session["status"] if session else ""
    if "cancelled" in {record["status"], status}:
        return {"words": pgettext("poster", "Cancelled"), "strong": True}
    if session and status == "moved":
        old = wording.moment(session["moved_from"]) if session["moved_from"] else None
        words = pgettext("poster", "Moved")
        if old:
            words = _("Moved from %(day)s, %(time)s") % {
                "day": typography.date_short(old),
                "time": typography.time_text(old),
            }
        return {"words": words, "strong": False}
    if status == "sold_out":
        return {"words": pgettext("poster", "Sold out"), "strong": False}
    return None


def benefits(record: Record) -> list[str]:
    """The benefits that everybody of their kind has, shortest way: «Бесплатно: …», «Пенсионеры — 200 ₽»."""
    plain = [item for item in record["tariffs"] if not item["days_of_month"] and not item["quota"]]
    free = [item["name"] for item in plain if item["kind"] == "free" or item["price"] == 0]
    lines = [
        f"{item['name']}{typography.NBSP}— {typography.price_range(wording.amount(item['price']))}"
        for item in plain
        if item["price"]
    ]
    some = [name for number, name in enumerate(free) if len("".join(free[: number + 1])) <= FREE_LETTERS]
    if some:
        lines.insert(0, _("Free: %(names)s") % {"names": " · ".join(some)})
    shown = [typography.glue(line) for line in lines[:BENEFITS_SHOWN]]
    if len(record["tariffs"]) > len(plain) or len(lines) > len(shown) or len(free) > len(some):
        shown.append(_("All benefits are on the page of the event"))
    return shown


def access_words(record: Record) -> list[str]:
    """How one gets in, in words, and only what is known; what nobody surveyed is not on the poster."""
    access = record["access"]
    door = {"yes": _("step-free"), "no": _("there are steps")}.get(access["wheelchair"], "")
    pram = _("fine with a pram") if access["rollator"] == "yes" and access["wheelchair"] != "yes" else ""
    others = {
        "low_vision": _("low vision"),
        "blind": _("the blind"),
        "hearing": _("the hard of hearing"),
    }
    plain = _("explained in plain words") if access["intellectual"] == "yes" else ""
    suited = [name for profile, name in others.items() if access[profile] == "yes"]
    line = _("Suited to %(people)s") % {"people": ", ".join(suited)} if suited else ""
    offered = [labels.label("facility", name) for name in record["facilities"]]
    lines = [text for text in (door, pram, *offered, line, plain) if text]
    return [typography.glue(typography.capitalised(text)) for text in lines[:6]]


def _survey_note(record: Record) -> str:
    survey = record["survey"]
    if survey is None or not access_words(record):
        return ""
    day = typography.date_short(wording.day(survey["date"]), year=True)
    if survey["demo"]:
        return _("demonstration survey")
    return _("surveyed on %(day)s") % {"day": day}
