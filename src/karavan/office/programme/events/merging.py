"""Two people edit one event: its lists merge row by row, as the fields of the kit's forms do.

The kit knows a field by its name. A list whose rows have an identity is taken apart into one name a row
(``sessions.12``, ``hours.0``), so that two people may each change another date; a row that is not there is
None. Performers and organisers stand in an order that is their meaning, so each of these lists is one value.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from karavan.office.kit.merging import Merge, digest, merge
from karavan.programme.drafts import DayExceptionDraft, HoursDraft, TariffDraft

LISTS: Final = ("sessions", "hours", "day_exceptions", "tariffs")


def _session_key(value: Any) -> str:
    return str(value.pk) if value.pk is not None else f"new{value.starts_at:%Y%m%d%H%M}"


KEYS: Final[dict[str, Callable[[Any], str]]] = {
    "sessions": _session_key,
    "hours": lambda row: str(row.weekday),
    "day_exceptions": lambda row: row.day.isoformat(),
    "tariffs": lambda row: str(row.category_id),
}


def plain_row(value: Any) -> Any:
    """A row in a form that the kit's digest reads."""
    if isinstance(value, HoursDraft):
        return [value.opens, value.closes]
    if isinstance(value, DayExceptionDraft):
        return [True, value.opens, value.closes, value.note]
    if isinstance(value, TariffDraft):
        return [
            *(value.kind, value.value, sorted(value.days_of_month), value.quota, value.proof),
            *(value.companion_free, value.legal_basis),
        ]
    return [value.starts_at, value.ends_at]


def apart(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by field with every row under a name of its own."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name not in KEYS:
            found[name] = value
            continue
        rows: dict[str, list[Any]] = {}
        for row in value or ():
            rows.setdefault(f"{name}.{KEYS[name](row)}", []).append(plain_row(row))
        found |= rows
    return found


def base_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Digests of what a form shows, by name."""
    return {name: digest(value) for name, value in apart(values).items()}


def merge_values(
    base: Mapping[str, str], now: Mapping[str, Any], sent: Mapping[str, Any], choices: Mapping[str, str]
) -> Merge:
    """The kit's merge, row by row; ``mine`` holds whole lists again, ready to be written.

    A row that neither the form nor its base knows was added by somebody else and stays.
    """
    ours, theirs, known = apart(sent), apart(now), dict(base)
    for name in {*theirs, *base}:
        if name.partition(".")[0] in KEYS:
            ours.setdefault(name, None)
    if base:
        for name in ours:
            if name.partition(".")[0] in KEYS:
                known.setdefault(name, digest(None))
    found = merge(known, theirs, ours, choices)
    # Somebody took a row away that was changed here, and this change is wanted: the row comes back whole.
    found.mine = _together(found, now, sent)
    return found


def _together(found: Merge, now: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    mine = {name: sent[name] for name in found.mine if name in sent and name not in KEYS}
    for name in LISTS:
        changed = {key for key in found.mine if key.startswith(f"{name}.")}
        if changed:
            mine[name] = _rows(name, changed, now.get(name) or (), sent.get(name) or ())
    return mine


def _rows(name: str, changed: set[str], now: Sequence[Any], sent: Sequence[Any]) -> list[Any]:
    """The rows of now with the changed ones taken from what was sent, in the order of their keys."""
    key = KEYS[name]
    kept = [row for row in now if f"{name}.{key(row)}" not in changed]
    given = [row for row in sent if f"{name}.{key(row)}" in changed]
    return sorted([*kept, *given], key=_order)


def _order(row: Any) -> Any:
    for name in ("starts_at", "weekday", "day", "category_id"):
        if hasattr(row, name):
            return (
                (getattr(row, name), getattr(row, "opens", None) or "")
                if name == "weekday"
                else getattr(row, name)
            )
    return 0
