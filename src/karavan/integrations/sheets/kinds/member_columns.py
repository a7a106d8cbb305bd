"""The columns of a list of people."""

import re
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from karavan.integrations.sheets import words
from karavan.integrations.sheets.columns import Column
from karavan.integrations.sheets.ground import Ground
from karavan.integrations.sheets.words import NotUnderstood
from karavan.people.enums import CITY_WIDE_ROLES, RoleKind

OFFERED: Final = tuple(kind for kind in RoleKind if kind not in CITY_WIDE_ROLES)


def email(cell: Any) -> str:
    """An e-mail address."""
    said = re.sub(r"^mailto:|\s", "", words.text(cell))
    try:
        validate_email(said)
    except ValidationError:
        raise NotUnderstood(_("This is not an e-mail address. Write it as name@example.org.")) from None
    return said


def member_columns(ground: Ground) -> tuple[Column, ...]:
    """The columns in the order of the template; drop-downs name what is the organisation's own."""
    own = tuple(dict.fromkeys(row.short_name or row.name for row in ground.managed))
    roles = [(kind.value, kind.label) for kind in OFFERED]
    return (
        Column("id", "№ в Караване", _("Leave it empty."), words.whole, ("id",), width=10, example="пример"),
        Column(
            "email",
            "Электронная почта",
            _("The invitation goes there."),
            email,
            ("e-mail", "email", "почта", "эл почта", "адрес почты", "электронный адрес"),
            required=True,
            width=30,
            example="ivanova@example.org",
        ),
        Column(
            "name",
            "Имя",
            _("Surname and first name."),
            words.text,
            ("фио", "фамилия имя отчество", "сотрудник", "имя и фамилия", "ф и о"),
            required=True,
            width=32,
            example="Иванова Мария",
        ),
        Column(
            "role",
            "Роль",
            _("What the person does in Karavan. Choose from the list."),
            words.choice_of(
                roles,
                _("a role"),
                редактор=RoleKind.PROGRAMME_EDITOR,
                руководитель=RoleKind.DIRECTOR,
                заведующая=RoleKind.DIRECTOR,
                заведующий=RoleKind.DIRECTOR,
            ),
            ("должность", "роль в системе", "права"),
            required=True,
            width=22,
            choices=tuple(str(kind.label) for kind in OFFERED),
            example=str(RoleKind.PROGRAMME_EDITOR.label),
        ),
        Column(
            "organisation",
            "Организация",
            _("May be left empty where you upload for one."),
            words.text,
            ("учреждение", "место работы", "филиал"),
            width=32,
            choices=own,
            free=True,
        ),
        Column(
            "first",
            "С какого дня",
            _("Empty: from today."),
            words.day,
            ("с", "дата начала"),
            width=14,
            format="date",
        ),
        Column(
            "last",
            "По какой день",
            _("Empty: without an end."),
            words.day,
            ("по", "дата окончания"),
            width=14,
            format="date",
        ),
    )
