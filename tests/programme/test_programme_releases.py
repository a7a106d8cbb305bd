"""Releases: what they publish, whom they ask, what they tell."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.people import make_editor, make_organisation
from factories.places import make_place, set_hours
from factories.programme import START, EventFactory, ProgrammeFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.people.enums import RoleKind
from karavan.programme import actions
from karavan.programme.drafts import SessionDraft
from karavan.programme.events import ProgrammeChanged, Released
from karavan.programme.models import Event, Programme, Release
from karavan.programme.releases.log import differences, follow
from karavan.programme.releases.queries import playbill_releases, programme_releases
from karavan.programme.releases.scope import Scope
from karavan.programme.releases.state import state_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MARCH, APRIL = date(2027, 3, 1), date(2027, 4, 1)


@pytest.fixture
def theatre():
    return make_organisation()


@pytest.fixture
def director(theatre):
    return make_editor(theatre, RoleKind.DIRECTOR)


@pytest.fixture
def festival(theatre):
    return ProgrammeFactory(slug="festival", organisations=[theatre])


def sent(**given):
    event = EventFactory(**given)
    return actions.send_for_release(actor=SYSTEM, event=event)


def verdicts(release):
    return {
        int(entry["event"]): next((key for key in ("added", "removed") if key in entry), "changed")
        for entry in release.log
    }


def test_a_release_publishes_what_waits_and_tells_of_it(director, festival, theatre, heard):
    part = ProgrammeFactory(parent=festival)
    other = make_organisation()
    ready = [sent(programme=festival), sent(programme=part, organisers=[(other, "lead")])]
    left = sent(programme=part)
    draft, public = EventFactory(programme=part), EventFactory(programme=part, publish=True)
    heard.clear()
    release = actions.release_programme(
        actor=director, programme=festival, name="Первая <b>афиша</b>", note="Читайте\nниже", events=ready
    )
    assert [Event.objects.get(pk=each.pk).status for each in (*ready, left, draft, public)] == [
        "published",
        "published",
        "ready",
        "draft",
        "published",
    ]
    assert (release.number, release.name, release.note) == (1, "Первая афиша", "Читайте\nниже")
    assert (release.released_by, release.organisation, release.month) == (director, None, None)
    assert verdicts(release) == {ready[0].pk: "added", ready[1].pk: "added", public.pk: "added"}
    stored = Release.objects.get()
    assert stored.state == follow({}, stored.log) == state_of(Scope(programme=festival))
    line = JournalLine.objects.get(verb="programme.released")
    assert (line.subject_id, line.organisation_id, line.actor_id, line.after["number"]) == (
        festival.pk,
        theatre.pk,
        director.pk,
        1,
    )
    assert list(programme_releases(festival.pk)) == [release]


def test_the_next_release_tells_of_changes_made_meanwhile(director, festival):
    concert, play = sent(programme=festival), sent(programme=festival)
    late = EventFactory(programme=festival)
    actions.release_programme(actor=director, programme=festival, name="Один", events=[concert, play])
    hall = make_place(name="Малый зал")
    actions.move_session(actor=SYSTEM, session=concert.sessions.get(), starts_at=START + timedelta(days=1))
    actions.move_session(
        actor=SYSTEM, session=concert.sessions.get(), starts_at=START + timedelta(days=2), place=hall
    )
    actions.mark_sold_out(actor=SYSTEM, session=play.sessions.get())
    actions.cancel_event(actor=SYSTEM, event=play, reason="Карантин")
    actions.publish_event(actor=SYSTEM, event=late)
    release = actions.release_programme(actor=director, programme=festival, name="Два")
    assert (release.number, verdicts(release)) == (
        2,
        {concert.pk: "changed", play.pk: "changed", late.pk: "added"},
    )
    moved, cancelled, _added = release.log
    change = moved["sessions"]["changed"][str(concert.sessions.get().pk)]
    assert change["was"] == {"starts": "2027-03-01T13:00+00:00", "place": None}
    assert (change["now"]["starts"], change["now"]["place"]["name"]) == (
        "2027-03-03T13:00+00:00",
        "Малый зал",
    )
    assert cancelled["was"] == {"cancelled": False, "note": ""}
    first = Release.objects.get(number=1)
    assert follow(first.state, release.log) == release.state
    actions.withdraw_event(actor=SYSTEM, event=late)
    actions.update_event(actor=SYSTEM, event=concert, programme=None)
    third = actions.release_programme(actor=director, programme=festival, name="Три")
    assert verdicts(third) == {concert.pk: "removed", late.pk: "removed"}


def test_nothing_new_is_no_release(director, festival):
    actions.release_programme(actor=director, programme=festival, name="А", events=[sent(programme=festival)])
    with pytest.raises(Conflict):
        actions.release_programme(actor=director, programme=festival, name="Б")
    assert Release.objects.count() == 1


def test_who_looked_at_an_older_release_is_stopped(director, festival):
    one, two = sent(programme=festival), sent(programme=festival)
    actions.release_programme(actor=director, programme=festival, name="А", events=[one], after=0)
    for after in (0, 2):
        with pytest.raises(Conflict):
            actions.release_programme(actor=director, programme=festival, name="Б", events=[two], after=after)
    assert Event.objects.get(pk=two.pk).status == "ready"
    actions.release_programme(actor=director, programme=festival, name="Б", events=[one, two], after=1)
    assert Release.objects.count() == 2


def test_all_or_nothing_is_released(director, festival):
    good, broken = sent(programme=festival), sent(programme=festival)
    actions.update_event(actor=SYSTEM, event=broken, age_mark=None)
    gone = EventFactory(programme=festival)
    elsewhere, draft = sent(), EventFactory(programme=festival)
    actions.remove_event(actor=SYSTEM, event=Event.objects.get(pk=gone.pk))
    with pytest.raises(Invalid) as caught:
        actions.release_programme(
            actor=director, programme=festival, name="А", events=[good, broken, gone, elsewhere, draft]
        )
    assert sorted(caught.value.problems) == ["1.age_mark", "2", "3", "4"]
    assert (Release.objects.count(), Event.objects.get(pk=good.pk).status) == (0, "ready")
    for name, note, path in ((" ", "", "name"), ("а" * 201, "", "name"), ("А", "а" * 2001, "note")):
        with pytest.raises(Invalid) as caught:
            actions.release_programme(actor=director, programme=festival, name=name, note=note, events=[good])
        assert set(caught.value.problems) == {path}


def test_only_directors_and_coordinators_release(theatre, festival, director):
    event = sent(programme=festival, organisers=[(theatre, "lead")])
    editor = make_editor(theatre)
    with pytest.raises(NotAllowed):
        actions.release_programme(actor=editor, programme=festival, name="А", events=[event])
    with pytest.raises(NotAllowed):
        actions.release_month(actor=editor, organisation=theatre, month=MARCH, name="А", events=[event])
    part = ProgrammeFactory(parent=festival)
    event = sent(programme=part)
    assert actions.release_programme(actor=director, programme=part, name="А", events=[event]).number == 1


def test_a_hidden_programme_becomes_public_with_its_release(director, theatre, heard):
    hidden = ProgrammeFactory(is_public=False, organisations=[theatre])
    event = sent(programme=hidden)
    Programme.objects.filter(pk=hidden.pk).update(certainty="C")
    with pytest.raises(Invalid):
        actions.release_programme(actor=director, programme=hidden, name="А", events=[event])
    assert Release.objects.count() == 0
    Programme.objects.filter(pk=hidden.pk).update(certainty="A")
    heard.clear()
    release = actions.release_programme(actor=director, programme=hidden, name="А", events=[event])
    assert Programme.objects.get(pk=hidden.pk).is_public is True
    lines = JournalLine.objects.filter(subject_type="programme.programme", subject_id=hidden.pk)
    told = lines.filter(verb__in=["programme.released", "programme.changed"])
    assert set(told.values_list("organisation_id", flat=True)) == {theatre.pk}
    assert ProgrammeChanged(hidden.pk) in heard
    assert Released(release.pk) == Released(release.pk)


def test_a_month_of_a_playbill_is_released(theatre, director):
    stage = make_organisation(parent=theatre)
    march, april = SessionDraft(START), SessionDraft(START + timedelta(days=31))
    play = sent(organisers=[(stage, "lead")], calendar="dates", sessions=[march, april])
    later = sent(organisers=[(stage, "lead")], sessions=[april])
    guest = sent(organisers=[(make_organisation(), "lead"), (theatre, "co")])
    scope = Scope(organisation=theatre, month=MARCH)
    assert list(scope.waiting()) == [play]
    with pytest.raises(Invalid):
        actions.release_month(
            actor=director, organisation=theatre, month=MARCH, name="Март", events=[play, later, guest]
        )
    release = actions.release_month(
        actor=director, organisation=theatre, month=MARCH, name="Март", events=[play]
    )
    (entry,) = release.log
    told = entry["added"]["sessions"]
    assert [fact["starts"] for fact in told.values()] == ["2027-03-01T13:00+00:00"]
    assert list(playbill_releases(theatre.pk, MARCH)) == [release]
    assert list(playbill_releases(theatre.pk, APRIL)) == []
    line = JournalLine.objects.get(verb="organisation.released")
    assert (line.subject_id, line.organisation_id, line.after["month"]) == (
        theatre.pk,
        theatre.pk,
        "2027-03-01",
    )
    # A date that moves out of the month is told as moved, not as gone.
    session = play.sessions.order_by("starts_at").first()
    actions.move_session(actor=SYSTEM, session=session, starts_at=datetime(2027, 4, 20, 13, tzinfo=UTC))
    second = actions.release_month(actor=director, organisation=theatre, month=MARCH, name="Март, 2")
    change = second.log[0]["sessions"]["changed"][str(session.pk)]
    assert (change["was"], second.log[0]["sessions"]["removed"]) == (
        {"starts": "2027-03-01T13:00+00:00"},
        {},
    )
    # And stays so, even when it moves once more.
    actions.move_session(actor=SYSTEM, session=session, starts_at=datetime(2027, 5, 20, 13, tzinfo=UTC))
    third = actions.release_month(actor=director, organisation=theatre, month=MARCH, name="Март, 3")
    assert set(third.log[0]["sessions"]["changed"]) == {str(session.pk)}


def test_a_period_belongs_to_every_month_it_meets(theatre):
    place = make_place()
    set_hours(place)
    show = EventFactory(
        organisers=[(theatre, "lead")],
        calendar="periodic",
        sessions=(),
        date_from=date(2027, 2, 10),
        date_to=date(2027, 3, 10),
        place=place,
        publish=True,
    )
    months = [date(2027, number, 1) for number in (1, 2, 3, 4)]
    found = [list(Scope(organisation=theatre, month=month).public()) for month in months]
    assert found == [[], [show], [show], []]


def test_a_scope_is_of_one_thing(theatre, festival):
    for given in (
        {},
        {"programme": festival, "organisation": theatre},
        {"programme": festival, "month": MARCH},
        {"organisation": theatre},
        {"organisation": theatre, "month": date(2027, 3, 2)},
    ):
        with pytest.raises(ValueError, match=r"release|month"):
            Scope(**given)


def test_a_place_that_residents_do_not_see_is_not_named(festival):
    event = EventFactory(programme=festival, place=make_place(is_public=False), publish=True)
    assert state_of(Scope(programme=festival))[str(event.pk)]["place"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_a_state_is_read_in_six_queries(festival, count):
    for _number in range(count):
        EventFactory(programme=festival, publish=True)
    with CaptureQueriesContext(connection) as queries:
        state = state_of(Scope(programme=festival))
    assert (len(queries), len(state)) == (6, count)
    assert differences(state, state) == []
