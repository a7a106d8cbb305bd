"""Plans: written down, changed, moved, dropped, made into events; who sees and who changes them."""

from datetime import timedelta
from typing import Any

import pytest

from factories.people import make_coordinator, make_editor, make_organisation, make_user
from factories.places import make_hall, make_place
from factories.planning import EVENING
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.people.enums import RoleKind
from karavan.planning import actions
from karavan.planning.enums import Stage
from karavan.planning.models import DiaryEntry
from karavan.planning.occasions import occasions
from karavan.planning.queries.diary import editable_by, visible_to
from karavan.planning.rules import can_edit_entry, can_see_entry
from karavan.programme.enums import EventKind, EventStatus

pytestmark = pytest.mark.django_db


def plan(**given: Any) -> DiaryEntry:
    fields = {
        "title": "Рок на набережной",
        "kind": EventKind.CONCERT,
        "starts_at": EVENING,
        "ends_at": EVENING + timedelta(hours=3),
        **given,
    }
    organisation = fields.pop("organisation", None) or make_organisation()
    return actions.add_entry(actor=SYSTEM, organisation=organisation, **fields)


def verbs() -> list[str]:
    lines = JournalLine.objects.filter(subject_type="planning.diaryentry").order_by("pk")
    return list(lines.values_list("verb", flat=True))


def test_a_plan_is_written_down_with_a_line():
    entry = plan(expected=3000, audiences=["youth"])
    line = JournalLine.objects.get(subject_type="planning.diaryentry")
    assert (line.verb, line.subject_id, line.organisation_id) == (
        "entry.added",
        entry.pk,
        entry.organisation_id,
    )
    assert line.after["expected"] == 3000
    assert entry.stage == Stage.PLANNED


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"ends_at": EVENING}, "ends_at"),
        ({"title": "  "}, "title"),
        ({"kind": "ball"}, "kind"),
        ({"audiences": ["cats"]}, "audiences"),
        ({"lat": 200.0, "lon": 0.0}, ""),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(fields, path):
    with pytest.raises(Invalid) as refused:
        plan(**fields)
    assert list(refused.value.problems) == [path]
    assert not DiaryEntry.objects.exists()


def test_only_its_own_editors_write_change_and_drop_it():
    entry = plan()
    stranger = make_editor(make_organisation())
    for deed in (
        lambda: actions.add_entry(
            actor=stranger, organisation=entry.organisation, title="Чужое", kind="concert",
            starts_at=EVENING, ends_at=EVENING + timedelta(hours=1),
        ),
        lambda: actions.update_entry(actor=stranger, entry=entry, title="Чужое"),
        lambda: actions.move_entry(actor=stranger, entry=entry, starts_at=EVENING),
        lambda: actions.drop_entry(actor=stranger, entry=entry),
        lambda: actions.make_event(actor=stranger, entry=entry),
        lambda: actions.remove_entry(actor=stranger, entry=entry),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            deed()
    assert verbs() == ["entry.added"]


def test_a_move_keeps_the_length_and_says_from_where():
    entry = plan()
    later = EVENING + timedelta(days=2)
    actions.move_entry(actor=make_editor(entry.organisation), entry=entry, starts_at=later)
    assert (entry.starts_at, entry.ends_at) == (later, later + timedelta(hours=3))
    line = JournalLine.objects.get(verb="entry.moved")
    assert line.before["starts_at"] == str(EVENING)


def test_saying_the_same_again_writes_nothing():
    entry = plan()
    actions.update_entry(actor=SYSTEM, entry=entry, title=entry.title)
    assert verbs() == ["entry.added"]


def test_a_dropped_plan_clashes_with_nothing_and_can_be_taken_up():
    entry = plan()
    span = (EVENING - timedelta(days=1), EVENING + timedelta(days=1))
    actions.drop_entry(actor=SYSTEM, entry=entry, reason="Нет денег")
    assert occasions(*span, actor=SYSTEM) == []
    with pytest.raises(Conflict):
        actions.update_entry(actor=SYSTEM, entry=entry, title="Другое")
    actions.take_up_entry(actor=SYSTEM, entry=entry)
    assert [each.title for each in occasions(*span, actor=SYSTEM)] == [entry.title]
    assert verbs() == ["entry.added", "entry.dropped", "entry.taken_up"]


def test_an_event_is_made_of_it_once_and_stands_in_its_place():
    hall = make_hall(make_place())
    entry = plan(place=hall, expected=200, note="Спросить про свет")
    event = actions.make_event(actor=make_editor(entry.organisation), entry=entry)
    session = event.sessions.get()
    assert (event.status, event.title, event.place_id, event.capacity) == (
        EventStatus.DRAFT, entry.title, hall.pk, 200,
    )  # fmt: skip
    assert (session.starts_at, session.ends_at, event.staff_note) == (
        entry.starts_at, entry.ends_at, "Спросить про свет",
    )  # fmt: skip
    entry.refresh_from_db()
    assert (entry.stage, entry.event_id) == (Stage.EVENT, event.pk)
    span = (EVENING - timedelta(days=1), EVENING + timedelta(days=1))
    assert [each.key for each in occasions(*span, actor=SYSTEM)] == [f"session:{session.pk}"]
    with pytest.raises(Conflict):
        actions.make_event(actor=SYSTEM, entry=entry)


def test_what_was_written_by_mistake_comes_back_from_the_trash():
    entry = plan()
    trashed = actions.remove_entry(actor=SYSTEM, entry=entry)
    assert not DiaryEntry.objects.exists()
    back = actions.restore_entry(actor=SYSTEM, trashed=trashed)
    assert (back.title, back.starts_at) == (entry.title, entry.starts_at)
    assert verbs() == ["entry.added", "entry.removed", "entry.restored"]


def test_a_plan_that_is_gone_says_so():
    entry = plan()
    DiaryEntry.objects.all().delete()
    with pytest.raises(Conflict):
        actions.drop_entry(actor=SYSTEM, entry=entry)


class TestWhoSees:
    @pytest.fixture
    def city(self):
        upper = make_organisation()
        lower, other = make_organisation(parent=upper), make_organisation()
        entries = [
            plan(organisation=each, is_confidential=secret)
            for each in (upper, lower, other)
            for secret in (True, False)
        ]
        actors = [
            SYSTEM,
            None,
            make_user(),
            make_coordinator(),
            make_editor(upper),
            make_editor(lower, RoleKind.DIRECTOR),
            make_editor(other, RoleKind.CASHIER),
            make_editor(other, RoleKind.GUEST_REVIEWER),
        ]
        return entries, actors

    def test_predicate_and_query_agree(self, city):
        entries, actors = city
        for actor in actors:
            seen = set(visible_to(actor).values_list("pk", flat=True))
            changed = set(editable_by(actor).values_list("pk", flat=True))
            assert seen == {each.pk for each in entries if can_see_entry(actor, each)}
            assert changed == {each.pk for each in entries if can_edit_entry(actor, each)}

    def test_secrets_stay_in_their_house(self, city):
        _entries, actors = city
        counts = [visible_to(actor).count() for actor in actors]
        assert counts == [6, 0, 0, 6, 5, 4, 4, 0]
        assert [editable_by(actor).count() for actor in actors] == [6, 0, 0, 6, 4, 2, 0, 0]
