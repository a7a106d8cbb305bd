from typing import Any

from django.core.management.base import BaseCommand

from karavan.integrations.webpush.keys import make_private, public_of


class Command(BaseCommand):
    """``karavan vapid``."""

    help = "Make the key by which push services of browsers know this installation; nothing is stored."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        key = make_private()
        self.stdout.write(f"KARAVAN_VAPID_KEY={key}")
        self.stderr.write(f"Keep it secret. Browsers get its public half: {public_of(key)}")
