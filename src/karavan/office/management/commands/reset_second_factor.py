from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import KaravanError
from karavan.office.account.changes import reset_factors
from karavan.people.models import User


class Command(BaseCommand):
    help = "Take the second factors of a person who lost them away, and end their sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="address they sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError(f"Nobody signs in as {options['email']}.")
        try:
            count = reset_factors(actor=SYSTEM, person=person, reason="karavan reset_second_factor")
        except KaravanError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{person.email}: {count} taken away")
