"""What kind of event a title tells of, and for whom: by its words, and by what was called alike before.

Pure but for :func:`past_events`. A guess is offered, never written unasked: the person at the form decides.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeVar

from karavan.kernel.text import terms
from karavan.programme.enums import Audience, EventKind
from karavan.programme.models import Event

NAMES: Final[dict[EventKind, str]] = {
    EventKind.PERFORMANCE: "спектакль пьеса моноспектакль мюзикл опера оперетта водевиль постановка",
    EventKind.DANCE: "балет бал дискотека",
    EventKind.CONCERT: "концерт рецитал киноконцерт концертный",
    EventKind.FILM: "кино фильм киносеанс кинопоказ мультфильм киноклуб",
    EventKind.EXHIBITION: "выставка экспозиция вернисаж фотовыставка",
    EventKind.EXCURSION: "экскурсия прогулка маршрут",
    EventKind.FESTIVAL: "фестиваль биеннале форум",
    EventKind.CELEBRATION: "праздник елка салют выпускной",
    EventKind.FOLK_FEAST: "масленица сабантуй ярмарка навруз колядка святки гуляние",
    EventKind.MEMORY: "митинг возложение реквием",
    EventKind.LECTURE: "лекция лекторий семинар вебинар доклад кинолекторий",
    EventKind.WORKSHOP: "мастеркласс занятие практикум воркшоп тренинг",
    EventKind.CLUB: "клуб кружок студия посиделки",
    EventKind.READING: "чтение читка",
    EventKind.MEETING: "встреча презентация беседа дискуссия",
    EventKind.CONTEST: "конкурс олимпиада турнир",
    EventKind.GAME: "игра квест викторина квиз",
}
"""Words that name a kind, as the analyser has them. The first of them in a title tells what it is."""

HINTS: Final[dict[EventKind, str]] = {
    EventKind.PUPPET_SHOW: "кукольный петрушка вертеп",
    EventKind.CONCERT: "оркестр хор орган органный филармония симфонический джаз романс вокальный песня "
    "ансамбль",
    EventKind.DANCE: "танец танцевальный хореографический",
    EventKind.CELEBRATION: "праздничный новогодний юбилей",
    EventKind.FOLK_FEAST: "народный фольклорный",
    EventKind.MEMORY: "память памятный годовщина блокада победа",
    EventKind.READING: "книга книжный поэзия стихи",
    EventKind.EXHIBITION: "картина фотография живопись",
    EventKind.MEETING: "вечер диалог гостиная",
    EventKind.CLUB: "клубный",
    EventKind.WORKSHOP: "мастерская лепка рукоделие",
}
"""Words that only colour: asked where a title has no word that names. Kinds further up come first."""

_PLAY: Final = "спектакль"

LIKE: Final = 0.34
"""Share of common words from which two titles count as alike."""

SAME: Final = 0.99
"""The same words: such a title keeps the kind it had, whatever its words say."""

T = TypeVar("T", bound=Hashable)

PAST: Final = 150
"""How many events of an organisation a guess looks back on."""


@dataclass(frozen=True)
class PastEvent:
    """What an event was called and whom it was for."""

    title: str
    kind: str
    age_mark: int | None
    audiences: tuple[str, ...]


@dataclass(frozen=True)
class Guess:
    """A kind ("" is no guess), an age mark and audiences; ``like`` is the title they were seen at.

    ``word`` is the word of the title that told the kind, "" where earlier events did.
    """

    kind: str = ""
    word: str = ""
    age_mark: int | None = None
    audiences: tuple[str, ...] = ()
    like: str = ""


@cache
def _by_term(naming: bool) -> dict[str, EventKind]:
    """Kinds by the analysed word: those that name (True) or those that colour."""
    found: dict[str, EventKind] = {}
    for kind, line in (NAMES if naming else HINTS).items():
        for word in line.split():
            found.setdefault(terms(word)[-1], kind)
    return found


def past_events(organisation_ids: Collection[int], limit: int = PAST) -> list[PastEvent]:
    """The newest events of these organisations, any status; one query."""
    rows = (
        Event.objects.filter(organisers__organisation__in=list(organisation_ids))
        .order_by("-pk")
        .values_list("title", "kind", "age_mark", "audiences")[:limit]
    )
    return [PastEvent(title, kind, age, tuple(audiences)) for title, kind, age, audiences in rows]


def guess(title: str, past: Sequence[PastEvent] = ()) -> Guess:
    """What a title tells. The same title as before says most, then its words, then titles alike."""
    asked = terms(title)
    if not asked or not any(character.isalpha() for character in title):
        return Guess()
    alike = _alike(set(asked), past)
    word, kind, named = _by_word(asked)
    best = alike[0][1] if alike else None
    if best is not None and (alike[0][0] >= SAME or not named):
        word, kind = "", best.kind
    of_kind = [event for _share, event in alike if event.kind == kind]
    model = of_kind[0] if of_kind else None
    if model is not None:
        return Guess(kind, word, model.age_mark, model.audiences, model.title)
    usual = [event for event in past if event.kind == kind] if kind else []
    return Guess(kind, word, _most_common_age(usual), _most_common_audiences(usual))


def _by_word(asked: Sequence[str]) -> tuple[str, str, bool]:
    """The word that tells the kind, the kind, and whether the word names it; two "" where none does."""
    names, hints = _by_term(True), _by_term(False)
    named = next((term for term in asked if term in names), "")
    order = list(HINTS)
    ranked = sorted((term for term in asked if term in hints), key=lambda term: order.index(hints[term]))
    hinted = ranked[0] if ranked else ""
    if named == _PLAY and hinted and hints[hinted] == EventKind.PUPPET_SHOW:
        return hinted, EventKind.PUPPET_SHOW.value, True
    if named:
        return named, names[named].value, True
    return hinted, hints[hinted].value if hinted else "", False


def _alike(asked: set[str], past: Iterable[PastEvent]) -> list[tuple[float, PastEvent]]:
    """Earlier events with titles alike, most alike first, newer ones first among equals."""
    found = []
    for number, event in enumerate(past):
        known = set(terms(event.title))
        share = len(asked & known) / len(asked | known) if known else 0.0
        if share >= LIKE:
            found.append((share, number, event))
    found.sort(key=lambda row: (-row[0], row[1]))
    return [(share, event) for share, _number, event in found]


def _most_common_age(events: Sequence[PastEvent]) -> int | None:
    """The mark that at least half of three or more events bear."""
    return _usual(event.age_mark for event in events if event.age_mark is not None)


def _most_common_audiences(events: Sequence[PastEvent]) -> tuple[str, ...]:
    usual = _usual(event.audiences for event in events if event.audiences)
    return tuple(value for value in usual or () if value in Audience.values)


def _usual(values: Iterable[T]) -> T | None:
    counted = Counter(values)
    if not counted:
        return None
    value, times = counted.most_common(1)[0]
    return value if times >= 3 and times * 2 >= counted.total() else None
