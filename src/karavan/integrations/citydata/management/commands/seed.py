from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from karavan.integrations.citydata.pack import CITIES
from karavan.integrations.citydata.seeding import DEFAULT_EVENTS, seed_city


class Command(BaseCommand):
    """``karavan seed chelyabinsk --events 20000 --seed 7``."""

    help = "Put a city's data pack into the database: facts, recurring events, invented everyday events."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("city", choices=CITIES)
        parser.add_argument("--events", type=int, default=DEFAULT_EVENTS, help="everyday events to invent")
        parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same events")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["events"] < 0:
            raise CommandError("--events cannot be negative")
        seeded = seed_city(
            options["city"], events=options["events"], seed=options["seed"], progress=options["verbosity"] > 0
        )
        self.stdout.write(
            f"{seeded.organisations} organisations, {seeded.places} places, {seeded.programmes} programmes, "
            f"{seeded.annual_events} recurring events, {seeded.everyday_events} everyday events added"
        )
