"""What the editor of events costs: ``python -m bench.office.editing`` writes JSON to stdout.

CPU of this process in milliseconds, medians of several rounds, in a database of many events. Beside it stands
what the same page and the same save cost without the kit: a plain ModelForm of the same fields with a
template of Django's own, saved by ``form.save()`` without checks, journal or catalogue. All is rolled back.
"""

import gc
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django

ROUNDS, TIMES = 7, 8


def measured(call: Callable[[int], Any]) -> float:
    """The median CPU of a call; each gets the number of its turn."""
    call(-1)
    found = []
    for turn in range(ROUNDS):
        gc.collect()
        cpu = time.process_time()
        for number in range(TIMES):
            call(turn * TIMES + number)
        found.append((time.process_time() - cpu) * 1000 / TIMES)
    return round(statistics.median(found), 2)


def main() -> None:
    """Measure everything and write it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415 - after Django is set up

    with transaction.atomic():
        answer = figures(connection)
        transaction.set_rollback(True)
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1) + "\n")


def figures(connection: Any) -> dict[str, Any]:
    """All figures, by name."""
    from django.test import Client  # noqa: PLC0415

    from bench.inprocess import Counter  # noqa: PLC0415
    from karavan.people.models import User  # noqa: PLC0415
    from karavan.programme.models import Event  # noqa: PLC0415
    from karavan.programme.queries import editable_by  # noqa: PLC0415

    person = User.objects.get(email="library@demo.karavan.test")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person, backend="karavan.config.auth.PasswordBackend")
    own = editable_by(person).filter(status="published")
    event = own.filter(calendar="dates").order_by("pk").first() or own.order_by("pk")[0]
    new, edit = "/office/events/new/", f"/office/events/{event.pk}/edit/"
    found: dict[str, Any] = {"events": Event.objects.count(), "event": event.pk}

    def queries(call: Callable[[], Any]) -> int:
        counter = Counter()
        with connection.execute_wrapper(counter):
            answer = call()
        if answer.status_code >= 400:
            raise SystemExit(f"an answer of {answer.status_code}")
        return counter.number

    found["list_queries"] = queries(lambda: client.get("/office/events/"))
    found["new_queries"] = queries(lambda: client.get(new))
    found["edit_queries"] = queries(lambda: client.get(edit))
    sent = form_of(client.get(edit))
    found["save_queries"] = queries(lambda: client.post(edit, {**sent, "summary": "Первая правка"}))
    found["list_cpu_ms"] = measured(lambda _turn: client.get("/office/events/"))
    found["new_cpu_ms"] = measured(lambda _turn: client.get(new))
    found["edit_cpu_ms"] = measured(lambda _turn: client.get(edit))
    found["live_cpu_ms"] = measured(
        lambda turn: client.post(
            edit, {**sent, "title": f"Концерт {turn}"}, headers={"X-Karavan-Live": "kind missing"}
        )
    )
    found["save_cpu_ms"] = measured(
        lambda turn: client.post(edit, {**sent, "_base": "{}", "summary": f"Правка {turn}"})
    )
    found |= baseline(event)
    return found


def form_of(answer: Any) -> dict[str, list[str]]:
    """What a browser would send back of a page's form."""
    from office.events.filling_in import fields_of  # noqa: PLC0415 - of the tests

    return {**fields_of(answer), "do": ["save"]}


def baseline(event: Any) -> dict[str, float]:
    """The same without the kit."""
    from django.forms import modelform_factory  # noqa: PLC0415

    from karavan.programme.models import Event  # noqa: PLC0415

    names = [
        field.name
        for field in Event._meta.fields
        if field.editable
        and not field.primary_key
        and field.name not in ("sent_by", "translations", "picture")
    ]
    plain = modelform_factory(Event, fields=names)
    page = plain(instance=event)
    data = {
        name: value
        for name in names
        if (value := page.get_initial_for_field(page.fields[name], name)) is not None
    }
    data |= {name: json.dumps(data[name]) for name in ("languages", "audiences", "facilities")}

    def save(turn: int) -> None:
        form = plain({**data, "summary": f"Правка {turn}"}, instance=Event.objects.get(pk=event.pk))
        if not form.is_valid():
            raise SystemExit(str(form.errors))
        form.save()

    return {
        "plain_form_cpu_ms": measured(lambda _turn: str(plain(instance=Event.objects.get(pk=event.pk)))),
        "plain_save_cpu_ms": measured(save),
    }


if __name__ == "__main__":
    main()
