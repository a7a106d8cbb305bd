"""One's own page: name, roles, leave, and who looked."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from karavan.kernel.localtime import today
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.office.people import words
from karavan.office.people.acting import Deed, NoForm, act, posted
from karavan.office.people.forms import NameForm
from karavan.office.people.members import substitution_form
from karavan.people import actions, queries
from karavan.people.models import Substitution
from karavan.ui.parts import Link

VIEWS_SHOWN = 50
HERE = "/office/me/"


def _crumbs(title: str) -> list[Link]:
    return [Link(_("My page"), HERE), Link(title)]


@office_page
def me(desk: Desk, request: HttpRequest) -> HttpResponse:
    """My name, my roles, who stands in for me, and who looked at my name and address."""
    person, day = desk.actor, today()
    roles = person.roles.select_related("organisation").order_by("valid_from", "pk")
    rows = Substitution.objects.select_related("person", "substitute", "organisation").order_by(
        "valid_from", "pk"
    )
    current = rows.filter(valid_to__gte=day)
    context: dict[str, Any] = {
        "title": person.name,
        "person": person,
        "roles": [words.ShownRole(role, day, may_end=False) for role in roles],
        "absences": [
            words.ShownSubstitution(row, day, may_end=True) for row in current.filter(person=person)
        ],
        "stands_in": [
            words.ShownSubstitution(row, day, may_end=True) for row in current.filter(substitute=person)
        ],
        "may_leave": bool(roles),
        "views": list(queries.views_of(person)[:VIEWS_SHOWN]),
        "account_url": reverse("office-account"),
    }
    return render(request, desk, "office/people/me.html", context)


@office_page
def my_name(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Write my name."""
    person = desk.actor
    return act(
        request,
        desk,
        Deed(
            title=_("My name"),
            button=_("Save"),
            form=NameForm(posted(request), initial={"name": person.name}),
            do=lambda values: actions.rename_person(actor=person, person=person, **values),
            back=HERE,
            done=_("Saved."),
            crumbs=_crumbs(_("My name")),
        ),
    )


@office_page
def my_leave(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Say who stands in for me while I am away."""
    person = desk.actor
    return act(
        request,
        desk,
        Deed(
            title=_("I am going away"),
            intro=_("Choose the days and a colleague: for these days your roles are theirs, too."),
            button=_("Set the substitution"),
            form=substitution_form(desk, person, posted(request)),
            do=lambda values: actions.set_substitution(actor=person, person=person, **values),
            back=HERE,
            done=_("The substitution is set. It ends by itself."),
            crumbs=_crumbs(_("I am going away")),
        ),
    )


@office_page
def end_substitution(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """End a substitution: mine, or one that I may end for others."""
    rows = queries.substitutions_editable_by(desk.actor).select_related(
        "person", "substitute", "organisation"
    )
    row = get_object_or_404(rows, pk=pk)
    mine = desk.actor.pk in {row.person_id, row.substitute_id}
    back = HERE if mine else reverse("office-people-detail", args=[row.person_id])
    return act(
        request,
        desk,
        Deed(
            title=_("End the substitution"),
            intro=_("%(substitute)s stands in for %(absent)s no more, from now on.")
            % {"substitute": row.substitute, "absent": row.person},
            button=_("End it now"),
            form=NoForm(posted(request)),
            do=lambda _values: actions.end_substitution(actor=desk.actor, substitution=row),
            back=back,
            done=_("The substitution is over."),
            crumbs=[
                Link(_("My page"), HERE) if mine else Link(str(row.person), back),
                Link(_("Substitution")),
            ],
            grave=True,
        ),
    )
