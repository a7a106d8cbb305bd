"""English words of culture and the Russian index terms that an English-speaking visitor means by them.

One way only: a Russian query stays Russian. Words with no ending of their own are enough ("concert" covers
"concerts"), since both sides pass through the analyser.
"""

from functools import cache

from karavan.kernel.text.scan import terms

# English words | Russian words, the closest first.
_ROWS = """
    concert gig | концерт
    exhibition exhibit expo | выставка экспозиция
    gallery | галерея
    theatre theater theatrical | театр театральный
    play performance | спектакль
    show | шоу представление спектакль
    drama | драма драматический
    comedy | комедия
    tragedy | трагедия
    musical | мюзикл музыкальный
    opera | опера оперный
    operetta | оперетта
    ballet | балет
    dance dancing dancer | танец танцевальный
    choreography | хореография хореографический
    music | музыка музыкальный
    choir choral chorus | хор хоровой
    orchestra orchestral | оркестр оркестровый
    symphony symphonic | симфония симфонический
    philharmonic | филармония
    ensemble | ансамбль
    jazz | джаз джазовый
    rock | рок
    folk folklore | народный фольклор фольклорный
    classical | классический
    chamber | камерный
    organ | орган органный
    piano | фортепиано рояль
    guitar | гитара
    violin | скрипка
    song | песня
    singer vocal | вокал вокальный
    library | библиотека библиотечный
    book | книга книжный
    reading | чтение
    literature literary | литература литературный
    poetry | поэзия стих
    poem | стих стихотворение
    poet | поэт
    writer author | писатель автор
    museum | музей музейный
    art | искусство художественный арт
    artist | художник артист
    painting | живопись картина
    drawing | рисунок рисование
    sculpture | скульптура
    photo photography photograph | фотография фото
    craft handicraft | ремесло
    ceramics pottery | керамика гончарный
    architecture | архитектура
    film movie | фильм кино
    cinema | кино кинотеатр
    cartoon animation | мультфильм анимация
    screening | показ кинопоказ
    lecture | лекция
    talk meeting | встреча беседа
    workshop masterclass | мастер-класс мастерская
    master | мастер
    class | класс занятие
    course | курс
    lesson | урок занятие
    studio | студия
    club | клуб
    school | школа
    competition contest | конкурс
    quiz | викторина квиз
    quest | квест
    excursion tour | экскурсия
    walk | прогулка
    guide guided | экскурсовод экскурсия
    route trail | маршрут
    festival fest | фестиваль
    holiday celebration feast | праздник
    fair | ярмарка
    market | рынок ярмарка
    carnival | карнавал
    parade | парад шествие
    firework | салют фейерверк
    circus | цирк цирковой
    puppet | кукольный кукла
    clown | клоун
    fairy fairytale tale | сказка
    game | игра
    toy | игрушка
    chess | шахматы
    free | бесплатный бесплатно
    ticket | билет
    child children kid kids | ребенок детский
    family | семья семейный
    teenager teen teenage | подросток подростковый
    youth young | молодежь молодежный
    student | студент студенческий
    senior elderly pensioner | пенсионер пожилой
    disabled accessible accessibility | доступный доступность инвалид
    park | парк
    garden | сад
    square | площадь сквер
    palace | дворец
    house home | дом
    centre center | центр
    hall | зал
    stage scene | сцена
    monument memorial | памятник монумент мемориал
    heritage | наследие
    history historic historical | история исторический
    tradition traditional | традиция традиционный
    culture cultural | культура культурный
    national | национальный
    city town | город городской
    night | ночь
    evening | вечер
    day | день
    weekend | выходной
    winter | зима зимний
    spring | весна весенний
    summer | лето летний
    autumn | осень осенний
    christmas | рождество рождественский
    easter | пасха пасхальный
    new | новый
    year | год
    tree | дерево елка
    victory | победа
    science | наука научный
    planetarium | планетарий
    zoo | зоопарк
    tatar | татарский
    bashkir | башкирский
    russian | русский
    ural urals | урал уральский
    chelyabinsk | челябинск челябинский
    meteorite | метеорит
    premiere | премьера
    open | открытый
    opening | открытие
    online | онлайн
    streaming broadcast | трансляция
"""


@cache
def _pairs() -> dict[str, tuple[str, ...]]:
    pairs: dict[str, dict[str, None]] = {}
    for row in _ROWS.strip().splitlines():
        english, _, russian = row.partition("|")
        # The last term of a word is its whole: "мастер-класс" is looked for as one word, not as «мастер».
        found = [terms(word)[-1] for word in russian.split()]
        for word in english.split():
            pairs.setdefault(terms(word)[0], {}).update(dict.fromkeys(found))
    return {english: tuple(russian) for english, russian in pairs.items()}


def russian_terms(english: str) -> tuple[str, ...]:
    """Return the Russian index terms for an analysed English term, the closest first; () if unknown."""
    return _pairs().get(english, ())
