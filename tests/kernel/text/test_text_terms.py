import pytest
from hypothesis import given
from hypothesis import strategies as st

from karavan.kernel.text import fold, surface_terms, terms
from karavan.kernel.text.morphology import analyse_word, readings

# Every form on the left is one term of the index.
FORMS = [
    ("концерт концерты концерта концертов концертами КОНЦЕРТ Kонцерт", "концерт"),
    ("молодежный молодёжная молодёжные молодежного Молодёжной", "молодежный"),
    ("выставка выставки выставок выставке", "выставка"),
    ("музыка музыки музыкой", "музыка"),
    ("спектакль спектаклей спектаклях", "спектакль"),
    ("стихи стихов стих", "стих"),
    ("дети детям детей ребёнок", "ребенок"),
    ("детский детская детское детских", "детский"),
    ("театр театра театром", "театр"),
    ("библиотека библиотеки библиотек библиотеках", "библиотека"),
    ("музей музея музеи музеям", "музей"),
    ("вечер вечера вечером вечеров", "вечер"),
    ("бесплатно бесплатный бесплатная бесплатные", "бесплатный"),
    ("хор хоры хора хоров", "хор"),
    ("зал зале залы залов залом", "зал"),
    ("парк парки парка парке парков", "парк"),
    ("орган органа органов органу", "орган"),
    ("ария арии арию", "ария"),
    ("керамика керамике керамики", "керамика"),
    ("викторина викторины викторин", "викторина"),
    ("квест квесты квесте", "квест"),
    ("песня песни песен", "песня"),
    ("кино", "кино"),
    ("ёлка елка ёлки", "елка"),
    ("день дня дней днём", "день"),
    ("человек люди людей", "человек"),
    ("чюрленис Чюрлёниса", "чюрленис"),
    ("Ахметгалеев Ахметгалеева Ахметгалееву Ахметгалеевой", "ахметгале"),
    ("Аркаим Аркаима Аркаиме Аркаимом", "аркаим"),
    ("Зальцман Зальцмана Зальцману", "зальцман"),
    ("Бажов Бажова Бажову", "бажов"),
    ("бажовский бажовская бажовского", "бажовск"),
    ("Чурилово", "чурил"),
    ("флешмоб флешмобы флешмобов флешмобом", "флешмоб"),
    ("Шайхутдинов Шайхутдинова", "шайхутдин"),
    ("Глинка Глинки Глинке", "глинка"),
    ("Пушкин Пушкина Пушкину", "пушкин"),
    ("мастеркласс мастерклассы мастерклассов", "мастеркласс"),
    ("concert concerts Concert's", "concert"),
    ("library libraries", "librari"),
    ("XX xx ХХ", "xx"),
    ("XIX ХIХ", "xix"),
]
CASES = [(form, term) for forms, term in FORMS for form in forms.split()]


@pytest.mark.parametrize(("form", "term"), CASES)
def test_a_form_gives_its_term(form: str, term: str) -> None:
    assert terms(form) == [term]


TEXTS = [
    ("№16", ["16", "№16"]),
    ("№ 16", ["16", "№16"]),
    ("No 16", ["16", "№16"]),
    ("No. 16", ["16", "№16"]),
    ("N16", ["16", "№16"]),
    ("Библиотека №05", ["библиотека", "5", "№5"]),
    ("16 декабря 2027", ["16", "декабрь", "2027"]),
    ("16+", ["16+"]),
    ("0+ и 6+", ["0+", "6+"]),
    ("18:30", ["18", "30"]),
    ("1941–1945", ["1941", "1945"]),
    ("мастер-класс", ["мастер", "класс", "мастеркласс"]),
    ("Мастер-классы", ["мастер", "класс", "мастеркласс"]),
    ("рок-н-ролл", ["рок", "ролл", "рокнролл"]),
    ("3D", ["3", "3d"]),
    ("16-й", ["16", "16й"]),
    ("Кирова, 16а", ["киров", "16", "16а"]),
    ("М. И. Глинка", ["глинка"]),
    ("концерт в парке", ["концерт", "парк"]),
    ("the kids of the city", ["kid", "citi"]),
    ("и в на", ["и", "в", "на"]),
    ("Я", ["я"]),
    ("Ҡурай һәм көй", ["ҡурай", "һәм", "көй"]),
    ("Ɵфө өфө", ["ɵфө", "өфө"]),
    ("«Щелкунчик»", ["щелкунчик"]),
    ("東京", ["東京"]),
    ("", []),
    ("... — !", []),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_terms_of_a_text(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_children_and_childish_stay_apart() -> None:
    assert terms("детей детский") == ["ребенок", "детский"]


def test_surfaces_come_with_their_terms() -> None:
    assert surface_terms("Концерты в библиотеке № 16") == [
        ("концерты", "концерт"),
        ("библиотеке", "библиотека"),
        ("16", "16"),
        ("№16", "№16"),
    ]


def test_readings_begin_with_the_term_of_the_index() -> None:
    assert readings("стекло") == ("стекло",)
    assert readings("мыла") == ("мыло", "мыть")
    assert readings("concerts") == ("concert",)


@given(st.text())
def test_terms_do_not_depend_on_folding(text: str) -> None:
    assert terms(fold(text)) == terms(text)


@given(st.text(alphabet="концертёaz№noN.'-+ 0161’", max_size=40))
def test_terms_do_not_depend_on_folding_where_marks_meet(text: str) -> None:
    assert terms(fold(text)) == terms(text)


def test_a_term_of_a_word_is_one_string_in_memory() -> None:
    assert analyse_word("концерты") is analyse_word("концертами")


def test_the_dictionary_of_words_is_bounded() -> None:
    for number in range(200):
        analyse_word(f"слово{number}")
    info = analyse_word.cache_info()
    assert info.maxsize == 16_384
    assert info.currsize <= 16_384


def test_threads_agree_with_one_another() -> None:
    from concurrent.futures import ThreadPoolExecutor

    # Words no dictionary knows: these go through the shared stemmers.
    words = [f"{a}{b}{c}ерамова" for a in "бвгд" for b in "зклм" for c in "нпрст"] * 3
    alone = [analyse_word.__wrapped__(word) for word in words]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(analyse_word.__wrapped__, words))
    assert together == alone
