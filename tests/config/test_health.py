import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from karavan.catalogue.models import CatalogueState
from karavan.config import health


@pytest.fixture(autouse=True)
def forgetful(monkeypatch):
    monkeypatch.setattr(health, "_state", {"migrated": False})


def test_live_without_a_database(client):
    answer = client.get("/health/live", HTTP_HOST="10.1.2.3")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


@pytest.mark.django_db
def test_ready(client, django_assert_num_queries):
    CatalogueState.objects.get_or_create(pk=1)
    answer = client.get("/health/ready", HTTP_HOST="10.1.2.3")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})
    with django_assert_num_queries(2):
        client.get("/health/ready")


@pytest.mark.django_db
def test_not_ready_without_a_catalogue(client):
    CatalogueState.objects.all().delete()
    answer = client.get("/health/ready")
    reasons = ["the catalogue has not been built: run karavan rebuild catalogue"]
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready", "reasons": reasons})


@pytest.mark.django_db
def test_not_ready_before_migrations(client):
    MigrationRecorder(connection).record_unapplied("tasks", "0001_initial")
    answer = client.get("/health/ready")
    reasons = ["1 migrations are not applied: run karavan migrate"]
    assert (answer.status_code, answer.json()["reasons"]) == (503, reasons)


@pytest.mark.django_db
def test_metrics_count_requests_by_view(client):
    def told() -> list[str]:
        return client.get("/metrics").content.decode().splitlines()

    def not_found(rows: list[str]) -> int:
        # The counters are those of the whole process, other tests' requests included.
        start = 'karavan_requests_total{view="-",method="GET",status="404"} '
        return sum(int(row.removeprefix(start)) for row in rows if row.startswith(start))

    before = not_found(told())
    client.get("/nothing-here")
    lines = told()
    assert not_found(lines) == before + 1
    assert "karavan_tasks_ready 0" in lines
    assert "karavan_catalogue_entries 0" in lines


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "token", "given", "status"),
    [
        ("127.0.0.1", "", "", 200),
        ("198.51.100.7", "", "", 403),
        ("198.51.100.7", "", "Bearer ", 403),
        ("198.51.100.7", "s3cret", "Bearer s3cret", 200),
        ("198.51.100.7", "s3cret", "Bearer other", 403),
    ],
)
def test_who_may_read_metrics(client, settings, address, token, given, status):
    settings.METRICS_TOKEN = token
    answer = client.get("/metrics", REMOTE_ADDR=address, HTTP_AUTHORIZATION=given)
    assert answer.status_code == status
