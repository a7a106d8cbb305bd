"""Keeps the worker's snapshot of the index in step with the database: one small query a request.

A few changes become a new small segment at once. Many changes, or too large a small segment, mean a full
load; a running worker does that in a thread and meanwhile answers from what it has, so nobody waits and
nobody sees a half-built index.
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from django.db import connection

from karavan.catalogue.facts import (
    DAYS_AHEAD,
    DAYS_BACK,
    DirectoryFacts,
    EventFacts,
    decode_directory,
    decode_event,
)
from karavan.catalogue.index.directory import Record
from karavan.catalogue.index.segment import Horizon
from karavan.catalogue.index.snapshot import (
    DIRECTORY_KINDS,
    Snapshot,
    build_segment,
    build_vocabulary,
)
from karavan.catalogue.models import CatalogueState, Change, Entry, EntryKind
from karavan.catalogue.results import Version
from karavan.kernel import memory
from karavan.kernel.localtime import today

log = logging.getLogger(__name__)

SLACK_DAYS = 7
MAX_FRESH = 600
LARGE = 5_000
"""Documents from which on it pays to tidy up the memory after a load."""

NOTHING_YET = Version(0, "", datetime(2026, 1, 1, tzinfo=UTC))


def version() -> Version:
    """The version of the catalogue in the database: one query."""
    row = CatalogueState.objects.values_list("version", "stamp", "changed_at").filter(pk=1).first()
    return Version(*row) if row else NOTHING_YET


_held: ContextVar[Snapshot | None] = ContextVar("catalogue_snapshot", default=None)


class Keeper:
    """Holds a worker's snapshot and brings it up to date when asked."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._snapshot: Snapshot | None = None
        self._loading: threading.Thread | None = None

    def current(self) -> Snapshot:
        """The index at the version of the database, or as near to it as can be had without waiting."""
        held = _held.get()
        if held is not None:
            return held
        wanted = version()
        snapshot = self._snapshot
        if snapshot is not None and _is_fresh(snapshot, wanted):
            return snapshot
        with self._lock:
            snapshot = self._snapshot
            if snapshot is None or not _leads_to(snapshot, wanted):
                snapshot = load(wanted)
            elif not _is_fresh(snapshot, wanted):
                snapshot = _caught_up(snapshot, wanted) or self._load_aside(snapshot, wanted)
            self._snapshot = snapshot
            return snapshot

    def forget(self) -> None:
        """Drop the snapshot: the next question loads everything anew."""
        with self._lock:
            self._snapshot = None

    def _load_aside(self, snapshot: Snapshot, wanted: Version) -> Snapshot:
        """Load anew: in a thread while the old snapshot answers, or here where a transaction is open."""
        if connection.in_atomic_block:
            return load(wanted)
        if self._loading is None or not self._loading.is_alive():
            self._loading = threading.Thread(
                target=self._replace, args=(wanted,), name="catalogue-index", daemon=True
            )
            self._loading.start()
        return snapshot

    def _replace(self, wanted: Version) -> None:
        try:
            loaded = load(wanted)
        except Exception:
            log.exception("The catalogue index could not be loaded; the old one stays in use")
            return
        finally:
            connection.close()
        with self._lock:
            self._snapshot = loaded


def load(wanted: Version) -> Snapshot:
    """Read the whole catalogue. What changes meanwhile is caught up with by the next :func:`current`."""
    day = today().toordinal()
    horizon = Horizon(day - DAYS_BACK, day + DAYS_AHEAD)
    rows = Entry.objects.filter(kind=EntryKind.EVENT).order_by("object_id").values_list("object_id", "facts")
    main = build_segment(((key, decode_event(bytes(data))) for key, data in rows.iterator(2000)), horizon)
    directory: dict[str, dict[int, Record]] = {kind: {} for kind in DIRECTORY_KINDS}
    others = Entry.objects.exclude(kind=EntryKind.EVENT).values_list("kind", "object_id", "facts")
    for kind, key, data in others.iterator(2000):
        directory[kind][key] = Record.of(key, decode_directory(bytes(data)))
    snapshot = Snapshot(
        version=wanted,
        horizon=horizon,
        main=main,
        delta=build_segment((), horizon),
        fresh={},
        directory=directory,
        vocabulary=build_vocabulary(main, directory),
    )
    if main.size >= LARGE:
        memory.settle()
    return snapshot


def _is_fresh(snapshot: Snapshot, wanted: Version) -> bool:
    return snapshot.version.stamp == wanted.stamp and _covers_today(snapshot)


def _covers_today(snapshot: Snapshot) -> bool:
    return today().toordinal() + DAYS_AHEAD - SLACK_DAYS <= snapshot.horizon.last


def _leads_to(snapshot: Snapshot, wanted: Version) -> bool:
    """Whether the catalogue has ever been as the snapshot shows it.

    It has not where the snapshot was made in a transaction that was rolled back, or before a restore from a
    backup: then it must not be shown again, not even while another is loaded.
    """
    known = snapshot.version
    if known.stamp == wanted.stamp or not known.number:
        return True
    if wanted.number <= known.number:
        return False
    return Change.objects.filter(version=known.number, stamp=known.stamp).exists()


def _caught_up(snapshot: Snapshot, wanted: Version) -> Snapshot | None:
    """Apply the changes since the snapshot; None when there are too many."""
    if not _covers_today(snapshot):
        return None
    changes = Change.objects.filter(version__gt=snapshot.version.number, version__lte=wanted.number)
    keys = set(changes.values_list("kind", "object_id")[: MAX_FRESH + 1])
    if len(keys) + len(snapshot.fresh) > MAX_FRESH:
        return None
    events: dict[int, EventFacts | None] = {}
    directory: dict[str, dict[int, DirectoryFacts | None]] = defaultdict(dict)
    for kind, facts in _read(keys).items():
        if kind == EntryKind.EVENT:
            events = {key: decode_event(data) if data else None for key, data in facts.items()}
        else:
            directory[kind] = {key: decode_directory(data) if data else None for key, data in facts.items()}
    return snapshot.after(wanted, events=events, directory=directory)


def _read(keys: Iterable[tuple[str, int]]) -> dict[str, dict[int, bytes | None]]:
    """Facts of the named entries as bytes; None for those that are gone."""
    found: dict[str, dict[int, bytes | None]] = defaultdict(dict)
    for kind, object_id in keys:
        found[kind][object_id] = None
    for kind, table in found.items():
        rows = Entry.objects.filter(kind=kind, object_id__in=list(table)).values_list("object_id", "facts")
        for object_id, data in rows:
            table[object_id] = bytes(data)
    return found


@contextmanager
def held() -> Iterator[Snapshot]:
    """Answer all questions of a block from one snapshot: they agree, and the version is asked for once."""
    snapshot = keeper.current()
    token = _held.set(snapshot)
    try:
        yield snapshot
    finally:
        _held.reset(token)


keeper = Keeper()
current = keeper.current
forget = keeper.forget
