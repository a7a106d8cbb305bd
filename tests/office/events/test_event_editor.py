"""The editor without scripts: a new event, its errors, its live answers."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from factories.people import make_editor, make_organisation
from factories.places import PNG, make_hall, png
from factories.programme import START, BenefitCategoryFactory, EventFactory, ProgrammeFactory
from karavan.kernel.drafts.models import DraftFile
from karavan.kernel.journal.models import JournalLine
from karavan.programme.models import Event
from office.events.conftest import signed_in
from office.events.filling_in import changed, fields_of
from portal.reading import Read

NEW = "/office/events/new/"
DAY = "2027-03-01"


def sent(office, do="save", page=NEW, **values):
    return office.post(page, changed(office.get(page), do, **values))


def messages(page):
    return [one.text for one in Read(page).all(class_="field__error")]


def edit(event):
    return f"/office/events/{event.pk}/edit/"


def test_a_title_alone_makes_a_draft_with_its_kind_guessed(office, house):
    response = sent(office, title="Концерт хора")
    event = Event.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/office/events/{event.pk}/")
    assert (event.title, event.kind, event.status, event.languages) == (
        "Концерт хора", "concert", "draft", ["ru"]
    )  # fmt: skip
    assert [(row.organisation, row.role) for row in event.organisers.all()] == [(house, "lead")]
    assert JournalLine.objects.filter(verb__startswith="event.").count() == 1


def test_a_whole_event_in_one_form(office, house, hall):
    programme, category = ProgrammeFactory(organisations=[house]), BenefitCategoryFactory()
    sent(
        office,
        title="Вечер романсов",
        kind="concert",
        programme=str(programme.pk),
        sessions__n0__day=DAY,
        sessions__n0__start="18:30",
        sessions__n0__end="20.00",
        place=str(hall.pk),
        capacity="120",
        age_mark="12",
        audiences=["adults", "seniors"],
        price_kind="paid",
        price_min="300",
        price_max="450,50",
        entry="ticket",
        booking_url="example.org/t",
        pushkin_card="yes",
        facilities=["subtitles"],
        summary="Кратко",
        text="Первый **абзац**\n\n- раз\n- два",
        en_title="Romances",
        performers__n0__name="Хор",
        performers__n0__part="пение",
        **{f"tariffs__{category.pk}__kind": "percent", f"tariffs__{category.pk}__value": "50"},
    )
    event = Event.objects.get()
    assert (event.programme, event.place_id, event.capacity, event.age_mark) == (programme, hall.pk, 120, 12)
    assert (event.audiences, event.price_min, event.price_max, event.entry) == (
        ["adults", "seniors"], 30000, 45050, "ticket"
    )  # fmt: skip
    assert (event.booking_url, event.pushkin_card, event.facilities) == (
        "https://example.org/t", True, ["subtitles"]
    )  # fmt: skip
    assert event.text == "<p>Первый <strong>абзац</strong></p><ul><li>раз</li><li>два</li></ul>"
    assert event.translations == {"en": {"title": "Romances"}}
    (date,) = event.sessions.all()
    assert (date.starts_at, date.ends_at) == (
        datetime(2027, 3, 1, 13, 30, tzinfo=UTC), datetime(2027, 3, 1, 15, tzinfo=UTC)
    )  # fmt: skip
    assert [(row.name, row.part) for row in event.performers.all()] == [("Хор", "пение")]
    assert [(row.category, row.kind, row.value) for row in event.tariffs.all()] == [(category, "percent", 50)]


def test_a_typed_line_of_dates_is_read_and_one_that_is_not_stays(office):
    page = sent(office, "when", title="Лекция", when_line="12 и 19 декабря 2026 18:30")
    data = fields_of(page)
    assert data["calendar"] == ["dates"]
    assert [value[0] for name, value in data.items() if name.endswith("-day")][:2] == [
        "2026-12-12",
        "2026-12-19",
    ]
    assert Event.objects.count() == 0
    page = sent(office, "when", title="Лекция", when_line="когда-нибудь")
    assert (fields_of(page)["when_line"], messages(page)) == (
        ["когда-нибудь"], ["Не удалось прочитать. Напишите дни и время или выберите их ниже."]
    )  # fmt: skip


def test_a_line_is_read_on_saving_too(office):
    sent(office, title="Выставка", when_line="с 1 по 20 марта 2027, вт-вс 10:00–18:00")
    event = Event.objects.get()
    assert (event.calendar, str(event.date_from), str(event.date_to)) == (
        "periodic",
        "2027-03-01",
        "2027-03-20",
    )
    assert [row.weekday for row in event.hours.all()] == [1, 2, 3, 4, 5, 6]


def test_nothing_typed_is_lost_where_something_is_wrong(office):
    typed = {
        "title": "",
        "summary": "Кратко",
        "sessions__n0__day": DAY,
        "sessions__n0__start": "25:99",
        "price_kind": "paid",
        "price_min": "триста",
        "text": "Слова",
        "performers__n0__part": "рояль",
    }
    page = sent(office, **typed)
    assert (page.status_code, Event.objects.count()) == (200, 0)
    data = fields_of(page)
    assert {name: data[name.replace("__", "-")] for name in typed} == {
        name: [one] for name, one in typed.items()
    }
    assert messages(page) == [
        "Назовите событие.",
        "Напишите время так: 18:30.",
        "Напишите цену в рублях.",
        "Напишите имя.",
    ]


def test_a_kind_that_no_title_tells_is_asked_for(office):
    page = sent(office, title="Вишнёвый сад")
    assert messages(page) == ["Выберите вид события: по названию его не угадать."]
    assert Event.objects.count() == 0


def test_what_is_missing_is_told_from_the_first_moment_and_follows_what_is_typed(office):
    def missing(page):
        return len(Read(page).one(class_="missing").all("li"))

    assert missing(office.get(NEW)) == 6
    page = sent(office, "look", title="Концерт", age_mark="6", price_kind="free")
    assert missing(page) == 2


def test_publishing_at_once(office, hall):
    sent(
        office, "publish", title="Концерт", sessions__n0__day=DAY, sessions__n0__start="18:30",
        place=str(hall.pk), age_mark="6", price_kind="free",
    )  # fmt: skip
    assert Event.objects.get().status == "published"


def test_a_draft_that_cannot_be_published_yet_is_saved_and_says_what_is_missing(office):
    response = sent(office, "publish", title="Концерт")
    event = Event.objects.get()
    assert (event.status, response["Location"]) == ("draft", edit(event))
    page = Read(office.get(edit(event)))
    assert page.one(class_="notice--warning").text.startswith("Всё сохранено в черновик.")
    assert [one.text for one in page.one(class_="missing").all("a")] == [
        "Выберите возрастной знак: от 0+ до 18+.",
        "Выберите площадку или добавьте ссылку, если событие проходит онлайн.",
        "Добавьте дату и время начала.",
        "Укажите цену или отметьте, что вход бесплатный.",
    ]


def test_halls_that_are_free_at_the_time_come_first(office, house, hall):
    free = make_hall(hall.parent, name="Малый зал", organisation=house)
    EventFactory(place=hall, title="Занято", organisers=[(house, "lead")])
    page = sent(office, "look", title="Концерт", sessions__n0__day=DAY, sessions__n0__start="18:30")
    halls = [one.text for one in Read(page).all(class_="hall")]
    assert halls[0] == f"{free.name}Зарясвободен"
    assert halls[1] == "Большой залЗарязанят мест: 300«Занято», 1 марта, 18:00–20:00"
    assert [one.startswith("Заря") for one in halls[2:]] == [True, False]


def test_another_place_is_found_in_any_case(office, hall):
    other = EventFactory().place
    page = sent(office, "look", place_words=other.name.upper())
    assert other.name in [one.text for one in Read(page).all(class_="hall__name")]


def test_a_place_or_programme_out_of_sight_is_not_taken(office):
    hidden = EventFactory().place
    hidden.is_public = False
    hidden.save()
    for name, value in (("place", hidden.pk), ("programme", 999), ("place", 999)):
        page = sent(office, title="Концерт", **{name: str(value)})
        assert messages(page) == ["Выберите из списка."]


def test_similar_events_are_offered_and_taken_with_a_tap(office, house):
    EventFactory(
        title="Сказки у ёлки", kind="celebration", audiences=["family"], organisers=[(house, "lead")]
    )
    page = sent(office, "look", title="Сказки у печки и ёлки")
    offers = [(one["value"], one.text) for one in Read(page).all(class_="offer")]
    assert offers == [("take:age_mark:6", "6+"), ("take:audiences:family", "семьям")]
    data = fields_of(sent(office, "take:audiences:family", title="Сказки у печки и ёлки"))
    assert (data["audiences"], Event.objects.count()) == (["family"], 1)


def test_live_answers_are_only_the_parts_asked_for(office, django_assert_num_queries):
    data = changed(office.get(NEW), title="Концерт хора")
    answer = office.post(NEW, data, headers={"X-Karavan-Live": "kind missing"})
    parts = [one["data-live-part"] for one in Read(answer).walk() if "data-live-part" in one.attributes]
    assert parts == ["kind", "missing"]
    assert Read(answer).one(class_="kind__chip").text == "Концерт"
    assert Event.objects.count() == 0


def test_pasted_text_is_tidied(office):
    word = "<p class=MsoNormal><b><span style='color:red'>Ёлка</span></b><o:p></o:p></p>"
    answer = office.post("/office/events/paste/", {"html": word})
    assert answer.content.decode() == "<p><strong>Ёлка</strong></p>"
    assert office.get("/office/events/paste/").status_code == 405
    sent(office, title="Ёлка", text=word, text_as="html")
    assert Event.objects.get().text == "<p><strong>Ёлка</strong></p>"


def test_a_picture_is_kept_changed_and_taken_away(office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    data = changed(office.get(NEW), title="Концерт", picture_alt="Хор")
    office.post(NEW, {**data, "picture": png()})
    event = Event.objects.get()
    with event.picture.open() as kept:
        assert (kept.read(), event.picture_alt) == (PNG, "Хор")
    sent(office, page=edit(event), summary="Иначе")
    event.refresh_from_db()
    assert (bool(event.picture), event.summary) == (True, "Иначе")
    sent(office, page=edit(event), picture_gone="1")
    event.refresh_from_db()
    assert event.picture.name == ""


def test_a_picture_stays_chosen_while_the_form_is_mended(office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    data = changed(office.get(NEW), title="")
    page = Read(office.post(NEW, {**data, "picture": png()}))
    kept = page.one("input", name="picture-kept")["value"]
    office.post(NEW, {**data, "title": "Концерт", "picture-kept": kept})
    with Event.objects.get().picture.open() as shown:
        assert shown.read() == PNG
    assert DraftFile.objects.count() == 0


def test_a_form_sent_back_as_it_was_changes_nothing(office, house):
    event = EventFactory(
        organisers=[(house, "lead")], text="<p>Слова <strong>и</strong> дело</p><ul><li>раз</li></ul>",
        translations={"en": {"title": "Concert"}}, languages=["ru"], performers=["Хор"], capacity=0,
        price_kind="paid", price_min=30050, publish=True,
    )  # fmt: skip
    before = JournalLine.objects.count()
    response = sent(office, page=edit(event))
    assert (response.status_code, JournalLine.objects.count()) == (302, before)


def test_only_what_was_changed_is_journaled(office, house):
    event = EventFactory(organisers=[(house, "lead")], publish=True)
    sent(office, page=edit(event), title="Иначе", age_mark="12")
    line = JournalLine.objects.get(verb="event.changed")
    assert line.after == {"title": "Иначе", "age_mark": 12}


@pytest.mark.parametrize("address", ["edit/", "do/publish/", "dates/", "copy/", "preview/", ""])
def test_a_draft_of_others_is_not_there(office, address):
    other = EventFactory()
    path = f"/office/events/{other.pk}/{address}"
    answer = office.post(path) if address == "copy/" else office.get(path)
    assert answer.status_code == 404


def test_a_public_event_of_others_may_be_seen_but_not_changed(office):
    other = EventFactory(publish=True)
    assert office.get(f"/office/events/{other.pk}/").status_code == 200
    for address in ("edit/", "do/cancel/", "dates/"):
        assert office.get(f"/office/events/{other.pk}/{address}").status_code == 403


def test_who_edits_nothing_makes_nothing(db):
    guest = make_editor(make_organisation(), "guest_reviewer")
    assert signed_in(guest).get(NEW).status_code == 403
    assert Client().get(NEW).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_editor_asks_the_same_of_the_database_whatever_hangs_on_the_event(
    office, house, hall, count, django_assert_num_queries
):
    event = EventFactory(organisers=[(house, "lead")], place=hall, calendar="dates", sessions=())
    for number in range(count):
        EventFactory(organisers=[(house, "lead")], place=hall)
        event.sessions.create(starts_at=START.replace(hour=number + 1))
        event.performers.create(name=f"Хор {number}")
        BenefitCategoryFactory()
    office.get(NEW)
    with django_assert_num_queries(11):
        office.get(NEW)
    with django_assert_num_queries(16):
        office.get(edit(event))


def test_the_digests_of_the_form_are_of_what_it_shows(office, house):
    event = EventFactory(organisers=[(house, "lead")])
    base = json.loads(fields_of(office.get(edit(event)))["_base"][0])
    assert f"sessions.{event.sessions.get().pk}" in base


def test_hidden_organisations_cannot_be_chosen_by_their_number(office, house):
    hidden = make_organisation(name="Тайный фонд", is_public=False)
    for row in (
        {"organisers__n1__organisation": str(hidden.pk), "organisers__n1__role": "co"},
        {"performers__n0__name": "Хор", "performers__n0__organisation": str(hidden.pk)},
    ):
        answer = sent(office, title="Концерт хора", **row)
        assert (answer.status_code, "Тайный фонд" in answer.content.decode()) == (200, False)
    assert Event.objects.count() == 0


def test_an_event_of_nobody_is_refused_with_all_that_was_typed(office, house):
    fields = fields_of(office.get(NEW))
    (own,) = (name for name in fields if name.startswith("organisers-") and fields[name] == [str(house.pk)])
    answer = sent(office, title="Концерт хора", summary="Вечер", **{own.replace("-", "__"): ""})
    assert (answer.status_code, Event.objects.count()) == (200, 0)
    assert fields_of(answer)["summary"] == ["Вечер"]
