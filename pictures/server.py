"""`python -m pictures.server HOME PORT`: a small city at a fixed moment, served until it is told to stop.

Prints one line of JSON when it answers: `addresses` of the records, `session` a staff cookie, `sessions`
those of everybody in pictures.office.
"""

import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any


def main(home: Path, port: int) -> None:
    """Build the city anew in `home` and serve it."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "pictures.settings",
        "KARAVAN_DEMO": "1",
        "KARAVAN_VAR": str(home),
        "KARAVAN_PORT": str(port),
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "KARAVAN_CONTACT_EMAIL": "dostup@example.org",
    }
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)

    # Django reads the settings above when it is imported into, so not before they stand.
    import django  # noqa: PLC0415

    django.setup()
    _serve(port)


def _serve(port: int) -> None:
    import time_machine  # noqa: PLC0415
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.core.servers.basehttp import ThreadedWSGIServer  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.testcases import QuietWSGIRequestHandler  # noqa: PLC0415

    from karavan.places.models import Place  # noqa: PLC0415
    from pictures import office, town  # noqa: PLC0415

    with time_machine.travel(town.NOW, tick=True):
        call_command("compile_translations", verbosity=0, stdout=sys.stderr)
        call_command("migrate", verbosity=0, interactive=False)
        addresses = town.build()
        people, more = office.build(Place.objects.get(pk=addresses["place"].split("/")[2]))
        addresses |= more
        sessions = {name: _session(person) for name, person in people.items()}
        client = Client(SERVER_NAME="127.0.0.1")
        # The first page of a kind costs seconds: the index is built, fonts for print are read.
        for address in ("/", "/events/", f"/og/event/{addresses['event-number']}.png"):
            client.get(address)
        server = ThreadedWSGIServer(("127.0.0.1", port), QuietWSGIRequestHandler)
        server.set_app(WSGIHandler())
        ready = {"addresses": addresses, "session": sessions["coordinator"], "sessions": sessions}
        print(json.dumps(ready), flush=True)
        server.serve_forever()


def _session(person: Any) -> str:
    """The cookie of somebody who came in just now, so that no page asks again who it is."""
    from django.test import Client  # noqa: PLC0415

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return str(client.cookies["sessionid"].value)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
