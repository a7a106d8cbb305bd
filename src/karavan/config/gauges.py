"""Values of the whole installation for ``/metrics``; what one room counts it registers itself."""

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from karavan.catalogue.models import CatalogueState, Entry
from karavan.kernel.metrics import register_gauge, resident_bytes


def register() -> None:
    """Register the gauges."""
    register_gauge("karavan_catalogue_entries", "Entries of the public catalogue.", Entry.objects.count)
    register_gauge("karavan_catalogue_version", "Version of the public catalogue.", _version)
    register_gauge("karavan_tasks_ready", "Tasks whose time has come.", DBTaskResult.objects.ready().count)
    register_gauge("karavan_tasks_running", "Tasks at work.", DBTaskResult.objects.running().count)
    register_gauge("karavan_tasks_failed", "Tasks given up and kept.", DBTaskResult.objects.failed().count)
    register_gauge("karavan_tasks_wait_seconds", "Age of the oldest task whose time has come.", _oldest)
    register_gauge("karavan_resident_bytes", "Memory of the answering process in RAM.", resident_bytes)


def _version() -> float:
    return CatalogueState.objects.values_list("version", flat=True).first() or 0


def _oldest() -> float:
    since = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    return (timezone.now() - since).total_seconds() if since else 0.0
