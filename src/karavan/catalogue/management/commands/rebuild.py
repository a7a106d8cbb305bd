from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from karavan.catalogue import actions


class Command(BaseCommand):
    help = "Build a derived table anew from the records, while the old one goes on being served."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["catalogue"], help="what to build anew")
        parser.add_argument(
            "--from-nothing",
            action="store_true",
            help="forget the old catalogue first: residents see none until it is built",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["from_nothing"]:
            actions.drop()
        changed = actions.rebuild(quiet=options["verbosity"] == 0)
        self.stdout.write(", ".join(f"{kind}: {number} changed" for kind, number in changed.items()))
