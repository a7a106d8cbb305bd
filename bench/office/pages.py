"""CPU of the office's pages in one process, and of the same rows by Django's generic list.

``python -m bench.office.pages`` writes JSON to stdout. A page passes the whole application with its session
and its checks of rights; the rival is a bare view with neither.
"""

import gc
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any
from urllib.parse import quote

import msgspec
from django.db import connection

from bench.inprocess import Client, Counter
from bench.samples import Spread

ROUNDS, REQUESTS = 9, 8
PEOPLE = {"editor": "library@demo.karavan.test", "coordinator": "coordinator@demo.karavan.test"}

LISTS = (
    ("events, own organisation", "editor", "/office/events/"),
    ("events, whole city", "coordinator", "/office/events/"),
    ("events, filtered and sorted", "coordinator", "/office/events/?status=published&sort=title"),
    ("events, words", "coordinator", f"/office/events/?q={quote('концерт')}"),
    ("events, page 200", "coordinator", "/office/events/?page=200"),
    ("places", "coordinator", "/office/places/"),
    ("programmes", "coordinator", "/office/programmes/"),
    ("organisations", "coordinator", "/office/organisations/"),
    ("people", "coordinator", "/office/people/"),
)
PAGES = (
    ("today, editor", "editor", "/office/"),
    ("today, coordinator", "coordinator", "/office/"),
    ("month", "editor", "/office/calendar/"),
    ("halls of a week", "editor", "/office/halls/"),
    ("an event", "editor", "/office/events/{event}/"),
    ("new event, form", "editor", "/office/events/new/"),
    ("an event, form", "editor", "/office/events/{event}/edit/"),
    ("a place", "coordinator", "/office/places/{place}/"),
    ("find", "coordinator", f"/office/find/?q={quote('концерт')}"),
)


def cookie_of(email: str) -> str:
    """A session of a person, as signing in makes it."""
    from django.conf import settings  # noqa: PLC0415 - after Django is set up
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415

    from karavan.people.models import User  # noqa: PLC0415

    user = User.objects.get(email=email)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), "karavan.config.auth.PasswordBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def spread_of(ask: Callable[[], Any]) -> dict[str, float]:
    """CPU of a call in milliseconds: middle, least and most of the rounds' means."""
    ask()
    found = []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.process_time()
        for _ in range(REQUESTS):
            ask()
        found.append((time.process_time() - start) * 1000 / REQUESTS)
    spread = Spread.of(found)
    return {"middle": spread.middle, "least": spread.least, "most": spread.most}


def look(client: Client, address: str, cookie: str) -> dict[str, Any]:
    """Status, queries and bytes of a page, and its CPU where it answers as it should."""
    headers = {"Cookie": cookie}
    client.ask(address, headers)
    counter = Counter()
    with connection.execute_wrapper(counter):
        status, body, _ = client.ask(address, headers)
    found: dict[str, Any] = {"status": status, "queries": counter.number, "bytes": len(body), "cpu": None}
    if status == 200:
        found["cpu"] = spread_of(lambda: client.ask(address, headers))
    return found


CELLS = (
    '<a href="{{ row.pk }}/">{{ row.title }}</a>',
    "{{ row.get_kind_display }}",
    '{% with row.sessions.all|first as one %}{{ one.starts_at|date:"j b, H:i" }}{% endwith %}',
    "{{ row.place.name }}",
    "{{ row.get_status_display }}",
    "{% for one in row.organisers.all %}{{ one.organisation }}{% endfor %}",
    '{{ row.updated_at|date:"j b, H:i" }}',
)
RIVAL = (
    "<!doctype html><title>Events</title><table>{% for row in page %}<tr>"
    + "".join(f"<td>{cell}</td>" for cell in CELLS)
    + "</tr>{% endfor %}</table>{{ page.number }} / {{ page.paginator.num_pages }}"
)


def rival() -> dict[str, float]:
    """50 rows of all events by a paginator and a template of Django, without session, rights or frame.

    Written as somebody would who knows Django well: what a row shows is read for the page at once.
    """
    from django.core.paginator import Paginator  # noqa: PLC0415 - after Django is set up
    from django.template import engines  # noqa: PLC0415

    from karavan.programme.models import Event  # noqa: PLC0415

    template = engines["django"].from_string(RIVAL)

    def ask() -> str:
        rows = Event.objects.select_related("place").defer("text", "easy_text", "translations")
        rows = rows.prefetch_related("sessions", "organisers__organisation").order_by("-updated_at", "-pk")
        page = Paginator(rows, 50)
        return template.render({"page": page.get_page(1)})

    return spread_of(ask)


def main() -> None:
    """Measure everything and write it as JSON."""
    from karavan.config.wsgi import application  # noqa: PLC0415 - sets Django up
    from karavan.people.models import Organisation  # noqa: PLC0415
    from karavan.programme.models import Event, EventOrganiser  # noqa: PLC0415

    client = Client(application)
    cookies = {who: cookie_of(email) for who, email in PEOPLE.items()}
    library = Organisation.objects.get(source_id="chelyabinsk:O-CBS")
    own = EventOrganiser.objects.filter(organisation__path__startswith=library.path, role="lead")
    event = own.filter(event__place__isnull=False).order_by("pk")[5].event
    ids = {"event": event.pk, "place": event.place_id}
    answer = {
        "events": Event.objects.count(),
        "lists": [{"name": name, **look(client, address, cookies[who])} for name, who, address in LISTS],
        "pages": [
            {"name": name, **look(client, address.format(**ids), cookies[who])}
            for name, who, address in PAGES
        ],
        "rival": rival(),
    }
    sys.stdout.buffer.write(msgspec.json.encode(answer))


if __name__ == "__main__":
    main()
