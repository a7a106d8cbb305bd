"""Who stands in for whom while somebody is away."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.localtime import today
from karavan.kernel.validation import check, plain_values
from karavan.people.actions.persons import require_order
from karavan.people.enums import CITY_WIDE_ROLES
from karavan.people.models import Organisation, Role, Substitution, User
from karavan.people.queries import may_stand_in_for
from karavan.people.rules import can_coordinate, is_self, managing_reach, require_coordinate, require_manage


@action
def set_substitution(
    *,
    actor: Actor,
    person: User,
    substitute: User,
    valid_from: date,
    valid_to: date,
    organisation: Organisation | None = None,
    city_wide: bool = False,
    reason: str = "",
) -> Substitution:
    """Let ``substitute`` hold the roles of an absent person on these days, both inclusive.

    ``organisation`` limits it to the roles there and below. The absent person may set it for themselves, a
    director for an organisation of theirs, a city coordinator for anybody; a director names the organisation.
    City-wide roles go along only where a coordinator says so (``city_wide``, without an organisation).
    Raises Invalid by field, and Conflict where somebody already stands in on some of the days.
    """
    _require_set(actor, person, organisation, city_wide=city_wide)
    require_order(valid_from, valid_to)
    if valid_to < today():
        raise Invalid({"valid_to": [_("These days are over.")]})
    if substitute.pk == person.pk:
        raise Invalid({"substitute": [_("Nobody stands in for themselves.")]})
    if not can_coordinate(actor) and not may_stand_in_for(actor, person).filter(pk=substitute.pk).exists():
        raise Invalid({"substitute": [_("Choose somebody who works in the same network.")]})
    if not substitute.is_active:
        raise Invalid({"substitute": [_("This account is switched off.")]})
    User.objects.select_for_update().values_list("pk", flat=True).get(pk=person.pk)
    if not _roles_lent(person, organisation, valid_from, valid_to, city_wide=city_wide).exists():
        raise Invalid({"organisation": [_("The person has no role there on these days to stand in for.")]})
    others = person.absences.filter(valid_from__lte=valid_to, valid_to__gte=valid_from)
    if any(_meet(other.organisation, organisation) for other in others.select_related("organisation")):
        raise Conflict(_("Somebody already stands in on some of these days. End that first."))
    values = plain_values({"reason": reason}, {"reason"})
    row = Substitution(
        person=person,
        substitute=substitute,
        organisation=organisation,
        city_wide=city_wide,
        valid_from=valid_from,
        valid_to=valid_to,
        **values,
    )
    check(row)
    row.save()
    record(
        actor,
        "substitution.set",
        row,
        organisation_id=row.organisation_id,
        after={
            "person": person.pk,
            "substitute": substitute.pk,
            "valid_from": str(valid_from),
            "valid_to": str(valid_to),
            "city_wide": city_wide,
        },
    )
    return row


@action
def end_substitution(
    *, actor: Actor, substitution: Substitution, last_day: date | None = None
) -> Substitution:
    """Let it end with a day (None: yesterday, so that nothing of it is left); one not begun never begins.

    Whoever may set it may end it, and the substitute may. Raises Conflict where it is over by then.
    """
    try:
        substitution.refresh_from_db(from_queryset=Substitution.objects.select_for_update())
    except Substitution.DoesNotExist:
        raise Conflict(_("The substitution ends by then anyway.")) from None
    if not is_self(actor, substitution.substitute):
        _require_end(actor, substitution)
    last_day = today() - timedelta(days=1) if last_day is None else last_day
    if substitution.valid_to <= last_day:
        raise Conflict(_("The substitution ends by then anyway."))
    record(
        actor,
        "substitution.ended",
        substitution,
        organisation_id=substitution.organisation_id,
        before={"valid_to": str(substitution.valid_to)},
        after={"valid_to": str(last_day)},
    )
    if last_day < substitution.valid_from:
        substitution.delete()
        return substitution
    substitution.valid_to = last_day
    substitution.save(update_fields=["valid_to"])
    return substitution


def _require_set(actor: Actor, person: User, organisation: Organisation | None, *, city_wide: bool) -> None:
    if city_wide:
        require_coordinate(actor)
        if organisation is not None:
            raise Invalid({"city_wide": [_("City-wide roles go along only without an organisation.")]})
        if not managing_reach(actor, lent=False).everything:
            raise NotAllowed(_("Who stands in for a coordinator does not pass city-wide roles on."))
    elif not is_self(actor, person):
        require_manage(actor, organisation)


def _require_end(actor: Actor, substitution: Substitution) -> None:
    if not is_self(actor, substitution.person):
        require_manage(actor, substitution.organisation)


def _roles_lent(
    person: User, organisation: Organisation | None, start: date, end: date, *, city_wide: bool
) -> QuerySet[Role]:
    roles = person.roles.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=start), valid_from__lte=end)
    if organisation is not None:
        return roles.filter(organisation__path__startswith=organisation.path)
    return roles if city_wide else roles.exclude(kind__in=CITY_WIDE_ROLES)


def _meet(one: Organisation | None, other: Organisation | None) -> bool:
    """Whether two limits have roles in common."""
    if one is None or other is None:
        return True
    return one.path.startswith(other.path) or other.path.startswith(one.path)
