"""The columns of a list of organisations."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from karavan.integrations.sheets import words
from karavan.integrations.sheets.columns import Column
from karavan.integrations.sheets.ground import Ground
from karavan.integrations.sheets.words import NotUnderstood
from karavan.people.enums import FounderLevel, OrganisationKind


def inn(cell: Any) -> str:
    """A taxpayer number: 10 or 12 digits with sound check digits."""
    digits = re.sub(r"\D", "", words.text(cell))
    if len(digits) in (9, 11):
        digits = f"0{digits}"  # a table took it for a number
    if len(digits) not in (10, 12) or not _sound(digits):
        raise NotUnderstood(_("This is not an INN: it has 10 or 12 digits. Check it for a slip."))
    return digits


def _sound(digits: str) -> bool:
    def control(weights: Sequence[int]) -> int:
        return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False)) % 11 % 10

    if len(digits) == 10:
        return control((2, 4, 10, 3, 5, 9, 4, 6, 8)) == int(digits[9])
    first = control((7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) == int(digits[10])
    return first and control((3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) == int(digits[11])


FOUNDER_WORDS = {
    f"{stem}{end}": level
    for stem, level in (
        ("муниципальн", FounderLevel.MUNICIPAL),
        ("региональн", FounderLevel.REGIONAL),
        ("областн", FounderLevel.REGIONAL),
        ("федеральн", FounderLevel.FEDERAL),
        ("частн", FounderLevel.PRIVATE),
        ("городск", FounderLevel.MUNICIPAL),
    )
    for end in ("ый", "ое", "ая", "ой", "ые")
}


def organisation_columns(ground: Ground) -> tuple[Column, ...]:
    """The columns in the order of the template; drop-downs name what is the organisation's own."""
    own = tuple(dict.fromkeys(row.short_name or row.name for row in ground.organisations))
    return (
        Column(
            "id",
            "№ в Караване",
            _("Stands in tables saved from Karavan. Leave it as it is."),
            words.whole,
            ("id", "ид"),
            width=10,
            format="whole",
            example="пример",
        ),
        Column(
            "key",
            "Ваш номер",
            _("The number of the organisation in your own list."),
            words.text,
            ("ключ", "код"),
            width=10,
        ),
        Column(
            "inn",
            "ИНН",
            _("10 digits; by it the next upload finds the organisation again."),
            inn,
            ("инн организации", "инн учреждения"),
            width=14,
        ),
        Column(
            "name",
            "Полное название",
            _("As in the charter."),
            words.text,
            (
                "наименование",
                "название",
                "наименование организации",
                "учреждение",
                "полное наименование",
                "организация",
            ),
            required=True,
            width=50,
            example="Библиотека № 12",
        ),
        Column(
            "short_name",
            "Короткое название",
            _("As people call it."),
            words.text,
            ("краткое наименование", "сокращенное название", "кратко", "сокращенное наименование"),
            width=28,
            example="Библиотека № 12",
        ),
        Column(
            "kind",
            "Вид организации",
            _("Choose from the list."),
            words.choice_of(
                OrganisationKind.choices,
                _("the kind of organisation"),
                дк=OrganisationKind.CULTURE_HOUSE,
                цбс=OrganisationKind.LIBRARY_SYSTEM,
                дши=OrganisationKind.ART_SCHOOL,
            ),
            ("вид", "тип", "тип учреждения"),
            required=True,
            width=22,
            choices=tuple(str(one) for one in OrganisationKind.labels),
            example=str(OrganisationKind.LIBRARY.label),
        ),
        Column(
            "founder_level",
            "Учредитель",
            _("Whose it is."),
            words.choice_of(FounderLevel.choices, _("whose it is"), **FOUNDER_WORDS),
            ("уровень", "подчинение"),
            width=18,
            choices=tuple(str(one) for one in FounderLevel.labels),
            example=str(FounderLevel.MUNICIPAL.label),
        ),
        Column(
            "parent",
            "Входит в",
            _("Of a branch: the organisation above it."),
            words.text,
            ("головная организация", "подчиняется", "сеть"),
            width=30,
            choices=own,
            free=True,
            example=own[0] if own else "",
        ),
        Column("website", "Сайт", _("Beginning with https://"), words.link, ("сайт организации",), width=24),
        Column(
            "since",
            "Год основания",
            _("A year or a date."),
            words.text,
            ("основана", "с какого года"),
            width=12,
        ),
        Column(
            "description",
            "Описание",
            _("A few sentences for residents."),
            words.lines,
            ("об организации",),
            width=44,
            format="long",
        ),
        Column(
            "is_public",
            "Показывать жителям",
            _("“yes” or “no”; empty: yes."),
            words.yes_no,
            ("публиковать",),
            width=12,
            choices=(_("yes"), _("no")),
        ),
    )
