import pytest

from factories.people import make_organisation
from factories.programme import EventFactory
from karavan.programme.guessing import Guess, PastEvent, guess, past_events


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Кукольный спектакль «Колобок»", "puppet_show"),
        ("Спектакль «Вишнёвый сад»", "performance"),
        ("Праздничный концерт ко Дню города", "concert"),
        ("Вечер романсов", "concert"),
        ("Мастер-класс по лепке куклы", "workshop"),
        ("Квест-экскурсия по крепости", "game"),
        ("Громкие чтения", "reading"),
        ("Выставка «Город у реки»", "exhibition"),
        ("Лекция о хоровой музыке", "lecture"),
        ("Широкая Масленица", "folk_feast"),
        ("День памяти и скорби", "memory"),
        ("Новогодняя ёлка", "celebration"),
        ("Посиделки с гармонью", "club"),
        ("Показ фильма «Аритмия»", "film"),
        ("Конкурс чтецов", "contest"),
        ("Вишнёвый сад", ""),
        ("12", ""),
        ("", ""),
    ],
)
def test_words_of_a_title_tell_its_kind(title, kind):
    assert guess(title).kind == kind


def past(title, kind="club", age=6, audiences=("adults",)):
    return PastEvent(title, kind, age, audiences)


def test_what_was_called_alike_tells_more_than_a_word_that_only_colours():
    found = guess("Литературная гостиная «Зима»", [past("Литературная гостиная «Осень»")])
    assert found == Guess("club", "", 6, ("adults",), "Литературная гостиная «Осень»")


def test_a_word_that_names_the_kind_is_kept_and_ages_come_from_the_same_kind():
    before = [past("Концерт хора ветеранов", "club"), past("Концерт хора", "concert", 0, ("everyone",))]
    assert guess("Концерт хора", before[:1]).kind == "concert"
    found = guess("Большой концерт хора", before)
    assert (found.kind, found.age_mark, found.audiences, found.like) == (
        "concert",
        0,
        ("everyone",),
        "Концерт хора",
    )


def test_what_three_of_a_kind_had_in_common_is_offered():
    usual = [past(f"Концерт «{name}»", "concert", 12, ()) for name in ("Раз", "Два", "Три")]
    found = guess("Концерт-сюрприз органиста", usual)
    assert (found.age_mark, found.audiences, found.like) == (12, (), "")
    assert guess("Концерт-сюрприз органиста", usual[:2]).age_mark is None


def test_past_events_are_those_of_the_organisation(django_assert_num_queries, db):
    own = make_organisation()
    EventFactory(title="Чужой")
    for title in ("Первый", "Второй"):
        EventFactory(title=title, organisers=[(own, "lead")], audiences=["family"])
    with django_assert_num_queries(1):
        found = past_events([own.pk])
    assert [(one.title, one.kind, one.age_mark, one.audiences) for one in found] == [
        ("Второй", "concert", 6, ("family",)),
        ("Первый", "concert", 6, ("family",)),
    ]
