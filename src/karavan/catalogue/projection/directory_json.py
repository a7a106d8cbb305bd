"""Places, organisations and programmes as public JSON and facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from karavan.catalogue.facts import DirectoryFacts
from karavan.catalogue.facts import encode as encode_facts
from karavan.catalogue.projection import Projection
from karavan.catalogue.projection.shared import (
    LANGUAGES,
    access,
    address_of,
    analysed,
    choose,
    day,
    encode,
    labels,
    surfaces,
    title_keys,
)
from karavan.kernel.localtime import local
from karavan.kernel.text import fold, plain
from karavan.people.enums import FounderLevel, OrganisationKind
from karavan.people.queries import OrganisationView
from karavan.places.enums import Access, PlaceCategory, PlaceKind, Zone
from karavan.places.views import PlaceView
from karavan.programme.models import Programme

Released = tuple[int, datetime]
"""Number and moment of a release."""


@dataclass(frozen=True)
class Network:
    """What the records of a batch refer to, loaded once; only public records are in it."""

    places: Mapping[int, PlaceView]
    organisations: Mapping[int, OrganisationView]
    programmes: Mapping[int, Programme]
    halls: Mapping[int, Sequence[PlaceView]]
    branches: Mapping[int, Sequence[OrganisationView]]
    places_of: Mapping[int, Sequence[PlaceView]]
    parts_of: Mapping[int, Sequence[Programme]]
    organisers_of: Mapping[int, Sequence[int]]
    released: Mapping[int, Released]

    def organisation(self, number: int | None, lang: str) -> dict[str, str] | None:
        """Reference to a public organisation."""
        found = self.organisations.get(number) if number else None
        return organisation_reference(found, lang) if found else None


def organisation_reference(view: OrganisationView, lang: str) -> dict[str, str]:
    """An organisation as others name it."""
    return {"id": str(view.id), "name": choose(lang, view.short_name or view.name, view.name_en)}


def _named(view: PlaceView, lang: str) -> dict[str, Any]:
    return {"id": str(view.id), "name": choose(lang, view.name, view.name_en)}


def project_place(view: PlaceView, net: Network) -> Projection:
    """The public form of a place."""
    cards: dict[str, bytes] = {}
    details: dict[str, bytes] = {}
    for lang in LANGUAGES:
        parent = net.places.get(view.lineage_ids[-2]) if len(view.lineage_ids) > 1 else None
        card = {
            "id": str(view.id),
            "type": "place",
            "kind": view.kind,
            "kind_label": labels(PlaceKind, lang)[view.kind],
            "category": view.category,
            "name": choose(lang, view.name, view.name_en),
            "address": view.address,
            "district": view.district_code,
            "district_name": choose(lang, view.district_name, view.district_name_en),
            "lat": view.lat,
            "lon": view.lon,
            "coord_accuracy": view.coord_accuracy,
            "state": view.state,
            "state_reason": view.state_reason,
            "state_until": day(view.state_until),
            "capacity": view.capacity,
            "access": access(view.access),
            "access_demo": view.report.is_demo,
            "organisation": net.organisation(view.organisation_id, lang),
            "parent": _named(parent, lang) if parent else None,
            "demo": view.is_demo,
            "url": address_of(f"/places/{view.id}/", lang),
        }
        cards[lang] = encode(card)
        details[lang] = encode(card | _place_more(view, net, lang))
    return Projection("place", view.id, cards, details, encode_facts(_place_facts(view, net)), {})


def _place_more(view: PlaceView, net: Network, lang: str) -> dict[str, Any]:
    report = view.report
    zones: dict[Zone, dict[str, str]] = {}
    for (zone, category), state in sorted(report.assessments.items()):
        zones.setdefault(zone, {})[category.value] = state.value
    return {
        "description": choose(lang, view.description, view.description_en),
        "how_to_get_in": view.how_to_get_in,
        "website": view.website,
        "hours": [
            {"weekday": weekday, "opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}
            for weekday, opens, closes in view.weekly_hours
        ],
        "hours_demo": any(row.is_demo for row in view.schedule.weekly),
        "hours_exceptions": [
            {
                "day": item.day.isoformat(),
                "opens": f"{item.opens:%H:%M}" if item.opens else None,
                "closes": f"{item.closes:%H:%M}" if item.closes else None,
                "note": item.reason,
            }
            for item in view.schedule.exceptions
        ],
        "survey": None
        if report.surveyed_on is None
        else {
            "date": day(report.surveyed_on),
            "surveyor": report.surveyor,
            "demo": report.is_demo,
            "zones": [
                {"zone": zone.value, "label": labels(Zone, lang)[zone.value], "states": states}
                for zone, states in zones.items()
            ],
        },
        "help": sorted(profile.value for profile in report.with_help),
        "photos": [
            {
                "url": f"{settings.SITE_URL}{settings.MEDIA_URL}{photo.name}",
                "alt": photo.alt,
                "author": photo.author,
                "source": photo.source,
                "rights": photo.rights,
                "demo": photo.is_demo,
            }
            for photo in view.photos
        ],
        "heritage": None
        if view.heritage is None
        else {
            "protection": view.heritage.protection,
            "register_number": view.heritage.register_number,
            "built": view.heritage.built,
        },
        "halls": [_named(hall, lang) | {"capacity": hall.capacity} for hall in net.halls.get(view.id, ())],
    }


def _place_facts(view: PlaceView, net: Network) -> DirectoryFacts:
    organisation = net.organisations.get(view.organisation_id) if view.organisation_id else None
    names = [organisation.name, organisation.short_name, organisation.name_en] if organisation else []
    kinds = [labels(PlaceKind, lang)[view.kind] for lang in LANGUAGES]
    kinds += [labels(PlaceCategory, lang)[view.category] for lang in LANGUAGES]
    return DirectoryFacts(
        kind=view.kind,
        category=view.category,
        name=fold(view.name),
        parent_ids=list(view.lineage_ids),
        organisation_id=view.organisation_id,
        district=view.district_code,
        lat=view.lat,
        lon=view.lon,
        founder_level=organisation.founder_level if organisation else "",
        access_yes=[profile for profile, value in view.access.items() if value == Access.YES],
        access_unknown=[profile for profile, value in view.access.items() if value == Access.UNKNOWN],
        first_day=None,
        last_day=None,
        title_keys=title_keys(view.name, view.name_en),
        title_terms=analysed(view.name, view.name_en),
        place_terms=analysed(view.address, view.district_name, view.district_name_en, *kinds, *names),
        text_terms=analysed(view.description, view.description_en),
        surface=surfaces(view.name, view.name_en, *kinds),
    )


def project_organisation(view: OrganisationView, net: Network) -> Projection:
    """The public form of an organisation."""
    cards: dict[str, bytes] = {}
    details: dict[str, bytes] = {}
    for lang in LANGUAGES:
        above = view.lineage_ids[-2] if len(view.lineage_ids) > 1 else None
        card = {
            "id": str(view.id),
            "type": "organisation",
            "kind": view.kind,
            "kind_label": labels(OrganisationKind, lang)[view.kind],
            "founder_level": view.founder_level,
            "founder_label": labels(FounderLevel, lang)[view.founder_level],
            "name": choose(lang, view.name, view.name_en),
            "short_name": choose(lang, view.short_name, view.name_en),
            "parent": net.organisation(above, lang),
            "country": view.country,
            "since": view.since,
            "website": view.website,
            "demo": view.is_demo,
            "url": address_of(f"/organisations/{view.id}/", lang),
        }
        cards[lang] = encode(card)
        details[lang] = encode(
            card
            | {
                "description": view.description,
                "branches": [organisation_reference(item, lang) for item in net.branches.get(view.id, ())],
                "places": [
                    _named(item, lang) | {"address": item.address} for item in net.places_of.get(view.id, ())
                ],
                "former_names": [
                    {
                        "name": choose(lang, item.name, item.name_en),
                        "from": day(item.valid_from),
                        "to": day(item.valid_to),
                    }
                    for item in view.names
                    if item.valid_to is not None
                ],
            }
        )
    kinds = [labels(OrganisationKind, lang)[view.kind] for lang in LANGUAGES]
    places = net.places_of.get(view.id, ())
    facts = DirectoryFacts(
        kind=view.kind,
        category="",
        name=fold(view.name),
        parent_ids=list(view.lineage_ids),
        organisation_id=view.id,
        district=places[0].district_code if len(places) == 1 else "",
        lat=None,
        lon=None,
        founder_level=view.founder_level,
        access_yes=[],
        access_unknown=[],
        first_day=None,
        last_day=None,
        title_keys=title_keys(view.name, view.short_name, view.name_en),
        title_terms=analysed(view.name, view.short_name, view.name_en),
        place_terms=analysed(view.country, *kinds, *(place.address for place in places)),
        text_terms=analysed(view.description, *(item.name for item in view.names)),
        surface=surfaces(view.name, view.short_name, view.name_en, *kinds),
    )
    return Projection("organisation", view.id, cards, details, encode_facts(facts), {})


def released(last: Released | None) -> dict[str, Any] | None:
    """The last release of a programme; residents read at ``changes/`` below its address what it changed."""
    return None if last is None else {"number": last[0], "at": local(last[1]).isoformat(timespec="seconds")}


def _programme_card(programme: Programme, net: Network, lang: str) -> dict[str, Any]:
    texts = programme.translations.get(lang, {}) if lang != "ru" else {}
    parent = net.programmes.get(programme.parent_id) if programme.parent_id else None
    return {
        "id": str(programme.pk),
        "type": "programme",
        "slug": programme.slug,
        "title": texts.get("title") or programme.title,
        "summary": texts.get("summary") or programme.summary,
        "from": day(programme.date_from),
        "to": day(programme.date_to),
        "parent": None
        if parent is None
        else {
            "id": str(parent.pk),
            "slug": parent.slug,
            "title": parent.translations.get(lang, {}).get("title") or parent.title,
        },
        "demo": programme.is_demo,
        "url": address_of(f"/programmes/{programme.slug}/", lang),
    }


def project_programme(programme: Programme, net: Network) -> Projection:
    """The public form of a programme. The ``category`` of its facts is the slug of its address."""
    cards: dict[str, bytes] = {}
    details: dict[str, bytes] = {}
    for lang in LANGUAGES:
        card = _programme_card(programme, net, lang)
        cards[lang] = encode(card)
        line = [net.programmes[pk] for pk in programme.ancestor_ids if pk in net.programmes]
        more = {
            "text": (programme.translations.get(lang, {}).get("text") if lang != "ru" else "")
            or programme.text,
            "lineage": [_programme_card(item, net, lang) for item in line],
            "children": [_programme_card(item, net, lang) for item in net.parts_of.get(programme.pk, ())],
            "released": released(net.released.get(programme.pk)),
            "organisations": [
                reference
                for number in net.organisers_of.get(programme.pk, ())
                if (reference := net.organisation(number, lang))
            ],
        }
        details[lang] = encode(card | more)
    titles = [programme.title, *(texts.get("title", "") for texts in programme.translations.values())]
    bodies = [programme.summary, plain(programme.text)]
    for texts in programme.translations.values():
        bodies += [texts.get("summary", ""), plain(texts.get("text", ""))]
    facts = DirectoryFacts(
        kind="programme",
        category=programme.slug,
        name=fold(programme.title),
        parent_ids=programme.lineage_ids,
        organisation_id=None,
        district="",
        lat=None,
        lon=None,
        founder_level="",
        access_yes=[],
        access_unknown=[],
        first_day=programme.date_from.toordinal() if programme.date_from else None,
        last_day=programme.date_to.toordinal() if programme.date_to else None,
        title_keys=title_keys(*titles),
        title_terms=analysed(*titles),
        place_terms=[],
        text_terms=analysed(*bodies),
        surface=surfaces(*titles),
    )
    return Projection("programme", programme.pk, cards, details, encode_facts(facts), {})
