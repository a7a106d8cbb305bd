"""The columns of a list of events."""

from django.utils.translation import gettext as _

from karavan.integrations.sheets import words
from karavan.integrations.sheets.columns import Column
from karavan.integrations.sheets.ground import Ground
from karavan.places.hourtext import parse_week
from karavan.programme.enums import AgeMark, Audience, Entry, EventKind, Facility, Language

KIND_WORDS = {
    "спектакли": EventKind.PERFORMANCE,
    "постановка": EventKind.PERFORMANCE,
    "кукольный_спектакль": EventKind.PUPPET_SHOW,
    "кино": EventKind.FILM,
    "кинопоказ": EventKind.FILM,
    "показ_фильма": EventKind.FILM,
    "мастер_класс": EventKind.WORKSHOP,
    "занятие": EventKind.CLUB,
    "кружок": EventKind.CLUB,
    "клуб": EventKind.CLUB,
    "беседа": EventKind.LECTURE,
    "литературный_вечер": EventKind.READING,
    "громкие_чтения": EventKind.READING,
    "творческая_встреча": EventKind.MEETING,
    "концертная_программа": EventKind.CONCERT,
    "викторина": EventKind.GAME,
    "квест": EventKind.GAME,
    "игровая_программа": EventKind.GAME,
    "утренник": EventKind.CELEBRATION,
    "митинг": EventKind.MEMORY,
    "народное_гуляние": EventKind.FOLK_FEAST,
    "гуляние": EventKind.FOLK_FEAST,
}


def event_columns(ground: Ground) -> tuple[Column, ...]:
    """The columns; drop-downs name the organisation's own houses, halls and programmes."""
    own = tuple(dict.fromkeys(ground.place_label(place) for place in ground.own_places))
    programmes = tuple(programme.title for programme in ground.programmes)
    organisations = tuple(dict.fromkeys(row.short_name or row.name for row in ground.organisations))
    return (
        *_identity(organisations),
        *_when(),
        Column(
            "place", "Место", _("Choose your house or hall from the list. Other places: by their full name."),
            ground.place_choice, ("место проведения", "площадка", "зал", "где"), width=32, choices=own,
            free=True, example=own[0] if own else "",
        ),
        *_for_whom(),
        *_price(),
        Column(
            "programme", "Программа", _("The programme or festival it belongs to, if any."),
            ground.programme_choice, ("проект", "фестиваль", "цикл"), width=26, choices=programmes, free=True,
        ),
        *_words(ground),
    )  # fmt: skip


def _identity(organisations: tuple[str, ...]) -> tuple[Column, ...]:
    return (
        Column(
            "id", "№ в Караване",
            _("Stands in tables saved from Karavan. Leave it as it is; empty in new rows."),
            words.whole, ("id", "ид", "номер в караване"), width=10, format="whole", example="пример",
        ),
        Column(
            "key", "Ваш номер",
            _("The number of the event in your own list. With it the next upload finds the event again, even "
              "renamed or moved. Rows with the same number are dates of one event."),
            words.text, ("ключ", "код", "номер события", "номер в вашем списке"), width=10, example="12",
        ),
        Column(
            "title", "Название", _("As on the poster, without the date."), words.text,
            ("наименование", "наименование мероприятия", "мероприятие", "событие", "название события",
             "название мероприятия"),
            required=True, width=40, example="Мастер-класс «Открытка к празднику»",
        ),
        Column(
            "kind", "Вид события", _("Choose from the list."),
            words.choice_of(EventKind.choices, _("the kind of event"), **KIND_WORDS),
            ("вид", "тип", "форма", "форма мероприятия", "категория", "жанр"), required=True, width=18,
            choices=tuple(str(label) for label in EventKind.labels), example=str(EventKind.WORKSHOP.label),
        ),
        Column(
            "organisation", "Организация",
            _("Who holds it. May be left empty where you upload for one organisation."), words.text,
            ("организатор", "учреждение", "ответственный", "проводит"), width=28, choices=organisations,
            free=True,
        ),
    )  # fmt: skip


def _when() -> tuple[Column, ...]:
    return (
        Column(
            "day", "Дата",
            _("05.12.2026 or “5 December”. Several dates: in one cell, separated by semicolons "
              "(“5 December 18:30; 6 December 12:00”), or in further rows below with an empty title or the "
              "same number."),
            words.moments,
            ("дата и время", "дата проведения", "дата время", "когда", "даты", "дата проведения мероприятия",
             "дата и время проведения", "срок", "сроки"),
            width=16, format="date", example="05.12.2026",
        ),
        Column(
            "starts", "Начало", _("Time of the start, 18:30. Not needed where the date says it."),
            words.clock,
            ("время", "время начала", "начало мероприятия", "время проведения"), width=9, format="time",
            example="12:00",
        ),
        Column(
            "ends", "Окончание", _("Time of the end; may be left empty."), words.clock,
            ("конец", "время окончания", "до"), width=11, format="time", example="13:30",
        ),
        Column(
            "first", "Первый день", _("Of an exhibition or another period. Then leave “Date” empty."),
            words.day, ("начало периода", "дата начала", "с какого числа", "открытие"), width=12,
            format="date",
        ),
        Column(
            "last", "Последний день", _("Of a period. Empty for what is always there."), words.day,
            ("конец периода", "дата окончания", "по какое число", "закрытие"), width=14, format="date",
        ),
        Column(
            "hours", "Часы работы",
            _("Of a period: “Tue–Sun 10:00–18:00”. Empty: the hours of the house."), parse_week,
            ("режим работы", "часы", "время работы"), width=22,
        ),
    )  # fmt: skip


def _for_whom() -> tuple[Column, ...]:
    audiences = words.choice_of(
        Audience.choices, _("for whom"), дети=Audience.CHILDREN, семья=Audience.FAMILY, все=Audience.EVERYONE,
        взрослые=Audience.ADULTS, пенсионеры=Audience.SENIORS, школьники=Audience.SCHOOL,
        подростки=Audience.TEENAGERS, молодежь=Audience.YOUTH, для_всех=Audience.EVERYONE,
    )  # fmt: skip
    return (
        Column(
            "age", "Возраст", _("The age mark of the poster."), words.age,
            ("возрастное ограничение", "возрастная категория", "возрастной ценз", "маркировка", "знак"),
            width=9, choices=tuple(str(label) for label in AgeMark.labels), example="6+",
        ),
        Column(
            "audiences", "Для кого", _("One or several, separated by semicolons."), words.several(audiences),
            ("аудитория", "целевая аудитория", "категория участников", "кому"), width=16,
            choices=tuple(str(label) for label in Audience.labels), free=True,
            example=str(Audience.FAMILY.label),
        ),
        Column(
            "languages", "Язык", _("If it is not Russian."),
            words.several(words.choice_of(Language.choices, _("a language"))), ("языки",), width=12,
            choices=tuple(str(label) for label in Language.labels), free=True,
        ),
        Column(
            "facilities", "Доступность",
            _("What you offer: sign language, subtitles… Separated by semicolons."),
            words.several(words.choice_of(Facility.choices, _("what is offered"))),
            ("доступная среда", "условия доступности"), width=20,
            choices=tuple(str(label) for label in Facility.labels), free=True,
        ),
    )  # fmt: skip


def _price() -> tuple[Column, ...]:
    yes_no = (_("yes"), _("no"))
    return (
        Column(
            "price", "Цена", _("“free”, 300, “300–500”, “pay what you wish”; in roubles."), words.price,
            ("стоимость", "цена билета", "стоимость билета", "цена руб", "стоимость участия"), width=14,
            format="money", example="бесплатно",
        ),
        Column(
            "entry", "Вход", _("Free entry, by registration or by ticket."),
            words.choice_of(
                Entry.choices, _("how one gets in"), свободный=Entry.OPEN, запись=Entry.REGISTRATION,
                регистрация=Entry.REGISTRATION, по_записи=Entry.REGISTRATION, билеты=Entry.TICKET,
                по_билетам=Entry.TICKET,
            ),
            ("условия входа", "условия участия"), width=16, choices=tuple(str(one) for one in Entry.labels),
            example=str(Entry.REGISTRATION.label),
        ),
        Column(
            "booking", "Ссылка на билеты или запись", _("Beginning with https://"), words.link,
            ("билеты", "запись", "ссылка на билеты", "ссылка на регистрацию", "купить билет"), width=24,
        ),
        Column(
            "pushkin", "Пушкинская карта", _("“yes” or “no”."), words.yes_no, ("пушкинская", "пк"), width=12,
            choices=yes_no, example=yes_no[1],
        ),
        Column(
            "capacity", "Число мест", _("How many people find room."), words.whole,
            ("мест", "вместимость", "количество мест", "количество участников"), width=10, format="whole",
            example=20,
        ),
    )  # fmt: skip


def _words(ground: Ground) -> tuple[Column, ...]:
    return (
        Column(
            "online", "Ссылка на трансляцию", _("If it can be watched from home."), words.link,
            ("трансляция", "онлайн", "ссылка"), width=22,
        ),
        Column(
            "summary", "Коротко", _("One or two sentences for lists."), words.text,
            ("аннотация", "анонс", "краткое описание", "кратко"), width=36, format="long",
            example="Делаем открытки вместе с художником, материалы выдадим.",
        ),
        Column(
            "text", "Описание", _("The whole text; an empty line begins a new paragraph."), words.lines,
            ("полное описание", "подробно", "содержание", "текст"), width=48, format="long",
        ),
        Column(
            "performers", "Исполнители", _("As on the poster, separated by semicolons."), words.names,
            ("участники", "артисты", "ведущий", "ведущие"), width=24,
        ),
        Column(
            "partners", "Соорганизаторы", _("Other organisations, separated by semicolons."),
            lambda cell: [ground.partner_choice(name) for name in words.names(cell)],
            ("партнеры", "совместно с", "соорганизатор"), width=24,
        ),
        Column(
            "note", "Заметка для сотрудников", _("Residents do not see it."), words.lines,
            ("примечание", "примечания", "комментарий"), width=26, format="long",
        ),
    )  # fmt: skip
