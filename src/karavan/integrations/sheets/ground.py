"""What the rows of a list may name, loaded once: organisations in reach, places, programmes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from karavan.integrations.sheets.models import Source
from karavan.integrations.sheets.words import Choice, choice_of_records
from karavan.kernel.actor import Actor
from karavan.kernel.localtime import today
from karavan.people.models import Organisation
from karavan.people.rules import Reach, editing_reach, managing_reach
from karavan.places.models import District, Place
from karavan.places.queries import visible_to as places_visible_to
from karavan.programme.models import Programme
from karavan.programme.queries import programmes_visible_to

SEPARATOR = " — "
"""Between a house and its hall in drop-downs."""


@dataclass
class Ground:
    """Who uploads for which organisation, from which source. Everything else is asked for when needed."""

    actor: Actor
    organisation: Organisation | None = None
    """Rows that name none belong to it; only it and what lies below may be named. None: all in reach."""
    source: Source | None = None

    @cached_property
    def today(self) -> date:
        """The local day; the whole batch is judged by one."""
        return today()

    @cached_property
    def editing(self) -> Reach:
        """What the actor may edit."""
        return editing_reach(self.actor)

    @cached_property
    def managing(self) -> Reach:
        """Where the actor manages people."""
        return managing_reach(self.actor)

    def _within(self, reach: Reach) -> list[Organisation]:
        rows = Organisation.objects.filter(reach.query())
        if self.organisation is not None:
            rows = rows.under(self.organisation)
        return list(rows.order_by("path"))

    @cached_property
    def organisations(self) -> list[Organisation]:
        """Those that rows may belong to."""
        return self._within(self.editing)

    @cached_property
    def managed(self) -> list[Organisation]:
        """Those to which people may be added."""
        return self._within(self.managing)

    @cached_property
    def organisation_by_id(self) -> dict[int, Organisation]:
        """Those in reach by id."""
        return {one.pk: one for one in self.organisations}

    @cached_property
    def all_organisations(self) -> list[Organisation]:
        """Every organisation, to be named as a partner or to be found again."""
        return list(Organisation.objects.order_by("pk"))

    @cached_property
    def places(self) -> list[Place]:
        """All places that the actor may name, those of the own organisations first."""
        own = set(self.organisation_by_id)
        rows = places_visible_to(self.actor).order_by("path")
        return sorted(rows, key=lambda place: place.organisation_id not in own)

    @cached_property
    def own_places(self) -> list[Place]:
        """Places of the own organisations."""
        own = set(self.organisation_by_id)
        return [place for place in self.places if place.organisation_id in own]

    @cached_property
    def place_by_id(self) -> dict[int, Place]:
        """Places by id."""
        return {place.pk: place for place in self.places}

    def place_label(self, place: Place) -> str:
        """«Дом культуры — Большой зал»."""
        above = self.place_by_id.get(place.parent_id or 0)
        if place.level == "hall" and above is not None:
            return f"{above.name}{SEPARATOR}{place.name}"
        return place.name

    @cached_property
    def programmes(self) -> list[Programme]:
        """Programmes that the actor may name."""
        return list(programmes_visible_to(self.actor).order_by("title", "pk"))

    @cached_property
    def districts(self) -> list[District]:
        """All districts."""
        return list(District.objects.order_by("name", "pk"))

    @cached_property
    def organisation_choice(self) -> Choice:
        """Finds an organisation that rows may belong to."""
        return organisations_by_name(self.organisations, _("an organisation of yours"))

    @cached_property
    def managed_choice(self) -> Choice:
        """Finds an organisation to which people may be added."""
        return organisations_by_name(self.managed, _("an organisation of yours"))

    @cached_property
    def partner_choice(self) -> Choice:
        """Finds any organisation."""
        return organisations_by_name(self.all_organisations, _("an organisation"))

    @cached_property
    def place_choice(self) -> Choice:
        """Finds a place: own ones first, so that «Большой зал» is one's own."""
        own = choice_of_records(self._place_names(self.own_places), _("a place"))
        every = choice_of_records(self._place_names(self.places), _("a place"))
        return Choice({**every.values, **own.values}, every.what, {**every.shown, **own.shown})

    def _place_names(self, places: Iterable[Place]) -> Iterable[tuple[str, int]]:
        for place in places:
            yield self.place_label(place), place.pk
            yield place.name, place.pk
            if place.address:
                yield f"{place.name}, {place.address}", place.pk

    @cached_property
    def programme_choice(self) -> Choice:
        """Finds a programme."""
        pairs = [(programme.title, programme.pk) for programme in self.programmes]
        return choice_of_records(pairs, _("a programme"))


def organisations_by_name(rows: Iterable[Organisation], what: str) -> Choice:
    """Finds organisations by their full or short name."""
    names = [(name, row.pk) for row in rows for name in dict.fromkeys((row.name, row.short_name)) if name]
    return choice_of_records(names, what)
