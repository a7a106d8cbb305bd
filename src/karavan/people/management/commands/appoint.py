import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from karavan.kernel.actions import unit_of_work
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import KaravanError
from karavan.kernel.localtime import today
from karavan.people.actions import assign_role, create_user
from karavan.people.enums import CITY_WIDE_ROLES, RoleKind
from karavan.people.models import User


class Command(BaseCommand):
    help = "Give a person a city-wide role; who does not sign in yet is added, and the password is asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="address to sign in with")
        parser.add_argument("--name", help="name of a person who is new here")
        parser.add_argument(
            "--role",
            choices=sorted(CITY_WIDE_ROLES),
            default=RoleKind.CITY_COORDINATOR.value,
            help="the role",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with unit_of_work():
                person = User.objects.filter(email__iexact=options["email"]).first() or self._added(options)
                assign_role(actor=SYSTEM, person=person, kind=options["role"], valid_from=today())
        except KaravanError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{person.email}: {RoleKind(options['role']).label}")

    def _added(self, options: dict[str, Any]) -> User:
        if not options["name"]:
            raise CommandError(f"Nobody signs in as {options['email']} yet: add --name.")
        password = getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        return create_user(actor=SYSTEM, email=options["email"], name=options["name"], password=password)
