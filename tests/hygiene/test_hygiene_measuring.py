from datetime import UTC, date, datetime, time, timedelta

import pytest

from factories.people import make_organisation, make_role, make_user
from factories.places import make_place, make_survey, set_hours
from factories.programme import EventFactory
from karavan.hygiene import actions, queries
from karavan.hygiene.checks import Seen
from karavan.hygiene.enums import Answer, SiteState, Told
from karavan.hygiene.models import Finding, Score
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.people.enums import FounderLevel
from karavan.programme.drafts import SessionDraft
from karavan.programme.enums import OrganiserRole, PriceKind

NOW = datetime(2027, 3, 1, 5, tzinfo=UTC)
LATER = NOW + timedelta(hours=49)


def municipal(**given):
    return make_organisation(founder_level=FounderLevel.MUNICIPAL, **given)


def parts(score):
    return {part["code"]: (part["good"], part["of"]) for part in score.parts}


def gaps(organisation):
    return sorted(one.key.split(":")[0] for one in queries.findings_of(organisation))


@pytest.mark.django_db
class TestMeasuring:
    def test_bare_and_full(self):
        bare = municipal()
        full = municipal(
            website="https://club.example/",
            phone="263-12-34",
            email="club@example.org",
            description="Клуб",
            since="1957",
        )
        place = make_place(organisation=full, lat=55.1, lon=61.4, how_to_get_in="От остановки направо.")
        set_hours(place)
        make_survey(place)
        EventFactory(organisers=[(full, OrganiserRole.LEAD)], place=place, publish=True)
        found = {score.organisation_id: score for score in actions.measure(actor=SYSTEM, now=NOW)}
        told = parts(found[full.pk])
        assert {code: told[code] for code in ("phone", "hours", "survey", "events_ahead", "photos")} == {
            "phone": (1, 1),
            "hours": (1, 1),
            "survey": (1, 1),
            "events_ahead": (1, 1),
            "photos": (0, 1),
        }
        assert gaps(full) == ["photos"]
        assert parts(found[bare.pk])["hours"] == (0, 0)
        assert gaps(bare) == ["description", "email", "events_ahead", "phone", "since", "website"]
        assert (found[full.pk].value, found[bare.pk].value) == (97, 25)

    def test_a_branch_has_the_website_of_its_head_and_the_head_its_branches_events(self):
        head = municipal(website="https://library.example/")
        branch = municipal(parent=head)
        EventFactory(organisers=[(branch, OrganiserRole.LEAD)], publish=True)
        found = {score.organisation_id: parts(score) for score in actions.measure(actor=SYSTEM, now=NOW)}
        assert found[branch.pk]["website"] == (1, 1)
        assert found[head.pk]["events_ahead"] == (1, 1)

    def test_what_is_found_again_keeps_its_age_and_what_is_mended_is_gone(self):
        club = municipal()
        actions.measure(actor=SYSTEM, now=NOW)
        actions.measure(actor=SYSTEM, now=LATER)
        phone = Finding.objects.get(organisation=club, code="phone")
        assert (phone.since, phone.last_seen, phone.resolved_at) == (NOW, LATER, None)
        assert Score.objects.filter(organisation=club).count() == 2
        club.phone = "263-12-34"
        club.save()
        actions.measure(actor=SYSTEM, now=LATER)
        phone.refresh_from_db()
        assert phone.resolved_at == LATER
        assert Score.objects.filter(organisation=club).count() == 2

    def test_drafts_whose_day_is_over(self):
        club = municipal()
        event = EventFactory(
            title="Вечер",
            organisers=[(club, OrganiserRole.LEAD)],
            sessions=(SessionDraft(NOW - timedelta(days=10)),),
        )
        actions.measure(actor=SYSTEM, now=NOW)
        found = Finding.objects.get(organisation=club, code="drafts_over")
        assert (found.subject_id, found.subject, found.quote) == (event.pk, "Вечер", "19\xa0февраля\xa02027")

    def test_hours_that_end(self):
        place = make_place(organisation=municipal())
        set_hours(place, opens=time(9), valid_from=date(2027, 1, 1), valid_to=date(2027, 3, 11))
        actions.measure(actor=SYSTEM, now=NOW)
        assert Finding.objects.get(code="hours_end").quote == "11\xa0марта\xa02027"

    def test_constant_queries(self, django_assert_num_queries):
        def one():
            club = municipal()
            set_hours(make_place(organisation=club))
            EventFactory(organisers=[(club, OrganiserRole.LEAD)], publish=True, price_kind=PriceKind.FREE)

        one()
        with django_assert_num_queries(16):
            actions.measure(actor=SYSTEM, now=NOW)
        one()
        one()
        # With what is known already, an update comes on top.
        with django_assert_num_queries(17):
            actions.measure(actor=SYSTEM, now=LATER)


@pytest.mark.django_db
class TestSites:
    def test_faults_become_findings_and_what_could_not_be_told_leaves_them(self):
        club = municipal(website="https://club.example/")
        wrong = Seen(
            "site_phone", Told.FAULT, "Телефон: 111-11-11", "https://club.example/#:~:text=111", "222"
        )
        actions.keep_site(
            actor=SYSTEM, organisation=club, state=SiteState.ANSWERED, seen=[wrong], pages=3, now=NOW
        )
        score = queries.last_score(club)
        assert parts(score)["site_phone"] == (0, 1)
        dark = Seen("site_phone", Told.UNKNOWN)
        actions.keep_site(actor=SYSTEM, organisation=club, state=SiteState.SILENT, seen=[dark], now=LATER)
        found = Finding.objects.get(code="site_phone")
        assert (found.resolved_at, found.quote, found.recorded) == (None, "Телефон: 111-11-11", "222")
        assert parts(queries.last_score(club))["site_phone"] == (0, 0)
        right = Seen("site_phone", Told.GOOD)
        actions.keep_site(actor=SYSTEM, organisation=club, state=SiteState.ANSWERED, seen=[right], now=LATER)
        found.refresh_from_db()
        assert found.resolved_at == LATER

    def test_contradictions_that_stand_too_long_are_counted(self):
        club = municipal(website="https://club.example/")
        wrong = Seen("site_hours", Told.FAULT, "пн–пт 9–18")
        actions.keep_site(actor=SYSTEM, organisation=club, state=SiteState.ANSWERED, seen=[wrong], now=NOW)
        rows = queries.with_scores(queries.scored(), NOW + timedelta(hours=47))
        assert [row.stale for row in rows] == [None]
        rows = queries.with_scores(queries.scored(), LATER)
        assert [row.stale for row in rows] == [1]

    def test_asking_is_limited(self):
        club = municipal(website="https://club.example/")
        editor = make_user()
        with pytest.raises(NotAllowed):
            actions.ask_site_check(actor=editor, organisation=club, now=NOW)
        make_role(editor, club)
        actions.ask_site_check(actor=editor, organisation=club, now=NOW)
        with pytest.raises(Conflict):
            actions.ask_site_check(actor=editor, organisation=club, now=NOW + timedelta(minutes=14))
        again = NOW + timedelta(minutes=16)
        assert actions.ask_site_check(actor=editor, organisation=club, now=again).asked_at == again
        with pytest.raises(Invalid):
            actions.ask_site_check(actor=SYSTEM, organisation=municipal(), now=NOW)


@pytest.mark.django_db
def test_set_aside_costs_nothing_until_it_is_taken_back():
    club = municipal()
    (before,) = actions.measure(actor=SYSTEM, now=NOW)
    phone = Finding.objects.get(code="phone")
    with pytest.raises(Invalid):
        actions.answer(actor=SYSTEM, finding=phone, answer=Answer.ASIDE)
    with pytest.raises(NotAllowed):
        actions.answer(actor=make_user(), finding=phone, answer=Answer.PROMISED)
    actions.answer(actor=SYSTEM, finding=phone, answer=Answer.ASIDE, reason=" телефона нет ")
    (after,) = actions.measure(actor=SYSTEM, now=NOW)
    assert (parts(after)["phone"], after.value > before.value) == ((0, 0), True)
    assert (phone.answer_reason, phone in queries.open_findings()) == ("телефона нет", False)
    actions.answer(actor=SYSTEM, finding=phone, answer=Answer.NONE)
    assert [score.value for score in actions.measure(actor=SYSTEM, now=NOW)] == [before.value]
    assert queries.findings_of(club).filter(code="phone").count() == 1


@pytest.mark.django_db
def test_mondays_ten_are_told_once():
    names = [municipal(name=f"Клуб {number:02}", since="1950").name for number in range(11)]
    worst = municipal(name="Я")
    assert actions.tell_worst(actor=SYSTEM, now=NOW) is None
    actions.measure(actor=SYSTEM, now=NOW)
    digest = actions.tell_worst(actor=SYSTEM, now=NOW)
    assert [line["name"] for line in digest.lines] == ["Я", *names[:9]]
    assert digest.lines[0] == {
        "organisation": worst.pk,
        "name": "Я",
        "value": 25,
        "task": "Добавьте телефон",
    }
    assert actions.tell_worst(actor=SYSTEM, now=NOW) is None


@pytest.mark.django_db
def test_what_is_old_is_forgotten():
    municipal()
    actions.measure(actor=SYSTEM, now=NOW)
    assert actions.forget(actor=SYSTEM, now=NOW + timedelta(days=399)) == 0
    assert actions.forget(actor=SYSTEM, now=NOW + timedelta(days=402)) == 1
