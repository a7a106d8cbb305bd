"""On the way to a release: sent, taken back, sent back; who sees and who may."""

import pytest

from factories.people import make_coordinator, make_editor, make_organisation, make_user
from factories.programme import EventFactory, ProgrammeFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.people.enums import RoleKind
from karavan.programme import actions
from karavan.programme.events import EventSent, EventSentBack
from karavan.programme.models import Event
from karavan.programme.queries import public, visible_to
from karavan.programme.releases.queries import (
    publishes_directly,
    waiting_for_release,
)
from karavan.programme.rules import can_release_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    return make_organisation()


@pytest.fixture
def editor(library):
    return make_editor(library)


@pytest.fixture
def event(library):
    return EventFactory(organisers=[(library, "lead")])


def stored(event):
    return Event.objects.get(pk=event.pk)


def test_a_complete_draft_is_sent_and_residents_do_not_see_it(editor, event, heard):
    heard.clear()
    actions.send_for_release(actor=editor, event=event)
    sent = stored(event)
    assert (sent.status, sent.sent_by, sent.sent_at is not None) == ("ready", editor, True)
    assert list(public()) == []
    line = JournalLine.objects.get(verb="event.sent_for_release")
    assert (line.subject_id, line.before, line.after) == (event.pk, {"status": "draft"}, {"status": "ready"})
    # Sent once more it stays as it is.
    actions.send_for_release(actor=editor, event=event)
    assert (stored(event).sent_at, JournalLine.objects.filter(verb="event.sent_for_release").count()) == (
        sent.sent_at,
        1,
    )
    assert (EventSent(event.pk), EventSentBack(event.pk)) == (EventSent(event.pk), EventSentBack(event.pk))


def test_an_incomplete_draft_is_not_sent(editor, library):
    event = EventFactory(organisers=[(library, "lead")], age_mark=None, place=None)
    with pytest.raises(Invalid) as caught:
        actions.send_for_release(actor=editor, event=event)
    assert set(caught.value.problems) == {"age_mark", "place"}
    assert stored(event).status == "draft"


def test_what_is_public_is_not_sent(editor, library):
    event = EventFactory(organisers=[(library, "lead")], publish=True)
    with pytest.raises(Conflict):
        actions.send_for_release(actor=editor, event=event)
    actions.withdraw_event(actor=editor, event=event)
    assert actions.send_for_release(actor=editor, event=event).status == "ready"


def test_editors_take_back_what_they_sent(editor, event):
    actions.send_for_release(actor=editor, event=event)
    actions.take_back(actor=editor, event=event)
    back = stored(event)
    assert (back.status, back.sent_at, back.sent_by_id) == ("draft", None, None)
    with pytest.raises(Conflict):
        actions.take_back(actor=editor, event=event)
    with pytest.raises(NotAllowed):
        actions.take_back(actor=make_editor(make_organisation()), event=event)


def test_who_may_release_sends_back_with_a_reason(editor, library):
    festival = make_organisation()
    programme = ProgrammeFactory(organisations=[festival])
    event = EventFactory(organisers=[(library, "lead")], programme=ProgrammeFactory(parent=programme))
    director = make_editor(festival, RoleKind.DIRECTOR)
    with pytest.raises(NotAllowed):
        actions.send_back(actor=director, event=event, reason="Рано")
    actions.send_for_release(actor=editor, event=event)
    with pytest.raises(Invalid) as caught:
        actions.send_back(actor=director, event=event, reason=" ")
    assert set(caught.value.problems) == {"reason"}
    with pytest.raises(Invalid):
        actions.send_back(actor=director, event=event, reason="а" * 301)
    with pytest.raises(NotAllowed):
        actions.send_back(actor=make_editor(make_organisation()), event=event, reason="Рано")
    actions.send_back(actor=director, event=event, reason="Уточните <b>зал</b>")
    back = stored(event)
    assert (back.status, back.status_reason, back.sent_at) == ("draft", "Уточните зал", None)
    assert JournalLine.objects.get(verb="event.sent_back").reason == "Уточните зал"
    # Sent again, the reason is done with.
    actions.send_for_release(actor=editor, event=event)
    assert stored(event).status_reason == ""


def test_what_waits_is_seen_by_those_of_its_programme(editor, library):
    festival = make_organisation()
    programme = ProgrammeFactory(organisations=[festival])
    part = ProgrammeFactory(parent=programme)
    event = EventFactory(organisers=[(library, "lead")], programme=part)
    director, other = make_editor(festival, RoleKind.DIRECTOR), make_editor(make_organisation())
    assert list(visible_to(director)) == []
    actions.send_for_release(actor=editor, event=event)
    people = [director, make_editor(festival), editor, other, make_user(), make_coordinator(), SYSTEM, None]
    assert [visible_to(person).count() for person in people] == [1, 1, 1, 0, 0, 1, 1, 0]
    may = [1, 0, 0, 0, 0, 1, 1, 0]
    assert [waiting_for_release(person).count() for person in people] == may
    assert [int(can_release_programme(person, part)) for person in people] == may


def test_the_own_director_sees_what_waits(editor, library, event):
    actions.send_for_release(actor=editor, event=event)
    assert list(waiting_for_release(make_editor(library, RoleKind.DIRECTOR))) == [event]


def test_an_organisation_may_publish_by_releases_only(library, editor):
    branch = make_organisation(parent=library)
    event = EventFactory(organisers=[(branch, "lead")])
    director = make_editor(library, RoleKind.DIRECTOR)
    with pytest.raises(NotAllowed):
        actions.set_releases_only(actor=editor, organisation=library, only=True)
    for only in (True, True, False, True):
        actions.set_releases_only(actor=director, organisation=library, only=only)
    assert JournalLine.objects.filter(verb="organisation.releases_only_set").count() == 3
    assert [publishes_directly(person, event) for person in (editor, director, make_coordinator())] == [
        False,
        True,
        True,
    ]
    for publish in (
        lambda: actions.publish_event(actor=editor, event=event),
        lambda: actions.publish_events(actor=editor, events=[event]),
    ):
        with pytest.raises(NotAllowed):
            publish()
    free = EventFactory(organisers=[(make_organisation(), "lead")])
    assert publishes_directly(editor, free) is True
    actions.send_for_release(actor=editor, event=event)
    actions.publish_event(actor=director, event=event)
    published = stored(event)
    assert (published.status, published.sent_at, published.sent_by_id) == ("published", None, None)
