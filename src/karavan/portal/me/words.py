"""A profile in words, in the active language: each condition as one phrase with the profile without it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.portal import labels
from karavan.portal.filters import price_limit, toggled
from karavan.portal.me.presets import PRESETS
from karavan.portal.me.profile import Profile
from karavan.portal.site import language
from karavan.programme.enums import Language
from karavan.ui import typography


@dataclass(frozen=True)
class Phrase:
    """One condition: which (the name of its parameter), in words, and the profile that does without it."""

    name: str
    text: str
    without: Profile


def phrases(profile: Profile, benefits: Mapping[str, str], stamp: str) -> list[Phrase]:
    """The conditions of a profile in the order one would tell them; ``benefits`` are names by code."""
    return [*_who(profile), *_needs(profile, benefits), *_where_and_when(profile, stamp)]


def told(profile: Profile, benefits: Mapping[str, str], stamp: str) -> str:
    """The profile as one line: «пенсионер · до 300 ₽»."""
    return " · ".join(phrase.text for phrase in phrases(profile, benefits, stamp))


def _who(profile: Profile) -> Iterator[Phrase]:
    for preset in PRESETS:
        if preset.who and preset.who in profile.who:
            rest = tuple(one for one in profile.who if one != preset.who)
            yield Phrase("as", uncapitalised(str(preset.told)), replace(profile, who=rest))
    age = profile.asked.age
    if age is not None:
        text = ngettext("the youngest is %(age)d", "the youngest is %(age)d", age) % {"age": age}
        yield Phrase("age", text, profile.asking(age=None))
    if profile.born:
        text = _("born %(years)s") % {"years": years(profile.born.first, profile.born.last)}
        yield Phrase("born", text, replace(profile, born=None))
    if profile.pushkin:
        yield Phrase("pushkin", _("with a Pushkin card"), replace(profile, pushkin=False))


def uncapitalised(text: str) -> str:
    """The text with a small first letter; the rest stays as it is: names keep their capitals."""
    return text[:1].lower() + text[1:]


def language_name(code: str) -> str:
    """A language inside a sentence: English writes it with a capital."""
    name = labels.label("language", code)
    return name if language() == "en" and code != Language.NONE else uncapitalised(name)


def district_name(code: str, stamp: str) -> str:
    """«Центральный район»; English names of districts may say so themselves."""
    name = labels.district(code, stamp)
    return name if "istrict" in name else _("%(name)s district") % {"name": name}


def years(first: int, last: int) -> str:
    """«1950–1959»."""
    return f"{first}{typography.EN_DASH}{last}"


def _needs(profile: Profile, benefits: Mapping[str, str]) -> Iterator[Phrase]:
    asked = profile.asked
    for code in asked.benefits:
        text = _("benefit: %(name)s") % {"name": uncapitalised(benefits.get(code, code))}
        yield Phrase("benefit", text, profile.asking(benefits=toggled(asked.benefits, code)))
    for need in asked.access:
        yield Phrase(
            "access", uncapitalised(str(need.label)), profile.asking(access=toggled(asked.access, need))
        )
    if not asked.sure:
        yield Phrase("sure", labels.access_sure(sure=False), profile.asking(sure=True))
    if asked.max_price is not None:
        yield Phrase("max_price", uncapitalised(price_limit(asked.max_price)), profile.asking(max_price=None))
    for code in asked.languages:
        text = _("language: %(name)s") % {"name": language_name(code)}
        yield Phrase("language", text, profile.asking(languages=toggled(asked.languages, code)))


def _where_and_when(profile: Profile, stamp: str) -> Iterator[Phrase]:
    asked = profile.asked
    for code in asked.districts:
        yield Phrase(
            "district",
            district_name(code, stamp),
            profile.asking(districts=toggled(asked.districts, code)),
        )
    if asked.near:
        text = _("within %(distance)s of my point") % {"distance": kilometres(asked.near.radius)}
        yield Phrase("near", text, profile.asking(near=None))
    if asked.when:
        yield Phrase("when", uncapitalised(WHEN[asked.when]()), profile.asking(when=""))


WHEN = {
    "today": lambda: _("Today"),
    "tomorrow": lambda: _("Tomorrow"),
    "weekend": lambda: _("At the weekend"),
    "week": lambda: _("Within a week"),
}


def kilometres(metres: float) -> str:
    """«300 м», «1,2 км»: no finer than the point, which is rounded to a block."""
    hundreds = int(metres + 50) // 100
    if metres < 100:
        return _("less than 100 m")
    if hundreds < 10:
        return _("%(number)d m") % {"number": hundreds * 100}
    number = f"{hundreds / 10:.1f}".removesuffix(".0")
    return _("%(number)s km") % {"number": number if language() == "en" else number.replace(".", ",")}
