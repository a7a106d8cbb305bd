import sys
import threading
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import Resolver404, resolve

from karavan.config.management.commands.serve import add_serving_arguments, serving
from karavan.config.supervise import Supervisor
from karavan.integrations.citydata.demo_people import PASSWORD, PEOPLE
from karavan.people.models import User


class Command(BaseCommand):
    help = "Serve and work: the server and one task worker together. Either's end stops the other."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_serving_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = serving(options)
        commands = {
            "server": chosen.command(),
            "worker": [sys.executable, "-m", "karavan.config.command", "worker"],
        }
        host = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
        greeter = threading.Thread(target=self._greet, args=(f"http://{host}:{chosen.port}",), daemon=True)
        greeter.start()
        code = Supervisor(commands, self._say).run()
        self._say("Stopped." if code == 0 else f"Stopped with {code}.")
        if code:
            sys.exit(code)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _greet(self, address: str) -> None:
        """Say where it is once it answers there, and with what to sign in."""
        probe = address.replace("//0.0.0.0:", "//127.0.0.1:")
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{probe}/health/live", timeout=2):  # noqa: S310 - our own address
                    break
            except OSError:
                time.sleep(0.1)
        else:
            return
        lines = ["", f"Karavan, {settings.CITY_NAME}: {address}", f"Open API:  {address}/api/v1/docs"]
        lines += self._sign_ins(address)
        self._say("\n".join([*lines, "Ctrl+C stops it.", ""]))

    def _sign_ins(self, address: str) -> list[str]:
        """The demonstration accounts, in demonstration mode and where they were seeded."""
        if not settings.DEMO:
            return []
        emails = [person.email for person in PEOPLE]
        found = User.objects.filter(is_demo=True, is_active=True, email__in=emails).order_by("pk")
        lines = [f"  {user.email}   {user.name}" for user in found]
        if not lines:
            return []
        try:
            resolve(settings.LOGIN_URL)
        except Resolver404:
            where = ""
        else:
            where = f" at {address}{settings.LOGIN_URL}"
        return [f"Demonstration sign-ins{where}, password {PASSWORD}:", *lines]
