from typing import Any

from django.conf import settings
from django.core.management.commands import check


class Command(check.Command):
    help = "Check the installation; outside demonstration mode also for what production must not have."

    def handle(self, *app_labels: Any, **options: Any) -> None:
        if not settings.DEMO:
            options["deploy"] = True
        super().handle(*app_labels, **options)
