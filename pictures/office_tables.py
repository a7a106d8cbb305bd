"""Uploads of tables on the photographs: one with wrong rows, one written, two records of one thing."""

from datetime import timedelta
from typing import Any

from django.utils.translation import override

from karavan.integrations.sheets import actions
from karavan.integrations.sheets.ground import Ground
from karavan.integrations.sheets.kinds import importer
from karavan.integrations.sheets.models import Batch, BatchRow
from karavan.integrations.sheets.workbooks import filled
from karavan.people.models import Organisation, User
from karavan.places.models import Place
from pictures import town

TITLES = (
    ("Громкие чтения у ёлки", "Чтения"),
    ("Мастер-класс «Ёлочный фонарь»", "Мастер-класс"),
    ("Лекция «Караваны Южного Урала»", "Лекция"),
    ("Концерт хора ветеранов", "Концерт"),
    ("Клуб «Самовар»", "Клуб"),
    ("Встреча с краеведом", "Встреча"),
)


def fill(actor: User, place: Place, house: Organisation) -> dict[str, str]:
    """Uploads of the actor; addresses by the name of a picture."""
    with override("ru"):
        rows = [_row(number, place) for number in range(len(TITLES))]
        written = _checked(actor, house, rows, "Декабрь.xlsx")
        written = actions.confirm_batch(actor=actor, batch=written, mode="all", publish=True)
        written = actions.write_batch(actor=actor, batch=written)
        rows[0] |= {"price": 150}
        rows[1] |= {"starts": "14:00"}
        rows[2] |= {"kind": "Чаепитие"}
        rows[3] |= {"day": "32 декабря"}
        rows[4] |= {"price": "недорого"}
        rows.append(_row(5, place) | {"key": "99", "title": "Встреча с краеведом!"})
        wrong = _checked(actor, house, rows, "Декабрь, поправки.xlsx")
        twin = _checked(actor, house, [rows[-1]], "Забыли.xlsx")
        twin = actions.confirm_batch(actor=actor, batch=twin, mode="all")
        twin = actions.write_batch(actor=actor, batch=twin)
    pair = [_record(written, 7), _record(twin, 2)]
    return {
        "office-import": str(wrong.pk),
        "office-import-undo": str(written.pk),
        "office-imported": str(_record(written, 2)),
        "office-merge-first": str(pair[0]),
        "office-merge-second": str(pair[1]),
    }


def _row(number: int, place: Place) -> dict[str, Any]:
    title, kind = TITLES[number]
    return {
        "key": str(number + 1),
        "title": title,
        "kind": kind,
        "day": f"{town.TODAY + timedelta(days=20 + number):%d.%m.%Y}",
        "starts": "18:30",
        "place": place.name,
        "age": "6+",
        "price": "бесплатно" if number % 2 else 250,
        "summary": "Приходите всей семьёй.",
    }


def _checked(actor: User, house: Organisation, rows: list[dict[str, Any]], name: str) -> Batch:
    content = filled(importer("events", Ground(actor=actor, organisation=house)), rows)
    batch = actions.upload(actor=actor, kind="events", content=content, file_name=name, organisation=house)
    return actions.check_batch(actor=actor, batch=batch)


def _record(batch: Batch, number: int) -> int:
    return BatchRow.objects.get(batch=batch, number=number).record_id or 0
