import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from karavan.kernel.tasks.worker import Worker


class Command(BaseCommand):
    help = "Work through the queue of tasks and queue what is due. Stops after the running task on SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--until-empty", action="store_true", help="end when no task is ready")
        parser.add_argument(
            "--poll", type=float, default=1.0, help="seconds between looks into an empty queue"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(poll=options["poll"])
        worker.listen_to_signals()
        start = time.monotonic()
        taken = worker.run(until_empty=options["until_empty"])
        if options["until_empty"]:
            self.stdout.write(f"{taken} tasks in {time.monotonic() - start:.1f} s")
