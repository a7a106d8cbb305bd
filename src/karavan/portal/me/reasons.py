"""Why an event fits somebody, what it costs them on that day, and what stays doubtful; in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karavan.catalogue import geo
from karavan.places.enums import AccessProfile
from karavan.portal import labels, wording
from karavan.portal.cards import event_card
from karavan.portal.me.costs import Cost, base_of, cost, tariffs_of
from karavan.portal.me.profile import GROWN_UP, Profile
from karavan.portal.me.words import district_name, kilometres, language_name, uncapitalised
from karavan.programme.enums import HEARING_HELP, Audience, Facility, Language, PriceKind
from karavan.ui import typography
from karavan.ui.parts import Card

Record = Mapping[str, Any]
Mark = Literal["yes", "no", "unknown"]

HELPING: dict[AccessProfile, tuple[Facility, ...]] = {
    AccessProfile.LOW_VISION: (Facility.AUDIO_DESCRIPTION, Facility.TACTILE),
    AccessProfile.BLIND: (Facility.AUDIO_DESCRIPTION, Facility.TACTILE),
    AccessProfile.HEARING: HEARING_HELP,
    AccessProfile.INTELLECTUAL: (Facility.EASY_READING, Facility.RELAXED),
}
"""Needs → what a session may offer for them beside the house."""


@dataclass(frozen=True)
class Why:
    """One reason or doubt."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class Found:
    """One session of an event as somebody meets it.

    ``record`` is the whole record, ``upcoming`` its ``next``; ``session`` is None for an opening day, and
    ``access`` what is known of the place where this session is.
    """

    record: Record
    upcoming: Record
    session: Record | None
    access: Mapping[str, str]
    survey: Record | None
    day: date

    @property
    def place(self) -> Record | None:
        place: Record | None = (self.session or self.record)["place"]
        return place

    @property
    def facilities(self) -> list[str]:
        facilities: list[str] = (self.session or self.record)["facilities"]
        return facilities

    @property
    def is_off(self) -> bool:
        """Whether nobody gets in any more."""
        return self.record["status"] == "cancelled" or self.upcoming["status"] in {"cancelled", "sold_out"}


@dataclass(frozen=True)
class Fit:
    """An event with its answer: the price for this visitor, what is said beside it, and why it fits."""

    card: Card
    day: date
    price: str
    aside: str
    why: list[Why]
    miss: str = ""


def found_at(record: Record, upcoming: Record, places: Mapping[str, Record]) -> Found:
    """The session of a record that a list found; ``places`` are whole records of places by id."""
    session = next((one for one in record["sessions"] if one["id"] == upcoming["session"]), None)
    access, survey = record["access"], record["survey"]
    main = record["place"]["id"] if record["place"] else None
    place = session["place"] if session else None
    if place is not None and place["id"] != main:
        other = places.get(place["id"])
        access = other["access"] if other else dict.fromkeys(AccessProfile.values, "unknown")
        survey = other["survey"] if other else None
    if session is not None and set(HEARING_HELP).intersection(session["facilities"]):
        access = {**access, AccessProfile.HEARING.value: "yes"}
    return Found(record, upcoming, session, access, survey, wording.moment(upcoming["start"]).date())


def cost_of(found: Found, profile: Profile) -> Cost:
    """What this visitor pays for this session."""
    base = base_of(found.record, found.session)
    return cost(base, tariffs_of(found.record), found.day, profile.asked.benefits)


def fit(found: Found, profile: Profile, today: date, stamp: str, *, dated: bool = False) -> Fit:
    """The answer for one session."""
    card = event_card({**found.record, "next": found.upcoming}, dated=False)
    if dated and found.session is not None:
        card = replace(card, when_note=typography.date_short(found.day))
    if found.is_off:
        return Fit(card, found.day, "", "", [])
    mine = cost_of(found, profile)
    why = [
        *_card(found, mine, profile),
        *_money(mine, profile),
        *_access(found, profile),
        *_people(found, profile, today),
        *_place(found, profile, stamp),
    ]
    return Fit(
        card=replace(card, price="", access=None, distance=""),
        day=found.day,
        price=price_words(mine),
        aside=aside_words(mine),
        why=why,
    )


def price_words(mine: Cost) -> str:
    """What this visitor pays: «бесплатно», «212 ₽», «цена не указана»."""
    if mine.base.kind == PriceKind.DONATION and not mine.is_lower:
        return _("pay what you wish")
    return typography.price_range(mine.low, mine.high) or _("price not stated")


def aside_words(mine: Cost) -> str:
    """What everybody else pays: «остальным 400 ₽», «для всех»."""
    if mine.is_lower:
        base = typography.price_range(mine.base.low, mine.base.high) or _("price not stated")
        return _("others pay %(price)s") % {"price": base}
    return _("for everybody") if mine.low == 0 and mine.base.high == 0 else ""


def pays_by_card(found: Found, profile: Profile) -> bool:
    """Whether this visitor's Pushkin card surely pays."""
    return profile.pushkin and found.record.get("pushkin_card") is True


def _card(found: Found, mine: Cost, profile: Profile) -> Iterator[Why]:
    """What their Pushkin card does here; nothing where they need not pay."""
    if not profile.pushkin or mine.low == 0:
        return
    # Records written by a release before this one do not tell: they are read after the next rebuild.
    match found.record.get("pushkin_card"):
        case True:
            yield Why("yes", _("the Pushkin card pays for it"))
        case False:
            yield Why("no", _("the Pushkin card does not pay for it"))
        case _:
            yield Why("unknown", _("whether the Pushkin card is taken, nobody has said"))


def _money(mine: Cost, profile: Profile) -> Iterator[Why]:
    tariff = mine.tariff
    if tariff is not None and (mine.is_lower or (mine.companion_free and mine.base.low != 0)):
        yield Why("yes", _by_benefit(mine))
        if mine.companion_free:
            yield Why("yes", _("a companion enters free"))
        if tariff.quota:
            text = ngettext(
                "only %(count)d such place a session", "only %(count)d such places a session", tariff.quota
            )
            yield Why("unknown", text % {"count": tariff.quota})
        if tariff.must_check:
            yield Why("unknown", _("the city has not confirmed these terms yet: ask before you pay"))
    elif mine.low is None:
        yield Why("unknown", _("nobody has told the price: ask the organiser"))
    elif profile.asked.benefits and mine.low:
        yield Why("no", _("no reduction for your benefits on this day"))
    if mine.low and profile.asked.max_price is not None and mine.low <= profile.asked.max_price:
        limit = typography.money(profile.asked.max_price)
        yield Why("yes", _("within %(limit)s") % {"limit": limit})


def _by_benefit(mine: Cost) -> str:
    tariff = mine.tariff
    assert tariff is not None
    text = _("by the benefit “%(name)s”") % {"name": tariff.name}
    if tariff.days_of_month:
        days = ", ".join(map(str, tariff.days_of_month))
        text = _("%(reason)s, only on these days of the month: %(days)s") % {"reason": text, "days": days}
    if tariff.proof:
        text = _("%(reason)s; show: %(proof)s") % {"reason": text, "proof": uncapitalised(tariff.proof)}
    return text


def _access(found: Found, profile: Profile) -> Iterator[Why]:
    for need in profile.asked.access:
        offered = [name for name in found.facilities if name in HELPING.get(need, ())]
        names = ", ".join(uncapitalised(labels.label("facility", name)) for name in offered)
        value = found.access[need.value]
        label = str(need.label)
        if need == AccessProfile.HEARING and offered:
            yield Why("yes", _("%(need)s: %(help)s") % {"need": label, "help": names})
            continue
        if value == "yes":
            yield Why("yes", _("%(need)s: suits, %(survey)s") % {"need": label, "survey": _survey(found)})
        elif value == "no":
            yield Why(
                "no", _("%(need)s: does not suit, %(survey)s") % {"need": label, "survey": _survey(found)}
            )
        else:
            yield Why("unknown", _("%(need)s: not surveyed, ask before you come") % {"need": label})
        if names:
            yield Why("yes", _("offered: %(names)s") % {"names": names})


def _survey(found: Found) -> str:
    if found.survey is None:
        return _("told by the organiser")
    day = typography.date_short(wording.day(found.survey["date"]), year=True)
    if found.survey["demo"]:
        return _("demonstration survey of %(day)s") % {"day": day}
    return _("surveyed on %(day)s") % {"day": day}


def _people(found: Found, profile: Profile, today: date) -> Iterator[Why]:
    record, asked = found.record, profile.asked
    youngest, mark = profile.youngest(today), record["age_mark"]
    if youngest is not None and youngest < GROWN_UP and mark:
        if int(mark.removesuffix("+")) <= youngest:
            yield Why("yes", _("%(mark)s: right for the age") % {"mark": mark})
        else:
            yield Why("no", _("%(mark)s, and the youngest is younger") % {"mark": mark})
    if asked.languages and not record["languages"]:
        yield Why("unknown", language_words([]))
    elif asked.languages:
        spoken = [code for code in record["languages"] if code in asked.languages]
        yield Why("yes" if spoken else "no", language_words(spoken or record["languages"]))
    if profile.who:
        audiences = set(record["audiences"])
        meant = [one for one in record["audiences"] if one in profile.question(today).audiences]
        if meant and meant != [Audience.EVERYONE]:
            yield Why("yes", audience_words(meant))
        elif audiences and not meant:
            yield Why("no", audience_words(record["audiences"]))


def language_words(codes: list[str]) -> str:
    """In which languages it is."""
    if codes == [Language.NONE]:
        return _("without words: no language is needed")
    if not codes:
        return _("the language is not told")
    return _("language: %(name)s") % {"name": ", ".join(map(language_name, codes))}


def audience_words(codes: list[str]) -> str:
    """For whom it is made."""
    names = ", ".join(uncapitalised(labels.label("audience", code)) for code in codes)
    return _("made for: %(names)s") % {"names": names}


def _place(found: Found, profile: Profile, stamp: str) -> Iterator[Why]:
    metres = metres_to(found, profile)
    if metres is not None and profile.asked.near:
        near = metres <= profile.asked.near.radius
        text = _("%(distance)s as the crow flies") % {"distance": kilometres(metres)}
        yield Why("yes" if near else "no", text)
    place = found.place
    if profile.asked.districts and place is not None and place["district"]:
        text = district_name(place["district"], stamp)
        yield Why("yes" if place["district"] in profile.asked.districts else "no", text)


def metres_to(found: Found, profile: Profile) -> float | None:
    """The straight line from the visitor's point; None where either end is unknown."""
    near, place = profile.asked.near, found.place
    if near is None or place is None or place["lat"] is None or place["lon"] is None:
        return None
    return geo.distance(near.lat, near.lon, place["lat"], place["lon"])
