"""Surveys of accessibility."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Invalid
from karavan.kernel.localtime import today
from karavan.kernel.validation import check, plain_values
from karavan.places.actions._common import line, news_of, require_place
from karavan.places.enums import Category, Zone, ZoneState
from karavan.places.models import AccessSurvey, Place, ZoneAssessment


@action
def record_survey(
    *,
    actor: Actor,
    place: Place,
    surveyed_on: date,
    surveyor: str,
    assessments: Mapping[tuple[Zone, Category], ZoneState],
    variant: str = "",
    next_control: date | None = None,
    works: Mapping[tuple[Zone, Category], str] | None = None,
    is_demo: bool = False,
) -> AccessSurvey:
    """Record what a commission saw on a day; the newest survey counts, older ones stay.

    ``surveyor`` is an organisation or a commission, never a person. Zones left out of ``assessments`` are
    unknown. Raises Invalid (``surveyed_on``, ``surveyor``, ``variant``, ``assessments``, ``next_control``).
    """
    require_place(actor, place)
    if surveyed_on > today():
        raise Invalid({"surveyed_on": [_("A survey cannot lie in the future.")]})
    if next_control is not None and next_control <= surveyed_on:
        raise Invalid({"next_control": [_("The next control comes after the survey.")]})
    survey = AccessSurvey(
        place=place,
        surveyed_on=surveyed_on,
        variant=variant,
        next_control=next_control,
        is_demo=is_demo,
        **plain_values({"surveyor": surveyor}, {"surveyor"}),
    )
    check(survey)
    works = works or {}
    try:
        rows = [
            ZoneAssessment(
                survey=survey,
                zone=Zone(zone),
                category=Category(category),
                state=ZoneState(state),
                works=works.get((zone, category), ""),
            )
            for (zone, category), state in assessments.items()
        ]
    except ValueError:
        raise Invalid(
            {"assessments": [_("Choose zone, category and state from the passport's lists.")]}
        ) from None
    survey.save()
    ZoneAssessment.objects.bulk_create(rows)
    line(
        actor,
        "place.surveyed",
        place,
        after={"surveyed_on": str(surveyed_on), "surveyor": survey.surveyor, "assessments": len(rows)},
    )
    news_of(place)
    return survey
