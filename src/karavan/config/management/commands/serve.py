import os
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from karavan.config import env, guard
from karavan.config.serving import Serving


def add_serving_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default=env.text("KARAVAN_HOST", "127.0.0.1"), help="address to listen on")
    parser.add_argument(
        "--port", type=int, default=env.number("KARAVAN_PORT", 8000), help="port to listen on"
    )
    parser.add_argument(
        "--workers", type=int, default=env.number("KARAVAN_WORKERS", 1), help="server processes"
    )
    parser.add_argument(
        "--threads", type=int, default=env.number("KARAVAN_THREADS", 4), help="threads of each process"
    )


def serving(options: dict[str, Any]) -> Serving:
    """The arguments as a value; refuses what production must not have."""
    try:
        guard.refuse_unsafe_start()
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from error
    if options["workers"] < 1 or options["threads"] < 1:
        raise CommandError("--workers and --threads are at least 1")
    return Serving(options["host"], options["port"], options["workers"], options["threads"])


class Command(BaseCommand):
    help = "Serve the portal, the office and the API. Stops cleanly on SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_serving_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        command = serving(options).command()
        # Replaces this process, so that signals and the exit code are the server's own.
        os.execv(command[0], command)  # noqa: S606 - no shell
