"""Who works here, for which organisation, and what they may reach: made once a request."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import never_cache

from karavan.kernel.errors import NotAllowed
from karavan.people.enums import CITY_WIDE_ROLES, EDITING_ROLES, SEEING_ROLES
from karavan.people.models import Organisation, User
from karavan.people.queries import Served, organisations_served
from karavan.people.rules import MANAGING_ROLES, HeldRole, Reach, reach_of, roles_asked_once, roles_of

SESSION_KEY = "office_organisation"
EVERYTHING = "all"

P = ParamSpec("P")


@dataclass
class Desk:
    """A person at work. Roles are asked for once, when first needed; what they reach follows from them."""

    request: HttpRequest
    actor: User
    editable: dict[tuple[str, int], bool] = field(default_factory=dict)
    """Whether they may change a record, by screen and number, as far as it was asked."""

    @cached_property
    def roles(self) -> list[HeldRole]:
        """Roles in force today."""
        return roles_of(self.actor)

    @cached_property
    def editing(self) -> Reach:
        """What they may edit."""
        return reach_of(self.roles, EDITING_ROLES)

    @cached_property
    def managing(self) -> Reach:
        """Where they may change names, branches and people's roles."""
        return reach_of(self.roles, MANAGING_ROLES)

    @cached_property
    def seeing(self) -> Reach:
        """Where they also see what is not public."""
        return reach_of(self.roles, SEEING_ROLES, city=CITY_WIDE_ROLES)

    @property
    def coordinates(self) -> bool:
        """Whether they may change everything."""
        return self.editing.everything

    @cached_property
    def served(self) -> list[Served]:
        """The organisations they work for today, by their own roles or in somebody's place."""
        return organisations_served(self.actor, held=self.roles)

    @property
    def organisations(self) -> list[Organisation]:
        """The same without by what right: each once, by name."""
        return [one.organisation for one in self.served]

    @cached_property
    def organisation(self) -> Organisation | None:
        """The one they work for now; None where they look at all they may see."""
        chosen = self.request.session.get(SESSION_KEY)
        if chosen == EVERYTHING:
            return None
        for one in self.organisations:
            if one.pk == chosen:
                return one
        if chosen is not None and self.seeing.everything:
            return Organisation.objects.filter(pk=chosen).first()
        if self.seeing.everything:
            return None
        return self.organisations[0] if self.organisations else None

    def switch(self, chosen: str) -> bool:
        """Work for another organisation from now on, or "all"; False where it is not theirs."""
        if chosen == EVERYTHING:
            self.request.session[SESSION_KEY] = EVERYTHING
        elif chosen.isdecimal() and self._serves(int(chosen[:18])):
            self.request.session[SESSION_KEY] = int(chosen)
        else:
            return False
        return True

    def _serves(self, pk: int) -> bool:
        if any(one.pk == pk for one in self.organisations):
            return True
        return self.seeing.everything and Organisation.objects.filter(pk=pk).exists()


def office_page(
    view: Callable[Concatenate[Desk, HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Make a page of the office out of ``view(desk, request, …)``.

    It asks for signing in, is never kept by a cache, and tells what is not allowed (403) or not
    there (404) as a page with the navigation.
    """

    @wraps(view)
    @never_cache
    @login_required
    def answer(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        assert isinstance(request.user, User)
        desk = Desk(request, request.user)
        try:
            # A page that is only read asks for its person's roles once, not once a query.
            with roles_asked_once() if request.method in {"GET", "HEAD"} else nullcontext():
                return view(desk, request, *args, **kwargs)
        except NotAllowed as refusal:
            return _framed(desk, request, "office/not_allowed.html", {"refusal": str(refusal)}, 403)
        except Http404:
            return _framed(desk, request, "office/missing.html", {}, 404)

    return answer


def _framed(
    desk: Desk, request: HttpRequest, template: str, context: dict[str, str], status: int
) -> HttpResponse:
    """A page that tells why there is nothing to see, with the navigation that leads on."""
    from karavan.office.frame import render  # noqa: PLC0415 - the frame is built around a desk

    return render(request, desk, template, context, status)
