"""Addresses of operations: is it alive, is it ready, what does it count.

``/health/live``   200 as long as the process answers;
``/health/ready``  200 when the database answers, every migration is applied and the catalogue stands,
                   else 503 with the reasons;
``/metrics``       Prometheus text, for the addresses or the token of the settings.
"""

import hmac
from collections.abc import Callable
from typing import Any

import msgspec
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from karavan.catalogue.models import CatalogueState
from karavan.config.addresses import client_address, in_networks
from karavan.kernel.metrics import RequestCounts, gauge_lines

Answer = Callable[[HttpRequest, RequestCounts], HttpResponse]

_state = {"migrated": False}


def _json(status: int, body: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(msgspec.json.encode(body), status=status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response


def live(request: HttpRequest, counts: RequestCounts) -> HttpResponse:
    """The process answers."""
    return _json(200, {"status": "live"})


def ready(request: HttpRequest, counts: RequestCounts) -> HttpResponse:
    """The process can do its work."""
    reasons = reasons_not_ready()
    if reasons:
        return _json(503, {"status": "not ready", "reasons": reasons})
    return _json(200, {"status": "ready"})


def reasons_not_ready() -> list[str]:
    """What keeps this process from its work, one sentence each; empty when nothing does."""
    try:
        pending = _pending_migrations()
        if pending:
            return [f"{len(pending)} migrations are not applied: run karavan migrate"]
        if not CatalogueState.objects.exists():
            return ["the catalogue has not been built: run karavan rebuild catalogue"]
    except DatabaseError as error:
        return [f"the database does not answer: {str(error).strip().splitlines()[0]}"]
    return []


def _pending_migrations() -> list[str]:
    # Reading all migrations takes a tenth of a second; applied ones stay applied while the process lives.
    if _state["migrated"]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return []
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    _state["migrated"] = not plan
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def metrics(request: HttpRequest, counts: RequestCounts) -> HttpResponse:
    """Counts of all worker processes, and gauges."""
    if not _may_read_metrics(request):
        return HttpResponse("Forbidden\n", status=403, content_type="text/plain; charset=utf-8")
    try:
        gauges = gauge_lines()
    except DatabaseError:
        # Counts of requests matter most when the database is away.
        gauges = ["# gauges left out: the database does not answer"]
    text = "\n".join([*counts.total().lines(), *gauges, ""])
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_read_metrics(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(token.encode(), given.encode()):
        return True
    return in_networks(client_address(request), settings.METRICS_FROM)


ADDRESSES: dict[str, Answer] = {"/health/live": live, "/health/ready": ready, "/metrics": metrics}
