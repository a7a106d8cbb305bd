"""The page of spreading a month: asked for, answered in honest words, rows accepted."""

from datetime import date, time

import pytest

from factories.diary import make_entry
from factories.people import make_coordinator
from karavan.kernel.localtime import at
from karavan.planning.models import BalanceMove, BalanceRun, DiaryEntry
from office.planning.conftest import client_of
from portal.reading import Read

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HERE = "/office/diary/balance/"
START, THEN = at(date(2027, 6, 12), time(18)), at(date(2027, 6, 13), time(18))


def proposal(**given) -> BalanceMove:
    fields = {"outcome": "feasible", "penalty_before": 100, "penalty_after": 60, "bound": 30, **given}
    run = BalanceRun.objects.create(month=date(2027, 6, 1), finished_at=START, **fields)
    entry = make_entry(starts_at=START)
    return BalanceMove.objects.create(run=run, entry=entry, starts_at=START, to_starts_at=THEN, gain=40)


def test_what_is_not_proved_is_not_called_the_best(town):
    proposal()
    page = Read(client_of(make_coordinator()).get(f"{HERE}?month=2027-06"))
    assert page.one(class_="notice").text == (
        "Лучше на 40 %. Что это лучший вариант, не доказано: возможно не больше 70 %."
    )


def test_a_row_is_accepted_by_one_press_and_undone_by_another(town):
    move, client = proposal(), client_of(make_coordinator())
    for deed, start in (("accept", THEN), ("back", START)):
        client.post(HERE, {"month": "2027-06", "move": move.pk, "deed": deed})
        assert DiaryEntry.objects.get(pk=move.entry_id).starts_at == start


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_rows(town, count, django_assert_num_queries):
    first = proposal()
    for _number in range(count - 1):
        entry, other = make_entry(starts_at=START), make_entry(starts_at=THEN)
        reasons = [{"what": "gone", "key": f"entry:{other.pk}", "points": 40}]
        BalanceMove.objects.create(
            run=first.run, entry=entry, starts_at=START, to_starts_at=THEN, gain=40, reasons=reasons
        )
    client = client_of(make_coordinator())
    client.get(f"{HERE}?month=2027-06")
    with django_assert_num_queries(12):
        page = Read(client.get(f"{HERE}?month=2027-06"))
    assert len(page.all("li", class_="lot__one")) == count
