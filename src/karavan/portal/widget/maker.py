"""The page where an institution makes its widget and copies the code."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from csp.decorators import csp_update
from django.http import HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from karavan.catalogue.querystring import to_query
from karavan.portal.answer import Shorter, Visit, page, render
from karavan.portal.filters import Addresses, active_chips
from karavan.portal.site import here, with_query
from karavan.portal.widget import codes, colours, form, wanted
from karavan.portal.widget.shown import list_url, name_of
from karavan.portal.widget.wanted import COLOURS, Wanted


@dataclass(frozen=True)
class Unreadable:
    """A colour that cannot be read: which field, why in words, the nearest that can be, and its address."""

    name: str
    text: str
    better: str
    url: str


@csp_update({"frame-src": ["'self'"]})
@page
def maker(visit: Visit) -> HttpResponse:
    """The form, the widget itself in a frame, and its code."""
    pairs = visit.pairs()
    given = {name: value.strip() for name, value in pairs}
    named = {name for name, _value in pairs}
    if "theme" not in named:
        pairs.append(("theme", form.THEME))
    asked, problems = wanted.read(form.parameters(pairs))
    find = given.get("find", "")
    path = here("/widget/")
    canonical = form.address_of(asked, find)
    sent_by_form = bool({"whose", "free"} & named) or len(named) < len(visit.pairs())
    if not problems and sent_by_form:
        raise Shorter(with_query(path, canonical))
    filled = form.filled(asked, given, visit)
    filled.full_clean()
    for field in [field for field in problems if field in filled.fields]:
        filled.add_error(field, problems.pop(field))
    is_wrong = bool(filled.errors or problems)
    unreadable = list(_unreadable(asked, path, find))
    for one in unreadable:
        filled.add_error(one.name, one.text)
    name, rest = name_of(asked.question, visit), form.rest_of(asked)
    context: dict[str, Any] = {
        "title": _("Events on your site"),
        "og_title": _("Events on your site"),
        "description": _(
            "Put the events of your institution on your own site: choose, copy the code, paste."
        ),
        "form": filled,
        "action": path,
        "notices": [f"{name}: {' '.join(lines)}" for name, lines in problems.items()],
        "kept": parse_qsl(to_query(rest)),
        "kept_words": [chip.label for chip in active_chips(visit, rest, Addresses(path))],
        "without_kept": with_query(path, form.address_of(form.without_rest(asked), find)),
        "unreadable": unreadable,
        "is_wrong": is_wrong,
        "show_path": codes.show_path(asked),
        "height": codes.frame_height(asked),
        "script_code": codes.script_code(asked, name, list_url(asked.question)),
        "frame_code": codes.frame_code(asked, name),
        "name": name,
    }
    return render(visit, "portal/widget/maker.html", context, query=canonical)


def _unreadable(asked: Wanted, path: str, find: str) -> Iterator[Unreadable]:
    """Text and accent that cannot be read on the background, under each theme the widget may have."""
    own = dict(asked.colours)
    said = set()
    for theme in [asked.theme] if asked.theme else list(form.USUAL_COLOURS):
        all_colours = form.USUAL_COLOURS[theme] | own
        paper = all_colours["paper"]
        for name in ("ink", "accent"):
            colour = all_colours[name]
            better = colours.readable(colour, paper)
            if better == colour or name in said:
                continue
            said.add(name)
            changed = tuple((one, (own | {name: better}).get(one, "")) for one in COLOURS)
            healed = replace(asked, colours=tuple(pair for pair in changed if pair[1]))
            ratio = colours.contrast(colour, paper)
            yield Unreadable(
                name,
                _("Cannot be read on this background: contrast %(ratio)s to 1, at least 4.5 is needed.")
                # Rounded down: 4.48 must not read as enough.
                % {"ratio": number_format(math.floor(ratio * 10) / 10, 1)},
                better,
                with_query(path, form.address_of(healed, find)),
            )
