"""What the office itself writes: kept views of lists. What the records say is written by their rooms."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from karavan.kernel.actions import action, record
from karavan.kernel.errors import Invalid, NotAllowed
from karavan.kernel.validation import check, plain_values, require
from karavan.office.models import DefaultView, SavedView
from karavan.people.models import Organisation, User
from karavan.people.rules import can_coordinate, can_edit

PERSONAL, OF_ORGANISATION, OF_CITY = "person", "organisation", "city"
MOST_VIEWS = 50
"""Of one owner on one screen: a row of chips has to stay a help."""


def may_keep(actor: User, view: SavedView) -> bool:
    """One's own; those of an organisation its editors and directors; those of the city its coordinators."""
    if view.person_id is not None:
        return view.person_id == actor.pk
    return can_coordinate(actor) if view.organisation is None else can_edit(actor, view.organisation)


@action
def save_view(
    *,
    actor: User,
    screen: str,
    title: str,
    query: str,
    scope: str = PERSONAL,
    organisation: Organisation | None = None,
) -> SavedView:
    """Keep the state of a list under a name, for oneself, for an organisation or for the city.

    Raises Invalid (``title``, ``scope``) and NotAllowed.
    """
    if scope == OF_ORGANISATION and organisation is None:
        raise Invalid({"scope": [_("Choose for which organisation you work first.")]})
    view = SavedView(
        screen=screen,
        title=_title(title),
        query=query,
        person=actor if scope == PERSONAL else None,
        organisation=organisation if scope == OF_ORGANISATION else None,
        saved_by=actor,
    )
    _require(actor, view)
    _check_title(view)
    if _of_same_owner(view).count() >= MOST_VIEWS:
        raise Invalid({"title": [_("There are too many views already. Delete one that nobody needs.")]})
    check(view)
    view.save()
    _record(actor, "view.saved", view)
    return view


@action
def rename_view(*, actor: User, view: SavedView, title: str) -> SavedView:
    """Give a view another name. Raises Invalid (``title``) and NotAllowed."""
    _require(actor, view)
    before = {"title": view.title}
    view.title = _title(title)
    _check_title(view)
    check(view)
    view.save(update_fields=["title"])
    _record(actor, "view.renamed", view, before)
    return view


@action
def remove_view(*, actor: User, view: SavedView) -> None:
    """Delete a view, for everybody who has it. Raises NotAllowed."""
    _require(actor, view)
    _record(actor, "view.removed", view, {"title": view.title})
    view.delete()


@action
def choose_default(*, actor: User, screen: str, view: SavedView | None) -> None:
    """Let a person's list begin with a view, or with everything (None)."""
    DefaultView.objects.filter(person=actor, screen=screen).delete()
    if view is not None:
        DefaultView.objects.create(person=actor, screen=screen, view=view)


def _title(title: str) -> str:
    plain: str = plain_values({"title": title}, {"title"})["title"]
    require(title=plain)
    return plain


def _require(actor: User, view: SavedView) -> None:
    if not may_keep(actor, view):
        raise NotAllowed(_("You may keep views for yourself, but not change those of others."))


def _check_title(view: SavedView) -> None:
    if _of_same_owner(view).filter(title=view.title).exists():
        raise Invalid({"title": [_("There is a view of this name already. Choose another.")]})


def _of_same_owner(view: SavedView) -> QuerySet[SavedView]:
    same = SavedView.objects.filter(
        screen=view.screen, person=view.person_id, organisation=view.organisation_id
    )
    return same.exclude(pk=view.pk)


def _record(actor: User, verb: str, view: SavedView, before: dict[str, str] | None = None) -> None:
    after = {} if verb == "view.removed" else {"title": view.title, "screen": view.screen}
    record(actor, verb, view, organisation_id=view.organisation_id, before=before, after=after)
