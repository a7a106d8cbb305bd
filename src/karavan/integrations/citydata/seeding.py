"""Puts a city's pack into the database: everything by actions, signed by the system."""

from dataclasses import dataclass

from django.conf import settings
from tqdm import tqdm

from karavan.integrations.citydata import pack as packs
from karavan.integrations.citydata.benefits import seed_benefits
from karavan.integrations.citydata.calendar import seed_annual_events, seed_programmes
from karavan.integrations.citydata.demo_diary import leave_plans
from karavan.integrations.citydata.demo_people import seed_people, show_to_guest
from karavan.integrations.citydata.demo_places import seed_hours, seed_surveys
from karavan.integrations.citydata.demo_work import leave_work
from karavan.integrations.citydata.everyday_seed import seed_everyday
from karavan.integrations.citydata.ground import Ground
from karavan.integrations.citydata.network import seed_organisations
from karavan.kernel.actions import unit_of_work

DEFAULT_EVENTS = 9_000
"""The real grain of Chelyabinsk: about 22 small events a day from 2026-11-23 to 2027-12-31."""


@dataclass(frozen=True)
class Seeded:
    """How many records the pack now has, and how many everyday events are new."""

    organisations: int
    places: int
    programmes: int
    annual_events: int
    everyday_events: int
    people: int


def seed_city(city: str, *, events: int = DEFAULT_EVENTS, seed: int = 7, progress: bool = False) -> Seeded:
    """Seed a city. The same arguments give the same records; a second run corrects and completes.

    ``events`` everyday events are invented; a larger number only adds to a smaller one. The facts are one
    transaction, the events one for every 500, so a killed run is finished by the next. Demonstration people
    are made only where the setting DEMO is on. Raises KeyError for a city without a pack.
    """
    pack = packs.load(city)
    with unit_of_work(), tqdm(total=6, desc="facts", unit=" tables", disable=not progress) as bar:
        organisations = seed_organisations(pack)
        bar.update()
        places = Ground(pack, organisations).seed()
        bar.update()
        seed_hours(pack, places)
        seed_surveys(pack, places, seed=seed)
        bar.update()
        benefits = seed_benefits(pack)
        programmes = seed_programmes(pack, organisations)
        bar.update()
        annual = seed_annual_events(pack, organisations, places, programmes)
        bar.update()
        people = seed_people() if settings.DEMO else []
        bar.update()
    fresh = seed_everyday(
        pack, organisations, places, programmes, benefits, events=events, seed=seed, progress=progress
    )
    if settings.DEMO:
        show_to_guest()
        leave_work()
        leave_plans()
    return Seeded(
        organisations=len({organisation.pk for organisation in organisations.values()}),
        places=len({place.pk for place in places.values()}),
        programmes=len(programmes),
        annual_events=len(annual),
        everyday_events=fresh,
        people=len(people),
    )
