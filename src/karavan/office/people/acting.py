"""A page that asks a few things and does one thing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.office.desk import Desk
from karavan.office.frame import render
from karavan.office.kit import editing
from karavan.people import actions
from karavan.people.enums import ViewedIn
from karavan.ui.parts import Link


@dataclass(frozen=True)
class Deed:
    """What a page asks and does; ``do`` gets the form's values, may raise Invalid, Conflict, NotAllowed."""

    title: str
    button: str
    do: Callable[[dict[str, Any]], object]
    back: str
    """The address to return to, done or not."""
    done: str
    """What to say afterwards."""
    form: forms.Form
    intro: str = ""
    crumbs: Sequence[Link] = ()
    grave: bool = False
    """Whether it is hard to take back: then the button says so by its looks."""
    next: str = field(default="")
    """Where to go when it is done, if not back."""


class NoForm(forms.Form):
    """A page that asks for a yes only."""


def act(request: HttpRequest, desk: Desk, deed: Deed) -> HttpResponseBase:
    """Show the page of a deed, or do it and go back; refusals stand at their fields, typing is kept.

    Who lost the right meanwhile reads so on the page, too; the status says it to programs (403).
    """
    form, status = deed.form, 200
    if form.is_bound and form.is_valid():
        try:
            deed.do(form.cleaned_data)
        except (Invalid, Conflict) as error:
            editing.show(form, error)
        except NotAllowed as error:
            form.add_error(None, str(error))
            status = 403
        else:
            messages.success(request, deed.done)
            return redirect(deed.next or deed.back)
    context = {"deed": deed, "title": deed.title, "crumbs": deed.crumbs, "form": form}
    return render(request, desk, "office/people/deed.html", context, status=status)


def posted(request: HttpRequest) -> Any:
    """What was sent; None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def note_choices(desk: Desk, field: Any) -> None:
    """Note whose name and address stand in a list to choose from: it is a list as any other."""
    shown = list(field.queryset.order_by().values_list("pk", flat=True))
    actions.note_views(actor=desk.actor, person_ids=shown, what=ViewedIn.LIST)
