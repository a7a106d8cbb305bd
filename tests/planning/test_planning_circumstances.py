from datetime import date, time, timedelta
from typing import Any

import pytest

from factories.diary import EVENING, make_entry
from factories.people import make_coordinator, make_editor, make_organisation
from factories.places import make_district, make_place
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.localtime import at
from karavan.planning import actions
from karavan.planning.circumstances import Concern, concerns
from karavan.planning.enums import CircumstanceKind, Effect, Level
from karavan.planning.models import Circumstance, DiaryEntry
from karavan.planning.occasions import occasions
from karavan.planning.queries.circumstances import editable_by, to_confirm

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 27)
DAY = EVENING.date()


def refresh(today: date = TODAY) -> int:
    return actions.refresh_circumstances(actor=SYSTEM, today=today)


def feast(code: str, year: int = 2027) -> Circumstance:
    return Circumstance.objects.get(code=code, year=year)


def add(**given: Any) -> Circumstance:
    fields = {
        "kind": CircumstanceKind.ROADWORKS,
        "title": "Ремонт",
        "first_day": DAY,
        "last_day": DAY,
        **given,
    }
    return actions.add_circumstance(actor=SYSTEM, **fields)


def met(entry: DiaryEntry) -> list[Concern]:
    [one] = [
        each
        for each in occasions(entry.starts_at, entry.ends_at, actor=SYSTEM)
        if each.key == f"entry:{entry.pk}"
    ]
    return concerns(one)


def levels(entry: DiaryEntry) -> list[Level | None]:
    return [each.level for each in met(entry)]


def test_two_years_are_written_once() -> None:
    count = refresh()

    assert (refresh(), Circumstance.objects.count()) == (0, count)
    assert (feast("orthodox-easter").first_day, feast("eid-al-fitr").margin_days) == (date(2027, 5, 2), 1)
    assert feast("passover").first_day == date(2027, 4, 22)
    assert refresh(TODAY + timedelta(days=30)) > 0


def test_what_a_person_confirmed_or_changed_stays() -> None:
    refresh()
    coordinator = make_coordinator()
    actions.confirm_feast(actor=coordinator, circumstance=feast("eid-al-fitr"), day=date(2027, 3, 10))
    actions.update_circumstance(actor=coordinator, circumstance=feast("city-day"), title="День Челябинска")

    assert refresh() == 0
    confirmed = feast("eid-al-fitr")
    assert (confirmed.first_day, confirmed.margin_days, confirmed.confirmed_by) == (
        date(2027, 3, 10),
        0,
        coordinator,
    )
    assert feast("city-day").title == "День Челябинска"


def test_what_nobody_touched_follows_the_data() -> None:
    refresh()
    Circumstance.objects.filter(code="city-day").update(advice="Старое")

    assert refresh() == Circumstance.objects.filter(code="city-day").count()
    assert Circumstance.objects.filter(advice="Старое").count() == 0


def test_a_feast_moves_as_far_as_the_moon_does() -> None:
    refresh()
    coordinator = make_coordinator()
    eid = feast("eid-al-adha")

    assert [row.code for row in to_confirm(date(2027, 5, 1)).filter(year=2027)[:1]] == ["eid-al-adha"]
    with pytest.raises(Invalid) as refused:
        actions.confirm_feast(actor=coordinator, circumstance=eid, day=date(2027, 5, 18))
    assert list(refused.value.problems) == ["day"]
    with pytest.raises(NotAllowed):
        actions.confirm_feast(actor=make_editor(make_organisation()), circumstance=eid, day=date(2027, 5, 16))
    actions.confirm_feast(actor=coordinator, circumstance=eid, day=date(2027, 5, 16))
    with pytest.raises(Conflict):
        actions.confirm_feast(actor=coordinator, circumstance=eid, day=date(2027, 5, 16))


def test_editors_enter_the_plans_of_their_own_organisation() -> None:
    mine, other = make_organisation(), make_organisation()
    editor = make_editor(mine)
    fields = {"kind": CircumstanceKind.COMMUNITY, "title": "Шествие", "first_day": DAY, "last_day": DAY}
    row = actions.add_circumstance(actor=editor, organisation=mine, **fields)

    for organisation in (other, None):
        with pytest.raises(NotAllowed):
            actions.add_circumstance(actor=editor, organisation=organisation, **fields)
    add()
    assert list(editable_by(editor)) == [row]
    trashed = actions.remove_circumstance(actor=editor, circumstance=row)
    assert actions.restore_circumstance(actor=editor, trashed=trashed).title == "Шествие"


def test_days_of_the_calendar_are_not_removed() -> None:
    refresh()

    with pytest.raises(Conflict):
        actions.remove_circumstance(actor=make_coordinator(), circumstance=feast("city-day"))


def test_bad_input_is_told_at_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        add(last_day=DAY - timedelta(days=1), time_from=time(10), lat=55.1, radius=100)

    assert sorted(refused.value.problems) == ["last_day", "lon", "time_to"]


def test_a_day_of_memory_is_no_day_for_what_is_merry() -> None:
    add(kind=CircumstanceKind.MOURNING, effect=Effect.AVOID)

    assert levels(make_entry(kind="concert")) == [Level.SERIOUS]
    assert levels(make_entry(kind="lecture")) == [Level.NOTICE]


def test_a_good_day_and_a_quiet_one() -> None:
    add(kind=CircumstanceKind.FEAST, effect=Effect.FAVOUR, title="а")
    add(kind=CircumstanceKind.FEAST, effect=Effect.QUIET, title="б")

    assert levels(make_entry(is_loud=True)) == [Level.SERIOUS, None]
    assert levels(make_entry()) == [Level.NOTICE, None]


def test_works_matter_near_by_and_at_their_time_only() -> None:
    add(lat=55.16, lon=61.4, time_from=time(17), time_to=time(19))
    near, far = make_place(lat=55.161, lon=61.4), make_place(lat=55.2, lon=61.4)

    assert levels(make_entry(place=near, expected=600)) == [Level.SERIOUS]
    assert levels(make_entry(place=near, expected=50)) == [Level.NOTICE]
    assert levels(make_entry(place=far)) == []
    assert levels(make_entry()) == []
    assert levels(make_entry(place=near, starts_at=EVENING + timedelta(hours=2))) == []


def test_a_district_and_the_moons_margin() -> None:
    district = make_district()
    add(district=district, first_day=DAY + timedelta(days=1), last_day=DAY + timedelta(days=1))
    assert levels(make_entry(district=district)) == []

    Circumstance.objects.update(margin_days=1)
    assert levels(make_entry(district=district)) == [Level.NOTICE]
    assert levels(make_entry(district=make_district())) == []


def test_loud_into_the_night() -> None:
    start = at(date(2027, 6, 10), time(20))
    late = make_entry(starts_at=start, ends_at=start + timedelta(hours=3), is_loud=True)

    assert [(each.level, each.certainty) for each in met(late)] == [(Level.SERIOUS, "B")]
