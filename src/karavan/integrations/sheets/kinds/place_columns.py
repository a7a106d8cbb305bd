"""The columns of a list of places."""

from django.utils.translation import gettext as _

from karavan.integrations.sheets import words
from karavan.integrations.sheets.columns import Column
from karavan.integrations.sheets.ground import Ground
from karavan.integrations.sheets.words import choice_of_records
from karavan.places.enums import PlaceKind, PlaceLevel
from karavan.places.hourtext import parse_week


def place_columns(ground: Ground) -> tuple[Column, ...]:
    """The columns in the order of the template; drop-downs name what is the organisation's own."""
    houses = tuple(dict.fromkeys(place.name for place in ground.own_places if place.level != "hall"))
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
            _("The number of the place in your own list."),
            words.text,
            ("ключ", "код"),
            width=10,
        ),
        Column(
            "name",
            "Название",
            _("The full name; of a hall, without the house."),
            words.text,
            ("наименование", "место", "объект", "название места", "наименование объекта"),
            required=True,
            width=40,
            example="Большой зал",
        ),
        Column(
            "kind",
            "Вид места",
            _("Choose from the list."),
            words.choice_of(
                PlaceKind.choices,
                _("the kind of place"),
                дк=PlaceKind.CULTURE_HOUSE,
                зал=PlaceKind.HALL,
                филиал_библиотеки=PlaceKind.LIBRARY,
            ),
            ("вид", "тип", "категория"),
            required=True,
            width=20,
            choices=tuple(str(one) for one in PlaceKind.labels),
            example=str(PlaceKind.HALL.label),
        ),
        Column(
            "level",
            "Уровень",
            _("A building, a hall in it, an open-air place… Empty: a building."),
            words.choice_of(
                PlaceLevel.choices,
                _("the level"),
                открытая_площадка=PlaceLevel.OPEN_AIR,
                улица=PlaceLevel.OPEN_AIR,
                площадь=PlaceLevel.OPEN_AIR,
                помещение=PlaceLevel.HALL,
            ),
            (),
            width=16,
            choices=tuple(str(one) for one in PlaceLevel.labels),
            example=str(PlaceLevel.HALL.label),
        ),
        Column(
            "parent",
            "Находится в",
            _("Of a hall: the house it lies in."),
            words.text,
            ("здание", "где находится", "входит в"),
            width=32,
            choices=houses,
            free=True,
            example=houses[0] if houses else "",
        ),
        Column(
            "organisation",
            "Организация",
            _("Who runs it. May be empty where you upload for one."),
            words.text,
            ("учреждение", "владелец"),
            width=28,
            free=True,
            choices=tuple(dict.fromkeys(row.short_name or row.name for row in ground.organisations)),
        ),
        Column(
            "address",
            "Адрес",
            _("Street and house."),
            words.text,
            ("адрес места", "местонахождение"),
            width=36,
            example="",
        ),
        Column(
            "district",
            "Район",
            _("The district of the city."),
            choice_of_records([(row.name, row.pk) for row in ground.districts], _("a district")),
            (),
            width=18,
            choices=tuple(row.name for row in ground.districts),
        ),
        Column("lat", "Широта", _("Degrees, 55.1598."), words.decimal, ("lat",), width=10, format="number"),
        Column(
            "lon", "Долгота", _("Degrees, 61.4025."), words.decimal, ("lon", "lng"), width=10, format="number"
        ),
        Column(
            "capacity",
            "Число мест",
            _("Seats, or how many people find room."),
            words.whole,
            ("вместимость", "мест", "количество мест"),
            width=10,
            format="whole",
            example=300,
        ),
        Column(
            "hours",
            "Часы работы",
            _("“Mon–Fri 10:00–19:00, Sat 10:00–18:00”."),
            parse_week,
            ("режим работы", "график работы"),
            width=30,
        ),
        Column("website", "Сайт", _("Beginning with https://"), words.link, (), width=24),
        Column(
            "how_to_get_in",
            "Как войти",
            _("The way in, step by step."),
            words.lines,
            ("вход", "как пройти"),
            width=36,
            format="long",
        ),
        Column(
            "description",
            "Описание",
            _("A few sentences for residents."),
            words.lines,
            ("о месте",),
            width=40,
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
