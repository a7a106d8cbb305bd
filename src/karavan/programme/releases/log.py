"""How one state differs from another: the log of a release. Pure, on plain data.

``follow(old, differences(old, new)) == new`` and ``retrace(new, differences(old, new)) == old``: a log tells
all that changed and nothing else. Its entries stand in the order of event ids:

``{"event": id, "added": fact}``
    it was not public before;
``{"event": id, "removed": fact}``
    it is not public any more;
``{"event": id, "was": {…}, "now": fact, "sessions": {"added": …, "removed": …, "changed": …}}``
    ``was`` holds the fields that differ, ``now`` the event without its sessions; a changed session is
    ``{"was": {…}, "now": fact}``.
"""

from collections.abc import Mapping
from typing import Any

from karavan.programme.releases.state import Fact, State

Entry = dict[str, Any]
Log = list[Entry]

SESSIONS = "sessions"


def differences(old: State, new: State) -> Log:
    """What leads from one state to the other; empty where they are the same."""
    log: Log = []
    for key in sorted(old.keys() | new.keys(), key=int):
        if key not in old:
            log.append({"event": key, "added": new[key]})
        elif key not in new:
            log.append({"event": key, "removed": old[key]})
        elif old[key] != new[key]:
            log.append({"event": key, **_changed(old[key], new[key])})
    return log


def _changed(old: Fact, new: Fact) -> Entry:
    before, after = old[SESSIONS], new[SESSIONS]
    return {
        "was": _was(old, new, skip=SESSIONS),
        "now": _bare(new),
        SESSIONS: {
            "added": {key: after[key] for key in after if key not in before},
            "removed": {key: before[key] for key in before if key not in after},
            "changed": {
                key: {"was": _was(before[key], after[key]), "now": after[key]}
                for key in before
                if key in after and before[key] != after[key]
            },
        },
    }


def _was(old: Fact, new: Fact, skip: str = "") -> Fact:
    return {name: value for name, value in old.items() if name != skip and value != new[name]}


def _bare(fact: Fact) -> Fact:
    return {name: value for name, value in fact.items() if name != SESSIONS}


def follow(state: State, log: Log) -> State:
    """The state that a log leads to."""
    found = dict(state)
    for entry in log:
        key = entry["event"]
        if "added" in entry:
            found[key] = entry["added"]
        elif "removed" in entry:
            del found[key]
        else:
            changes = entry[SESSIONS]
            sessions = _without(found[key][SESSIONS], changes["removed"]) | changes["added"]
            sessions |= {pk: change["now"] for pk, change in changes["changed"].items()}
            found[key] = {**entry["now"], SESSIONS: sessions}
    return found


def retrace(state: State, log: Log) -> State:
    """The state that a log led from."""
    found = dict(state)
    for entry in log:
        key = entry["event"]
        if "added" in entry:
            del found[key]
        elif "removed" in entry:
            found[key] = entry["removed"]
        else:
            changes = entry[SESSIONS]
            sessions = _without(found[key][SESSIONS], changes["added"]) | changes["removed"]
            sessions |= {pk: change["now"] | change["was"] for pk, change in changes["changed"].items()}
            found[key] = {**entry["now"], **entry["was"], SESSIONS: sessions}
    return found


def _without(sessions: Mapping[str, Fact], gone: Mapping[str, Fact]) -> dict[str, Fact]:
    return {key: fact for key, fact in sessions.items() if key not in gone}
