"""The index answers as the slow, obvious way does, whatever the catalogue and the question."""

from dataclasses import replace
from datetime import timedelta
from itertools import islice

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.worlds import (
    NOW,
    WORDS,
    questions,
    slow_all_matches,
    slow_first_matches,
    slow_window,
    snapshot_of,
    windows,
    worlds,
)
from karavan.catalogue.clock import moment_of
from karavan.catalogue.facts import EventFacts
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.index import timewalk
from karavan.catalogue.index.plan import EventPlan
from karavan.catalogue.index.snapshot import Snapshot
from karavan.catalogue.index.timewalk import Key, Window
from karavan.catalogue.windows import RELATIVE


def plan(snapshot: Snapshot, question: EventFilter, window: Window) -> EventPlan:
    until = None if window.until is None else moment_of(window.until)
    return EventPlan.of(snapshot, replace(question, since=moment_of(window.since), until=until), NOW, None)


instants = st.builds(
    lambda days, minutes: NOW + timedelta(days=days, minutes=minutes), st.integers(0, 9), st.integers(0, 1439)
)


def keys(made: EventPlan) -> list[Key]:
    return [match.key for _, match in made.first_matches()]


@pytest.mark.parametrize("few", [0, 256])
@given(world=worlds(), question=questions, window=windows)
def test_first_matches_are_those_of_the_slow_way(few, world, question, window):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timewalk, "FEW", few)
        made = plan(snapshot_of(world), question, window)
        expected = slow_first_matches(world, question, window)
        assert keys(made) == expected
        assert made.total == len(expected)


@given(world=worlds(), question=questions, window=windows)
def test_all_matches_are_those_of_the_slow_way(world, question, window):
    made = plan(snapshot_of(world), question, window)
    assert [match.key for match in made.all_matches()] == slow_all_matches(world, question, window)


@given(world=worlds(), question=questions, when=st.sampled_from(RELATIVE), now=instants)
def test_a_relative_condition_is_told_from_the_moment_of_the_question(world, question, when, now):
    made = EventPlan.of(snapshot_of(world), replace(question, when=when), now, None)
    window = slow_window(when, now)
    assert made.window == window
    assert keys(made) == slow_first_matches(world, question, window)
    assert [match.key for match in made.all_matches()] == slow_all_matches(world, question, window)


@given(old=worlds(), new=worlds(), question=questions, window=windows, gone=st.sets(st.integers(1, 12)))
def test_a_snapshot_with_changes_answers_as_one_made_anew(old, new, question, window, gone):
    changes: dict[int, EventFacts | None] = {**new, **dict.fromkeys(gone)}
    together = {key: facts for key, facts in (old | changes).items() if facts is not None}
    changed = plan(snapshot_of(old, changes), question, window)
    anew = plan(snapshot_of(together), question, window)
    assert keys(changed) == keys(anew)
    assert changed.total == anew.total
    assert +changed.facets()["kind"] == +anew.facets()["kind"]


@pytest.mark.parametrize("few", [0, 256])
@given(world=worlds(), question=questions, window=windows, size=st.integers(1, 4), query=st.booleans())
def test_pages_joined_are_the_whole_list(few, world, question, window, size, query):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timewalk, "FEW", few)
        snapshot = snapshot_of(world)
        asked = replace(question, q=WORDS[0] if query else "")
        whole = keys(plan(snapshot, asked, window))
        pages: list[Key] = []
        position = None
        while True:
            until = None if window.until is None else moment_of(window.until)
            again = replace(asked, since=moment_of(window.since), until=until)
            made = EventPlan.of(snapshot, again, NOW, position)
            rows = list(islice(made.first_matches(), size))
            pages += [match.key for _, match in rows]
            if len(rows) < size:
                break
            tier, last = rows[-1]
            position = made.position(b"", tier, last.key)
        assert pages == whole


@given(world=worlds(), question=questions, window=windows)
def test_a_facet_counts_what_choosing_its_value_would_leave(world, question, window):
    counts = plan(snapshot_of(world), question, window).facets()
    for kind in ("concert", "exhibition", "reading"):
        left = slow_first_matches(world, replace(question, kinds=(kind,)), window)
        assert counts["kind"][kind] == len(left)
    left = slow_first_matches(world, replace(question, districts=("south",)), window)
    assert counts["district"]["south"] == len(left)
    for sure, value in ((True, "wheelchair"), (False, "wheelchair~")):
        left = slow_first_matches(world, replace(question, access=("wheelchair",), sure=sure), window)
        assert counts["access"][value] == len(left)
    for band, limit in (("free", 0), ("to-300", 30000), ("to-1000", 100000)):
        left = slow_first_matches(world, replace(question, max_price=limit), window)
        assert counts["price"][band] == len(left)
    for day, number in counts["day"].items():
        ordinal = NOW.date().fromisoformat(day).toordinal()
        cut = Window(
            max(window.since, timewalk.midnight(ordinal)),
            min(window.until or 10**9, timewalk.midnight(ordinal + 1)),
        )
        assert number == len(slow_first_matches(world, question, cut))


@given(world=worlds(), window=windows)
def test_text_tiers_come_best_first_and_share_no_event(world, window):
    rows = list(plan(snapshot_of(world), EventFilter(q="хор концерт"), window).first_matches())
    tiers = [tier for tier, _ in rows]
    events = [match.key[3] for _, match in rows]
    assert tiers == sorted(tiers)
    assert len(set(events)) == len(events)
    expected = {
        event_id
        for event_id, facts in world.items()
        if any(
            {"хор", "концерт"} <= {*facts.title_terms, *facts.text_terms, *variant.place_terms}
            and slow_first_matches({event_id: replace_variants(facts, variant)}, EventFilter(), window)
            for variant in facts.variants
        )
    }
    assert set(events) == expected


def replace_variants(facts, variant):
    """The event with one of its variants only."""
    return msgspec.structs.replace(facts, variants=[variant])
