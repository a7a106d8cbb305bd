"""Measures the WSGI application in this one process: ``python -m bench.inprocess`` writes JSON to stdout.

Each request passes the whole application with all middleware, and its response is closed as a server does.
CPU is that of this process, the client's part (a dictionary and a loop) included.
"""

import gc
import io
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
import psutil
from django.db import connection

from bench.cases import Case, cases, totals
from bench.samples import Measure

ROUNDS = 7
REQUESTS = 24


def environ(address: str, headers: dict[str, str]) -> dict[str, Any]:
    """The WSGI environment of a GET."""
    parts = urlsplit(address)
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote(parts.path).encode().decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "REMOTE_ADDR": "127.0.0.1",
        "SCRIPT_NAME": "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }


class Client:
    """Asks an application."""

    def __init__(self, application: Any) -> None:
        self.application = application

    def ask(self, address: str, headers: dict[str, str] | None = None) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers of the answer."""
        told: dict[str, Any] = {}

        def start_response(status: str, fields: list[tuple[str, str]], _error: Any = None) -> None:
            told.update(status=int(status[:3]), headers=dict(fields))

        answer: Iterable[bytes] = self.application(environ(address, headers or {}), start_response)
        try:
            body = b"".join(answer)
        finally:
            answer.close()  # type: ignore[attr-defined]
        return told["status"], body, told["headers"]

    def fetch(self, address: str) -> tuple[int, bytes, str]:
        """As :data:`bench.cases.Fetch` wants it."""
        status, body, headers = self.ask(address)
        return status, body, headers.get("ETag", "")


class Counter:
    """Counts SQL queries."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.number += 1
        return execute(sql, params, many, context)


def look(client: Client, case: Case) -> Measure:
    """Ask every address once: warm up, count queries and bytes."""
    found = Measure(case.name, 0, case.expected)
    for address, headers in zip(case.addresses, case.headers(client.fetch), strict=True):
        client.ask(address, headers)
        counter = Counter()
        with connection.execute_wrapper(counter):
            status, body, _ = client.ask(address, headers)
        if status != case.expected:
            return Measure(case.name, status, case.expected)
        found.status = status
        found.queries = max(found.queries, counter.number)
        found.size = max(found.size, len(body))
        if body:
            found.gzipped = max(found.gzipped, len(client.ask(address, {"Accept-Encoding": "gzip"})[1]))
    return found


def measure(client: Client, all_cases: list[Case]) -> list[Measure]:
    """Several rounds of all cases, one after the other, so that a slow minute falls on each alike."""
    found = [look(client, case) for case in all_cases]
    walls = [0.0] * len(found)
    for _ in range(ROUNDS):
        for index, case in enumerate(all_cases):
            if found[index].status == case.expected:
                walls[index] += _round(client, case, found[index])
    for item, wall in zip(found, walls, strict=True):
        item.rate = ROUNDS * REQUESTS / wall if wall else 0.0
    return found


def _round(client: Client, case: Case, found: Measure) -> float:
    sent = case.headers(client.fetch)
    gc.collect()
    began, cpu = time.perf_counter(), time.process_time()
    for number in range(REQUESTS):
        which = number % len(sent)
        start = time.perf_counter()
        client.ask(case.addresses[which], sent[which])
        found.latency.append((time.perf_counter() - start) * 1000)
    found.cpu.append((time.process_time() - cpu) * 1000 / REQUESTS)
    return time.perf_counter() - began


def load(client: Client) -> dict[str, float]:
    """What the first answer of a fresh worker costs, the application itself being imported."""
    start, cpu = time.perf_counter(), time.process_time()
    client.ask("/api/v1/events")
    return {
        "first_answer_ms": (time.perf_counter() - start) * 1000,
        "first_answer_cpu_ms": (time.process_time() - cpu) * 1000,
    }


def change(client: Client) -> dict[str, list[float]]:
    """One event changed again and again: the action, then the first list that follows it."""
    from karavan.kernel.actor import SYSTEM  # noqa: PLC0415 - after Django is set up
    from karavan.programme.actions import update_event  # noqa: PLC0415
    from karavan.programme.models import Event  # noqa: PLC0415

    event = Event.objects.filter(source="demonstration", status="published").order_by("pk")[100]
    summary = event.summary
    figures: dict[str, list[float]] = {"action_cpu_ms": [], "next_answer_cpu_ms": []}
    for number in range(8):
        cpu = time.process_time()
        event = update_event(
            actor=SYSTEM, event=event, summary=f"{summary} {number}" if number < 7 else summary
        )
        figures["action_cpu_ms"].append((time.process_time() - cpu) * 1000)
        cpu = time.process_time()
        client.ask("/api/v1/events")
        figures["next_answer_cpu_ms"].append((time.process_time() - cpu) * 1000)
    return figures


def main() -> None:
    """Measure everything and write it as JSON."""
    from karavan.config.wsgi import application  # noqa: PLC0415 - sets Django up

    client = Client(application)
    client.ask("/api/v1/bench-constant")
    loading = load(client)
    all_cases = cases(client.fetch)
    found = measure(client, all_cases)
    answer = {
        "loading": loading,
        "totals": totals(client.fetch),
        "cases": [item.summary() for item in found],
        "addresses": [asdict(case) for case in all_cases],
        "change": change(client),
        "uss_mb": psutil.Process(os.getpid()).memory_full_info().uss / 1e6,
    }
    sys.stdout.buffer.write(msgspec.json.encode(answer))


if __name__ == "__main__":
    main()
