"""Profiles one tap away: who people really are when they go out. Each only fills in parameters."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from karavan.catalogue.filters import EventFilter
from karavan.places.enums import AccessProfile
from karavan.portal.me.profile import Band, Profile, profile_of
from karavan.programme.enums import Language

Value = TypeVar("Value", bound=str)


@dataclass(frozen=True)
class Preset:
    """What a tap fills in. ``benefits`` are codes; those of no category of the city are left out."""

    code: str
    label: str | Promise
    short: str | Promise
    icon: str
    who: str = ""
    age: int | None = None
    student_years: bool = False
    benefits: tuple[str, ...] = ()
    access: tuple[AccessProfile, ...] = ()
    languages: tuple[str, ...] = ()
    pushkin: bool = False

    @property
    def told(self) -> str | Promise:
        """Who it is inside a sentence, where the card has words of its own: it may be taken away alone."""
        return self.short if self.pushkin else self.label

    def born(self, day: date) -> Band | None:
        """Years of those who are students on a day: 19 to 23 years after birth."""
        return Band(day.year - 23, day.year - 19) if self.student_years else None


PRESETS = (
    Preset(
        "family",
        _("Family with small children"),
        _("With a toddler"),
        "baby",
        who="family",
        age=3,
        benefits=("preschool",),
    ),
    Preset(
        "class",
        _("School class"),
        _("Class"),
        "book-open",
        who="class",
        age=7,
        benefits=("minors-museum", "students"),
    ),
    Preset(
        "student",
        _("Student with the Pushkin card"),
        _("Student"),
        "graduation-cap",
        who="student",
        student_years=True,
        benefits=("students",),
        pushkin=True,
    ),
    Preset("pensioner", _("Pensioner"), _("Pensioner"), "heart", who="pensioner", benefits=("pensioners",)),
    Preset(
        "wheelchair",
        _("I use a wheelchair"),
        _("Wheelchair user"),
        "accessibility",
        access=(AccessProfile.WHEELCHAIR,),
    ),
    Preset("low-vision", _("I see badly"), _("I see badly"), "eye", access=(AccessProfile.LOW_VISION,)),
    Preset("hearing", _("I use a hearing aid"), _("Hearing aid"), "ear", access=(AccessProfile.HEARING,)),
    Preset(
        "visitor",
        _("I do not speak Russian"),
        _("No Russian"),
        "languages",
        languages=(Language.EN, Language.NONE),
    ),
)


def is_on(preset: Preset, profile: Profile) -> bool:
    """Whether the profile is, among other things, of this kind."""
    if preset.who:
        return preset.who in profile.who
    asked = profile.asked
    return set(preset.access) <= set(asked.access) and set(preset.languages) <= set(asked.languages)


def toggled(preset: Preset, profile: Profile, day: date, known: Collection[str]) -> Profile:
    """The profile with what the preset fills in, or without it where it is on."""
    return _without(preset, profile, day) if is_on(preset, profile) else _with(preset, profile, day, known)


def _with(preset: Preset, profile: Profile, day: date, known: Collection[str]) -> Profile:
    asked = profile.asked
    ages = [age for age in (asked.age, preset.age) if age is not None]
    return profile_of(
        replace(
            asked,
            age=min(ages) if ages else None,
            benefits=_joined(asked.benefits, [code for code in preset.benefits if code in known]),
            access=_joined(asked.access, preset.access),
            languages=_joined(asked.languages, preset.languages),
        ),
        (*profile.who, preset.who) if preset.who else profile.who,
        profile.born or preset.born(day),
        pushkin=profile.pushkin or preset.pushkin,
    )


def _without(preset: Preset, profile: Profile, day: date) -> Profile:
    """What another preset that is on fills in as well stays."""
    others = [one for one in PRESETS if one is not preset and is_on(one, profile)]
    asked = profile.asked

    def left(name: str) -> tuple[str, ...]:
        kept = {value for one in others for value in getattr(one, name)}
        gone = set(getattr(preset, name)) - kept
        return tuple(value for value in getattr(asked, name) if value not in gone)

    return profile_of(
        EventFilter(
            **{
                **asked.__dict__,
                "age": None if preset.age is not None and asked.age == preset.age else asked.age,
                "benefits": left("benefits"),
                "access": left("access"),
                "languages": left("languages"),
            }
        ),
        [one for one in profile.who if one != preset.who],
        None if profile.born is not None and profile.born == preset.born(day) else profile.born,
        pushkin=profile.pushkin and not preset.pushkin,
    )


def _joined(first: Sequence[Value], more: Sequence[Value]) -> tuple[Value, ...]:
    return tuple(sorted({*first, *more}))
