"""Guests: «with whom it is shared» on the page of a record, and «what was shown to you» for the guest.

A screen of events, programmes or places shows the fragment so::

    from karavan.office.people.sharing import shared_with

    def detail(self, desk, record):
        return {..., "sharing": shared_with(desk, record, may_edit=may_edit)}

    {% include "office/people/shared_with.html" %}

Nothing is shown where the person may not edit the record. Its buttons lead to pages of this module and back.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from karavan.kernel.localtime import today
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.office.people import words
from karavan.office.people.acting import Deed, NoForm, act, note_choices, posted
from karavan.office.people.forms import ShareForm
from karavan.people import actions, queries
from karavan.people.models import Share
from karavan.people.sharing import Subject, subject_of, subjects, type_of
from karavan.ui.parts import Link

SCREENS = {"programme.event": "events", "programme.programme": "programmes", "places.place": "places"}
"""The screen of the office that shows each kind of subject."""
SHARED_FOR = timedelta(days=30)


@dataclass(frozen=True)
class ShownShare:
    """A share on the page of what is shared: with whom, until when, and where it is ended."""

    name: str
    when: str
    end_url: str


@dataclass(frozen=True)
class Sharing:
    """The fragment's context: current shares, and where one more is given."""

    shares: list[ShownShare]
    new_url: str


def shared_with(desk: Desk, record: Model, *, may_edit: bool | None = None) -> Sharing | None:
    """Who is shown this record; None where the person may not share it.

    One query where ``may_edit`` says what ``editable_by`` of this kind of record says, else three.
    """
    subject_type = type_of(record)
    if may_edit is None:
        may_edit = subject_of(subject_type).editable_by(desk.actor).filter(pk=record.pk).exists()
    if not may_edit:
        return None
    rows = Share.objects.filter(subject_type=subject_type, subject_id=record.pk, valid_to__gte=today())
    return Sharing(
        shares=[
            ShownShare(
                row.person.name,
                words.period(row.valid_from, row.valid_to),
                reverse("office-share-end", args=[row.pk]),
            )
            for row in rows.select_related("person").order_by("person__name", "pk")
        ],
        new_url=reverse("office-share") + "?" + urlencode({"type": subject_type, "id": record.pk}),
    )


def address_of(subject_type: str, pk: int) -> str:
    """The page of a subject in the office; "" while its screen is not there."""
    try:
        return reverse(f"office-{SCREENS[subject_type]}-detail", args=[pk])
    except (KeyError, NoReverseMatch):
        return ""


@office_page
def new_share(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Show a record to somebody: ``?type=programme.event&id=12``."""
    subject_type, asked = request.GET.get("type", ""), request.GET.get("id", "")
    if subject_type not in {subject.type for subject in subjects()} or not asked.isdecimal():
        raise Http404
    rows = subject_of(subject_type).editable_by(desk.actor)
    record = get_object_or_404(rows, pk=int(asked[:18]))
    day = today()
    form = ShareForm(posted(request), initial={"valid_from": day, "valid_to": day + SHARED_FOR})
    person: Any = form.fields["person"]
    person.queryset = queries.may_be_shown_to(desk.actor).order_by("name", "pk")
    note_choices(desk, person)
    person.help_text = _(
        "Guests and colleagues of your network. Somebody is missing? Invite them as a guest reviewer."
    )
    back = address_of(subject_type, record.pk) or "/office/"
    return act(
        request,
        desk,
        Deed(
            title=_("Show it to somebody"),
            intro=_("“%(title)s”: they see it as it is, and may change nothing.") % {"title": record},
            button=_("Show it"),
            form=form,
            do=lambda values: actions.share(
                actor=desk.actor, subject_type=subject_type, subject_id=record.pk, **values
            ),
            back=back,
            done=_("It is shown from now on."),
            crumbs=[Link(str(record), back), Link(_("Show it to somebody"))],
        ),
    )


@office_page
def end_share(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show it no more."""
    row = get_object_or_404(queries.shares_visible_to(desk.actor).select_related("person"), pk=pk)
    back = address_of(row.subject_type, row.subject_id) or "/office/"
    return act(
        request,
        desk,
        Deed(
            title=_("Show it no more"),
            intro=_("%(name)s does not see it any more, from now on.") % {"name": row.person},
            button=_("Show it no more"),
            form=NoForm(posted(request)),
            do=lambda _values: actions.unshare(actor=desk.actor, share=row),
            back=back,
            done=_("It is not shown any more."),
            grave=True,
        ),
    )


@dataclass(frozen=True)
class Shown:
    """Something that was shown to a guest."""

    title: str
    url: str
    note: str
    is_demo: bool


def shown_to(desk: Desk) -> list[tuple[str, list[Shown]]]:
    """What is shown to the person today, by kind, the last given first; two queries a kind."""
    day = today()
    mine = Share.objects.filter(person=desk.actor, valid_from__lte=day, valid_to__gte=day)
    groups = []
    for subject in subjects():
        rows = list(
            mine.filter(subject_type=subject.type).select_related("given_by").order_by("-given_at", "-pk")
        )
        if rows:
            groups.append((str(subject.label), _shown(desk, subject, rows)))
    return groups


def _shown(desk: Desk, subject: Subject, rows: list[Share]) -> list[Shown]:
    known = subject.visible_to(desk.actor).in_bulk([row.subject_id for row in rows])
    return [
        Shown(
            title=str(known[row.subject_id]),
            url=address_of(subject.type, row.subject_id),
            note=_("until %(day)s, shown by %(name)s")
            % {"day": words.day(row.valid_to), "name": row.given_by or _("the system")},
            is_demo=bool(getattr(known[row.subject_id], "is_demo", False)),
        )
        for row in rows
        # What was removed meanwhile is shown to nobody.
        if row.subject_id in known
    ]


@office_page
def shown_to_me(desk: Desk, request: HttpRequest) -> HttpResponse:
    """The start page of a guest: what was shown to them, and nothing else."""
    context = {"title": _("Shown to you"), "groups": shown_to(desk)}
    return render(request, desk, "office/people/shown.html", context)
