"""Actions with several rows at work: choose, look, confirm, do, undo.

A run is stored before anything is done, so that its page can be looked at, left and found again. Rows are
done one after the other, each with its own transaction and journal lines; whoever goes on with a run (a page,
then the worker) takes the next row that waits. A killed server leaves whole rows, done or waiting.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from karavan.kernel.actions import unit_of_work
from karavan.kernel.errors import Conflict, Invalid, KaravanError
from karavan.kernel.journal.queries import last_about
from karavan.kernel.localtime import local
from karavan.office.desk import EVERYTHING, SESSION_KEY, Desk
from karavan.office.kit.bulk import BulkAction, Values
from karavan.office.models import BulkRow, BulkRun, RowState, RunState

if TYPE_CHECKING:
    from karavan.office.kit.screen import CrudView

log = logging.getLogger(__name__)

MOST_ROWS = 20_000
AT_ONCE = 2_000
"""Up to so many rows are begun while the person waits; more go to the worker straight away."""
PATIENCE = 6.0
"""Seconds a page works on a run before the worker goes on with it."""
BATCH = 50
UNDER_WAY: Final = (RunState.RUNNING, RunState.UNDOING)
SILENT: Final = timedelta(minutes=30)
"""After so long without a beat nobody works on a run any more: its page or worker was killed."""


def draft(desk: Desk, screen: "CrudView", action: BulkAction, rows: QuerySet[Any], back: str = "") -> BulkRun:
    """Store what was chosen. Raises Invalid where it is nothing, or too much."""
    chosen = list(rows[: MOST_ROWS + 1])
    if not chosen:
        raise Invalid({"": [_("Nothing is chosen. Tick the rows first.")]})
    if len(chosen) > MOST_ROWS:
        text = _("More than %(most)s rows at once are too many. Narrow the list by a filter.")
        raise Invalid({"": [text % {"most": f"{MOST_ROWS:,}".replace(",", " ")}]})
    with transaction.atomic():
        run = BulkRun.objects.create(
            person=desk.actor,
            organisation=desk.organisation,
            screen=screen.name,
            action=action.key,
            back=back,
        )
        BulkRow.objects.bulk_create(
            (BulkRow(run=run, record_id=row.pk, title=screen.heading(row)[:300]) for row in chosen),
            batch_size=500,
        )
    return run


def start(run: BulkRun) -> bool:
    """Let a run begin; False where it has begun already."""
    begun = {"state": RunState.RUNNING, "beat_at": timezone.now()}
    changed = BulkRun.objects.filter(pk=run.pk, state=RunState.DRAFT).update(**begun)
    run.refresh_from_db()
    return bool(changed)


def start_undoing(run: BulkRun) -> None:
    """Let a run be undone. Raises Conflict where that is too late."""
    until = run.undo_until
    if until is None or until < timezone.now():
        raise Conflict(_("This can be undone within an hour only. Change the records one by one."))
    begun = {"state": RunState.UNDOING, "beat_at": timezone.now(), "revived": False}
    if BulkRun.objects.filter(pk=run.pk, state=RunState.DONE).update(**begun):
        run.refresh_from_db()


def desk_of(run: BulkRun) -> Desk:
    """The desk at which the run was chosen, without its browser."""
    request = HttpRequest()
    request.user = run.person
    request.session = {SESSION_KEY: run.organisation_id or EVERYTHING}  # type: ignore[assignment]
    return Desk(request, run.person)


def values_of(desk: Desk, action: BulkAction, typed: Mapping[str, Sequence[str]]) -> Values | None:
    """The cleaned values of the action's form; None where it does not stand any more."""
    data = QueryDict(mutable=True)
    for name, given in typed.items():
        data.setlist(name, list(given))
    form = action.form_for(desk, data)
    if form is None:
        return {}
    return form.cleaned_data if form.is_valid() else None


def carry_on(
    run: BulkRun, desk: Desk, screen: "CrudView", action: BulkAction, patience: float | None = None
) -> bool:
    """Do rows that wait until none is left (True) or patience, in seconds, is over (False).

    A fault outside of any row ends the run as failed, with a message: it is never left under way for ever.
    """
    try:
        return _carry_on(run, desk, screen, action, patience)
    except Exception:
        log.exception("action %s of %s, run %s", action.key, screen.name, run.pk)
        fail(run, _("It broke on our side. The fault is written down."))
        return True


def fail(run: BulkRun, message: str) -> None:
    """End a run that cannot go on; rows that wait are not done, and say why."""
    with transaction.atomic():
        run.rows.filter(state=RowState.WAITING).update(state=RowState.FAILED, message=message)
        ended = {"state": RunState.FAILED, "message": message, "finished_at": timezone.now()}
        BulkRun.objects.filter(pk=run.pk, state__in=UNDER_WAY).update(**ended)
    run.refresh_from_db()


def silent(now: datetime) -> QuerySet[BulkRun]:
    """Runs under way that nobody works on."""
    return BulkRun.objects.filter(state__in=UNDER_WAY, beat_at__lt=now - SILENT)


def _carry_on(
    run: BulkRun, desk: Desk, screen: "CrudView", action: BulkAction, patience: float | None
) -> bool:
    until = None if patience is None else time.monotonic() + patience
    undoing = run.state == RunState.UNDOING
    values = {} if undoing else values_of(desk, action, run.values)
    waiting = RowState.DONE if undoing else RowState.WAITING
    if action.all_or_none and not undoing:
        _all_or_none(run, desk, screen, action, values)
    while some := list(run.rows.filter(state=waiting)[:BATCH]):
        BulkRun.objects.filter(pk=run.pk).update(beat_at=timezone.now())
        for row in some:
            if undoing:
                _undo(row, desk, screen, action)
            else:
                _do(row, desk, screen, action, values)
            if until is not None and time.monotonic() > until:
                return not run.rows.filter(state=waiting).exists() and _finish(run)
    return _finish(run)


def _finish(run: BulkRun) -> bool:
    """End a run, unless it ended otherwise."""
    state = RunState.UNDONE if run.state == RunState.UNDOING else RunState.DONE
    if run.state in UNDER_WAY:
        BulkRun.objects.filter(pk=run.pk, state=run.state).update(state=state, finished_at=timezone.now())
        run.refresh_from_db()
    return True


def refusal(desk: Desk, action: BulkAction, record: Any | None, values: Values | None) -> str:
    """Why an action cannot be done with a record; "" where it can."""
    if record is None:
        return _("This record is gone, or not yours to change.")
    if values is None:
        return _("What was filled in does not stand any more. Begin anew.")
    return str(action.check(desk, record, values))


def _do(row: BulkRow, desk: Desk, screen: "CrudView", action: BulkAction, values: Values | None) -> None:
    try:
        with transaction.atomic():
            # The lines of the journal are there when the block ends, within the same transaction.
            with unit_of_work():
                if not _hold(row, RowState.WAITING):
                    return
                kept = _run(row, desk, screen, action, values)
            _store(row, RowState.DONE, kept=kept, mark=_mark(screen, row))
    except KaravanError as error:
        _store(row, RowState.FAILED, str_of(error))
    except Exception:
        # One row that breaks must not keep all that come after it from being done.
        log.exception("action %s of %s with record %s", action.key, screen.name, row.record_id)
        _store(row, RowState.FAILED, _("It broke on our side. The fault is written down."))


def _run(
    row: BulkRow, desk: Desk, screen: "CrudView", action: BulkAction, values: Values | None
) -> dict[str, Any]:
    record = screen.editable(desk).filter(pk=row.record_id).first()
    reason = refusal(desk, action, record, values)
    if reason:
        raise Conflict(reason)
    kept = action.run(desk, record, values or {})
    return dict(kept) if isinstance(kept, Mapping) else {}


def _all_or_none(
    run: BulkRun, desk: Desk, screen: "CrudView", action: BulkAction, values: Values | None
) -> None:
    done: list[tuple[BulkRow, dict[str, Any]]] = []
    row: BulkRow | None = None
    try:
        with transaction.atomic():
            with unit_of_work():
                for row in list(run.rows.select_for_update().filter(state=RowState.WAITING)):
                    done.append((row, _run(row, desk, screen, action, values)))
            for each, kept in done:
                _store(each, RowState.DONE, kept=kept, mark=_mark(screen, each))
    except KaravanError as error:
        assert row is not None
        _none(run, row, str_of(error))
    except Exception:
        if row is None:
            raise
        log.exception("action %s of %s with record %s", action.key, screen.name, row.record_id)
        message = _("It broke on our side. The fault is written down.")
        fail(run, _none(run, row, message))


def _none(run: BulkRun, row: BulkRow, message: str) -> str:
    """Say of a row why nothing was done, and of all others that it was for that one."""
    _store(row, RowState.FAILED, message)
    text = _("Nothing was changed, as one row could not be: %(title)s.") % {"title": row.title}
    run.rows.filter(state=RowState.WAITING).update(state=RowState.FAILED, message=text)
    return text


def _undo(row: BulkRow, desk: Desk, screen: "CrudView", action: BulkAction) -> None:
    assert action.undo is not None
    try:
        with unit_of_work():
            if not _hold(row, RowState.DONE):
                return
            record = screen.editable(desk).filter(pk=row.record_id).first()
            _require_unchanged(screen, row, record)
            action.undo(desk, record, row.kept)
            _store(row, RowState.UNDONE)
    except KaravanError as error:
        _store(row, RowState.LEFT, str_of(error))
    except Exception:
        log.exception("undoing %s of %s with record %s", action.key, screen.name, row.record_id)
        _store(row, RowState.LEFT, _("It broke on our side. The fault is written down."))


def _require_unchanged(screen: "CrudView", row: BulkRow, record: Any | None) -> None:
    line = last_about(_subjects(screen, row, record))
    if line is not None and line.pk > row.mark:
        text = _("%(who)s changed it since, at %(time)s. It stays as it is.")
        raise Conflict(text % {"who": line.actor_label, "time": f"{local(line.at):%H:%M}"})


def _hold(row: BulkRow, state: str) -> bool:
    """Lock the row; False where another worker was here first."""
    return BulkRow.objects.select_for_update().filter(pk=row.pk, state=state).exists()


def _store(row: BulkRow, state: str, message: str = "", **values: Any) -> None:
    BulkRow.objects.filter(pk=row.pk).update(state=state, message=message, **values)


def _subjects(screen: "CrudView", row: BulkRow, record: Any | None) -> list[tuple[str, list[int]]]:
    if record is None:
        return [(screen.model._meta.label_lower, [row.record_id])]
    return screen.history_subjects(record)


def _mark(screen: "CrudView", row: BulkRow) -> int:
    record = screen.model._default_manager.filter(pk=row.record_id).first()
    line = last_about(_subjects(screen, row, record))
    return 0 if line is None else line.pk


def str_of(error: KaravanError) -> str:
    """An error in one line of words, without the names of fields."""
    if isinstance(error, Invalid):
        return " ".join(message for found in error.problems.values() for message in found)
    return str(error)
