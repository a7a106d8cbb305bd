"""Two people edit one record: what each changed, what merges, what has to be chosen.

A form carries a short digest of every value as it stood when the form was made. When it comes back, three
states are known of each field: that base, what stands there now, what was sent. A field that only one side
changed is taken from that side; one that both changed differently is a clash, shown side by side.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.db.models.fields.files import FieldFile

BASE = "_base"
KEEP = "_keep."
MAX_BASE = 20_000


def canonical(value: Any) -> Any:
    """One JSON-able spelling of a value, the same before and after a form has read it.

    Nothing, "" and empty lists are one; order counts in lists, not in sets.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool | int | float | Decimal):
        return str(value)
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, FieldFile):
        return value.name or None
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        found = {
            str(key): canonical(each) for key, each in sorted(value.items(), key=lambda pair: str(pair[0]))
        }
        return {key: each for key, each in found.items() if each is not None} or None
    if isinstance(value, set | frozenset):
        return sorted(str(canonical(each)) for each in value) or None
    if isinstance(value, list | tuple) or hasattr(value, "iterator"):
        return [canonical(each) for each in value] or None
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip() or None


def digest(value: Any) -> str:
    """A short digest of a value."""
    text = json.dumps(canonical(value), ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=9).hexdigest()


def stamp(values: Mapping[str, Any]) -> str:
    """The digests of a form's values, for its hidden field."""
    return json.dumps({name: digest(value) for name, value in values.items()}, separators=(",", ":"))


def read_stamp(text: str) -> dict[str, str]:
    """Digests from the hidden field; {} where it is missing or broken, which makes every field a change."""
    try:
        found = json.loads(text[:MAX_BASE])
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): each for name, each in found.items() if isinstance(each, str)}


@dataclass(frozen=True)
class Clash:
    """A field that two people changed differently."""

    name: str
    mine: Any
    theirs: Any


@dataclass
class Merge:
    """What comes of two edits.

    ``mine`` are the fields to write, ``taken`` the names of those that somebody else changed meanwhile and
    that stay as they are now, ``clashes`` what has to be chosen first.
    """

    mine: dict[str, Any] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


def merge(
    base: Mapping[str, str], now: Mapping[str, Any], sent: Mapping[str, Any], choices: Mapping[str, str]
) -> Merge:
    """Merge what was ``sent`` into what stands there ``now``, both by field name, ``base`` as digests.

    ``choices`` are answers to an earlier clash: "mine" or "theirs" by field. A field whose base is not known
    counts as unchanged by others.
    """
    found = Merge()
    for name, value in sent.items():
        current, ours = digest(now.get(name)), digest(value)
        before = base.get(name, current)
        if ours == current or (ours == before and current == before):
            continue
        if ours == before:
            found.taken.append(name)
        elif current == before or choices.get(name) == "mine":
            found.mine[name] = value
        elif choices.get(name) == "theirs":
            found.taken.append(name)
        else:
            found.clashes.append(Clash(name, value, now.get(name)))
    return found


def choices_of(data: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    """Answers to clashes from a sent form."""
    return {name: str(data[KEEP + name]) for name in names if KEEP + name in data}
