import pytest

from factories.people import make_coordinator, make_editor, make_organisation, make_user
from factories.programme import EventFactory, ProgrammeFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import NotAllowed
from karavan.people.enums import RoleKind
from karavan.programme import actions, rules
from karavan.programme.models import Event

pytestmark = pytest.mark.django_db


def test_lead_organisers_coordinators_and_the_system_edit_an_event():
    lead, co, above = make_organisation(), make_organisation(), make_organisation()
    branch = make_organisation(parent=above)
    event = EventFactory(organisers=[(lead, "lead"), (branch, "lead"), (co, "co")])
    actors = [
        make_editor(lead),
        make_editor(above),
        make_editor(lead, RoleKind.DIRECTOR),
        make_coordinator(),
        SYSTEM,
        make_editor(co),
        make_editor(lead, RoleKind.CASHIER),
        make_user(),
        None,
    ]
    assert [rules.can_edit_event(actor, event) for actor in actors] == [True] * 5 + [False] * 4
    assert [rules.can_publish_event(actor, event) for actor in actors] == [True] * 5 + [False] * 4


def test_an_event_without_a_lead_is_the_citys():
    co = make_organisation()
    event = EventFactory(organisers=[(co, "co")])
    assert [rules.can_edit_event(actor, event) for actor in (make_editor(co), make_coordinator())] == [
        False,
        True,
    ]


def test_a_programme_belongs_to_its_organisations():
    own = make_organisation()
    programme, citys = ProgrammeFactory(organisations=[own]), ProgrammeFactory()
    editor = make_editor(own)
    assert [rules.can_edit_programme(editor, each) for each in (programme, citys)] == [True, False]
    assert rules.can_edit_programme(make_coordinator(), citys) is True


def test_permissions_answer_to_has_perm():
    lead = make_organisation()
    event = EventFactory(organisers=[(lead, "lead")])
    from rules.permissions import has_perm

    assert has_perm("programme.change_event", make_editor(lead), event) is True
    assert has_perm("programme.publish_event", make_user(), event) is False


def test_actions_refuse_who_may_not():
    lead, stranger = make_organisation(), make_editor(make_organisation())
    event = EventFactory(organisers=[(lead, "lead")], publish=True)
    session = event.sessions.get()
    programme = ProgrammeFactory()
    writes = [
        lambda: actions.create_event(actor=stranger, organisers=[(lead, "lead")], title="A", kind="concert"),
        lambda: actions.create_event(actor=stranger, title="A", kind="concert"),
        lambda: actions.update_event(actor=stranger, event=event, title="B"),
        lambda: actions.set_organisers(actor=stranger, event=event, organisers=[]),
        lambda: actions.set_performers(actor=stranger, event=event, performers=["A"]),
        lambda: actions.set_hours(actor=stranger, event=event, hours=[]),
        lambda: actions.set_tariffs(actor=stranger, event=event, tariffs=[]),
        lambda: actions.publish_event(actor=stranger, event=event),
        lambda: actions.publish_events(actor=stranger, events=[event]),
        lambda: actions.withdraw_event(actor=stranger, event=event),
        lambda: actions.cancel_event(actor=stranger, event=event, reason="Дождь"),
        lambda: actions.remove_event(actor=stranger, event=event),
        lambda: actions.cancel_session(actor=stranger, session=session, note="Дождь"),
        lambda: actions.mark_sold_out(actor=stranger, session=session),
        lambda: actions.update_programme(actor=stranger, programme=programme, title="B"),
        lambda: actions.create_programme(actor=stranger, slug="b", title="B", parent=programme),
        lambda: actions.create_benefit_category(
            actor=stranger, code="a", name="A", level="federal", legal_basis="1", valid_from="2020-01-01"
        ),
    ]
    for write in writes:
        with pytest.raises(NotAllowed):
            write()
    assert list(Event.objects.values_list("title", "status")) == [(event.title, "published")]


def test_an_editor_creates_and_publishes_in_bulk_for_own_organisations_only():
    from factories.places import make_place
    from factories.programme import draft

    own, other, place = make_organisation(), make_organisation(), make_place()
    editor = make_editor(own)
    mine = draft(place_id=place.pk, organisers=[(other.pk, "co"), (own.pk, "lead")])
    theirs = draft(place_id=place.pk, organisers=[(other.pk, "lead"), (own.pk, "co")])
    created = actions.create_events(actor=editor, drafts=[mine])
    published = actions.publish_events(actor=editor, events=created)
    assert [event.status for event in published] == ["published"]
    with pytest.raises(NotAllowed):
        actions.create_events(actor=editor, drafts=[mine, theirs])
    assert Event.objects.count() == 1
