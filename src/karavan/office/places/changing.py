"""Pages that change one thing of a place: its name or address from a day on, its pictures, its heritage."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.localtime import today
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.office.kit import editing
from karavan.office.kit.chosen import files_of, forget_chosen, keep_chosen
from karavan.office.kit.trash import tell_removed
from karavan.office.places.forms import HeritageForm, PhotoForm, RelocateForm, RenameForm, at_the_point
from karavan.office.places.pages import SCREEN, crumbs, show
from karavan.office.places.screen import BY_HAND
from karavan.places import actions
from karavan.places.enums import CoordAccuracy
from karavan.places.models import PlacePhoto


def _form_page(
    desk: Desk, request: HttpRequest, record: Any, form: forms.Form, title: str, lead: str = ""
) -> HttpResponse:
    context = {
        "title": title,
        "lead": lead,
        "crumbs": crumbs(record, title),
        "form": form,
        "groups": editing.groups(form, ()),
        "back_url": SCREEN.url("detail", record),
    }
    return render(request, desk, "office/places/form.html", context)


@office_page
def rename(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give a place a new name from a day on."""
    record = SCREEN.get_editable(desk, pk)
    form = RenameForm(
        *editing.sent(request),
        initial={"name": record.name, "name_en": record.name_en, "valid_from": today()},
    )
    if form.is_bound and form.is_valid():
        try:
            actions.rename_place(actor=desk.actor, place=record, **form.cleaned_data)
        except (Invalid, Conflict) as error:
            editing.show(form, error)
        else:
            messages.success(request, _("Saved. The former name stays in the history."))
            return redirect(SCREEN.url("detail", record))
    lead = _(
        "To correct a mistake, edit the place. Here it gets a new name and keeps the old one in its history."
    )
    return _form_page(desk, request, record, form, _("New name from a day on"), lead)


@office_page
def relocate(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Let a place move to another address from a day on."""
    record = SCREEN.get_editable(desk, pk)
    form = RelocateForm(*editing.sent(request), initial={"valid_from": today()})
    if form.is_bound and form.is_valid():
        values = dict(form.cleaned_data)
        point = values.pop("point")
        if point is not None:
            lat, lon = point
            accuracy = {"coord_accuracy": CoordAccuracy.BUILDING, "coord_source": BY_HAND}
            values |= {"lat": lat, "lon": lon, **accuracy}
        values["is_temporary"] = values["valid_to"] is not None
        try:
            with at_the_point():
                actions.relocate_place(actor=desk.actor, place=record, **values)
        except (Invalid, Conflict) as error:
            editing.show(form, error)
        else:
            messages.success(request, _("Saved. The former address stays in the history."))
            return redirect(SCREEN.url("detail", record))
    lead = _("To correct a mistake, edit the place. Here a place moves: for good, or for a time.")
    return _form_page(desk, request, record, form, _("Move to another address"), lead)


@office_page
def heritage(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say what makes a place heritage."""
    record = SCREEN.get_editable(desk, pk)
    passport = getattr(record, "heritage", None)
    names = tuple(HeritageForm.base_fields)
    initial = {} if passport is None else {name: getattr(passport, name) for name in names}
    form = HeritageForm(*editing.sent(request), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            actions.set_heritage(actor=desk.actor, place=record, **form.cleaned_data)
        except (Invalid, Conflict) as error:
            editing.show(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(SCREEN.url("detail", record))
    return _form_page(desk, request, record, form, _("Heritage"))


@office_page
def photos(desk: Desk, request: HttpRequest, pk: int) -> HttpResponseBase:
    """Pictures of a place, those kept from residents too, and a form for a new one."""
    if request.method == "POST":
        record = SCREEN.get_editable(desk, pk)
        form = PhotoForm(request.POST, files_of(desk, request, "image"))
        if form.is_valid():
            try:
                actions.add_photo(actor=desk.actor, place=record, **form.cleaned_data)
            except (Invalid, Conflict) as error:
                editing.show(form, error)
            else:
                forget_chosen(desk, request, "image")
                messages.success(request, _("The picture is there, and residents see it."))
                return redirect("office-places-photos", pk)
        keep_chosen(desk, request, form, "image")
    else:
        record, form = SCREEN.get(desk, pk), PhotoForm()
    return show(desk, request, record, "photos.html", {"photos": record.photos.all(), "form": form})


@office_page
def remove_photo(desk: Desk, request: HttpRequest, pk: int, photo: int) -> HttpResponseBase:
    """Take a picture away, after asking."""
    record = SCREEN.get_editable(desk, pk)
    found = get_object_or_404(PlacePhoto, pk=photo, place=record)
    if request.method == "POST":
        trashed = actions.remove_photo(actor=desk.actor, photo=found)
        tell_removed(request, found.alt, trashed)
        return redirect("office-places-photos", pk)
    title = _("Take this picture away?")
    return show(desk, request, record, "photo_remove.html", {"title": title, "photo": found})
