"""Everything that writes the catalogue. It writes no journal: nothing here is anybody's decision."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_hex

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from karavan.catalogue.loading import chunks, project_directory, project_events, public_ids
from karavan.catalogue.models import CatalogueState, Change, Entry, EntryKind, SessionEntry
from karavan.catalogue.projection import Projection, form
from karavan.kernel.memory import collector_paused
from karavan.kernel.progress import progress
from karavan.programme.models import Event

PAYLOADS = ("card_ru", "card_en", "detail_ru", "detail_en", "facts")
SESSION_COLUMNS = ("session_id", "event_id", "payload_ru", "payload_en")
CHUNK_OF_LINES = 500
KEEP_SUPERSEDED = timedelta(days=30)


def refresh(
    kind: str,
    ids: Collection[int],
    *,
    state: CatalogueState | None = None,
    loaded: Mapping[int, Event] | None = None,
) -> int:
    """Bring the entries of these records in step with the records; return how many entries changed.

    Runs inside the transaction of the change (:mod:`karavan.catalogue.subscriptions`). Records that
    residents may not see, or that are gone, lose their entries and leave a tombstone. ``state`` is what
    :func:`hold` gave in this transaction, ``loaded`` events that need not be read again.
    """
    written = 0
    for some in chunks(sorted(ids)):
        found = project_events(some, loaded) if kind == EntryKind.EVENT else project_directory(kind, some)
        with transaction.atomic(savepoint=False):
            written += _store(kind, some, found, state)
    return written


def hold() -> CatalogueState:
    """Let nobody else write the catalogue until this transaction ends.

    Entries are made from records of several tables; whoever makes them while another transaction is about
    to commit a change of one of these would store what was true before.
    """
    return _lock_state()


@collector_paused()
def rebuild(*, quiet: bool = True) -> dict[str, int]:
    """Project every record anew and write what differs; return how many entries changed, by kind.

    Unless ``quiet``, a bar on the terminal shows how far it is.

    All reading is done first, then everything is written in one transaction: readers see the old catalogue
    or the new one. Records that changed meanwhile already have fresher entries, which stay.
    """
    began = _state_version()
    ready: dict[str, list[Projection]] = {}
    for kind in EntryKind.values:
        ready[kind] = []
        known = _digests(kind)
        runs = list(chunks(public_ids(kind)))
        for some in progress(runs, kind, quiet=quiet):
            found = project_events(some) if kind == EntryKind.EVENT else project_directory(kind, some)
            ready[kind] += [item for item in found if known.get(item.object_id) != item.digest]
    with transaction.atomic():
        state = _lock_state()
        state.form = form()
        state.save(update_fields=["form"])
        changed: dict[str, int] = {}
        for kind, found in ready.items():
            fresher = set(
                Change.objects.filter(version__gt=began, kind=kind).values_list("object_id", flat=True)
            )
            items = [item for item in found if item.object_id not in fresher]
            changed[kind] = _store(kind, [item.object_id for item in items], items)
            gone = set(_digests(kind)) - set(public_ids(kind))
            changed[kind] += _store(kind, sorted(gone), [])
    return changed


def drop() -> None:
    """Empty the catalogue, leaving tombstones: for tests and for a rebuild from nothing."""
    with transaction.atomic():
        for kind in EntryKind.values:
            _store(kind, sorted(_digests(kind)), [])


def is_current() -> bool:
    """Whether every entry was written by this code; False too where there is no catalogue yet."""
    return CatalogueState.objects.filter(pk=1, form=form()).exists()


def prune_changes() -> int:
    """Forget lines of the change feed that newer lines of the same entry replaced long ago."""
    newer = Change.objects.filter(
        kind=OuterRef("kind"), object_id=OuterRef("object_id"), pk__gt=OuterRef("pk")
    )
    old = Change.objects.filter(at__lt=timezone.now() - KEEP_SUPERSEDED).filter(Exists(newer))
    return old.delete()[0]


def _state_version() -> int:
    return CatalogueState.objects.values_list("version", flat=True).filter(pk=1).first() or 0


def _lock_state() -> CatalogueState:
    """The one row of the state, locked: versions are given in the order of commits."""
    state, _ = CatalogueState.objects.select_for_update().get_or_create(pk=1, defaults={"form": form()})
    return state


def _digests(kind: str) -> dict[int, str]:
    return dict(Entry.objects.filter(kind=kind).values_list("object_id", "digest"))


def _store(
    kind: str, ids: Sequence[int], found: Iterable[Projection], state: CatalogueState | None = None
) -> int:
    """Write the entries that differ and remove those of ``ids`` that were not found; count both.

    ``state``: locked in this transaction.
    """
    items = list(found)
    known = {
        object_id: digest
        for some in chunks(ids)
        for object_id, digest in Entry.objects.filter(kind=kind, object_id__in=some).values_list(
            "object_id", "digest"
        )
    }
    differing = [item for item in items if known.get(item.object_id) != item.digest]
    gone = sorted(set(known) - {item.object_id for item in items})
    if not differing and not gone:
        return 0
    state = state or _lock_state()
    now = timezone.now()
    state.version, state.stamp, state.changed_at = state.version + 1, token_hex(8), now
    for some in chunks(differing):
        Entry.objects.bulk_create(
            [_entry(item, now) for item in some],
            update_conflicts=True,
            unique_fields=["kind", "object_id"],
            update_fields=[*PAYLOADS, "digest", "changed_at"],
        )
        if kind == EntryKind.EVENT:
            _store_sessions(some)
    for lost in chunks(gone):
        Entry.objects.filter(kind=kind, object_id__in=lost).delete()
        if kind == EntryKind.EVENT:
            SessionEntry.objects.filter(event_id__in=lost).delete()
    lines = [(item.object_id, False) for item in differing] + [(object_id, True) for object_id in gone]
    Change.objects.bulk_create(
        [
            Change(
                version=state.version,
                stamp=state.stamp,
                kind=kind,
                object_id=object_id,
                is_gone=is_gone,
                at=now,
            )
            for object_id, is_gone in lines
        ],
        batch_size=CHUNK_OF_LINES,
    )
    state.save(update_fields=["version", "stamp", "changed_at"])
    return len(lines)


def _entry(item: Projection, now: datetime) -> Entry:
    return Entry(
        kind=item.kind,
        object_id=item.object_id,
        card_ru=item.cards["ru"],
        card_en=item.cards["en"],
        detail_ru=item.details["ru"],
        detail_en=item.details["en"],
        facts=item.facts,
        digest=item.digest,
        changed_at=now,
    )


def _store_sessions(items: Sequence[Projection]) -> None:
    """Write the rows of sessions that differ, and remove those that are there no more."""
    wanted = {
        session_id: (item.object_id, payloads["ru"], payloads["en"])
        for item in items
        for session_id, payloads in item.sessions.items()
    }
    # By their own ids too: a date may have gone over to another event, with a merge of the two.
    near = Q(event_id__in=[item.object_id for item in items]) | Q(session_id__in=list(wanted))
    stood = {
        session_id: (event_id, bytes(ru), bytes(en))
        for session_id, event_id, ru, en in SessionEntry.objects.filter(near).values_list(*SESSION_COLUMNS)
    }
    stale = [session_id for session_id, row in stood.items() if wanted.get(session_id) != row]
    for some in chunks(stale):
        SessionEntry.objects.filter(session_id__in=some).delete()
    SessionEntry.objects.bulk_create(
        [
            SessionEntry(**dict(zip(SESSION_COLUMNS, (session_id, *row), strict=True)))
            for session_id, row in wanted.items()
            if stood.get(session_id) != row
        ],
        batch_size=CHUNK_OF_LINES,
    )
