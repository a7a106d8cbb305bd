"""What is shown to a person whatever their roles: see :mod:`karavan.people.sharing`."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from karavan.kernel.actions import action, record
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.localtime import today
from karavan.kernel.validation import check
from karavan.people.actions.persons import require_order
from karavan.people.models import Share, User
from karavan.people.queries import may_be_shown_to
from karavan.people.rules import can_manage, is_system
from karavan.people.sharing import subject_of


@action
def share(
    *,
    actor: Actor,
    subject_type: str,
    subject_id: int,
    person: User,
    valid_from: date,
    valid_to: date,
) -> Share:
    """Show a subject, as it is and while it changes, to a person on these days, both inclusive.

    Who may edit the subject may; the person is one of :func:`karavan.people.queries.may_be_shown_to`. What
    is shown already on some of the days is shown on all of both. Raises Invalid by field.
    """
    subject = subject_of(subject_type)
    row = subject.editable_by(actor).filter(pk=subject_id).first()
    if row is None:
        raise NotAllowed(_("Only who may edit this may show it to others."))
    require_order(valid_from, valid_to)
    if valid_to < today():
        raise Invalid({"valid_to": [_("These days are over.")]})
    if not may_be_shown_to(actor).filter(pk=person.pk).exists():
        raise Invalid({"person": [_("Choose a guest or colleague of your organisation.")]})
    User.objects.select_for_update().values_list("pk", flat=True).get(pk=person.pk)
    same = Share.objects.filter(person=person, subject_type=subject_type, subject_id=subject_id)
    found = same.filter(valid_from__lte=valid_to, valid_to__gte=valid_from).order_by("valid_from", "pk")
    given, *others = list(found) or [
        Share(person=person, subject_type=subject_type, subject_id=subject_id, valid_from=valid_from)
    ]
    given.valid_from = min(valid_from, given.valid_from)
    given.valid_to = max([valid_to, *(one.valid_to for one in found)])
    organisation = subject.organisation_of(row)
    given.organisation = organisation
    given.given_by_id = None if is_system(actor) else actor.pk
    check(given)
    given.save()
    for other in others:
        other.delete()
    record(
        actor,
        "share.given",
        given,
        organisation_id=organisation.pk if organisation else None,
        after={
            "person": person.pk,
            "subject": f"{subject_type}:{subject_id}",
            "valid_from": str(given.valid_from),
            "valid_to": str(given.valid_to),
        },
    )
    return given


@action
def unshare(*, actor: Actor, share: Share) -> Share:
    """Show it no more from now on. Who may edit the subject may, and who manages the organisation.

    Raises Conflict where it is over already.
    """
    try:
        share.refresh_from_db(from_queryset=Share.objects.select_for_update())
    except Share.DoesNotExist:
        raise Conflict(_("This is not shown any more.")) from None
    subject = subject_of(share.subject_type)
    may_edit = subject.editable_by(actor).filter(pk=share.subject_id).exists()
    if not may_edit and not can_manage(actor, share.organisation):
        raise NotAllowed(_("Only who may edit this may show it to others."))
    day = today()
    if share.valid_to < day:
        raise Conflict(_("This is not shown any more."))
    record(
        actor,
        "share.ended",
        share,
        organisation_id=share.organisation_id,
        before={"valid_to": str(share.valid_to)},
        after={"person": share.person_id, "subject": f"{share.subject_type}:{share.subject_id}"},
    )
    if share.valid_from >= day:
        share.delete()
        return share
    share.valid_to = day - timedelta(days=1)
    share.save(update_fields=["valid_to"])
    return share
