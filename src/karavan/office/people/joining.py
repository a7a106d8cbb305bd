"""The link of an invitation: the one page of the office for somebody who has no account yet."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from karavan.kernel.errors import Conflict, Invalid
from karavan.kernel.ratelimit import Limiter, LocalLimiter, RedisLimiter
from karavan.office.account.entrance import sign_person_in
from karavan.office.kit import editing
from karavan.office.people import words
from karavan.office.people.acting import posted
from karavan.office.people.forms import JoinForm
from karavan.people import actions
from karavan.people.actions.invitations import digest_of
from karavan.people.enums import InvitationState
from karavan.people.models import Invitation, User
from karavan.people.queries import invitation_by_token

PER_MINUTE, AT_ONCE = 20, 20


@cache
def limiter() -> Limiter:
    """Counts looks at links by address: a token cannot be guessed, and nobody shall try all day."""
    numbers = (PER_MINUTE, AT_ONCE)
    return RedisLimiter(settings.REDIS_URL, *numbers) if settings.REDIS_URL else LocalLimiter(*numbers)


@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what is offered; take it by POST, so that a mail scanner that opens the link uses up nothing."""
    verdict = limiter().hit(f"invitation:{request.META.get('REMOTE_ADDR', '')}")
    if not verdict.allowed:
        text = _("Too many tries. Wait %(seconds)s seconds and try again.") % {"seconds": verdict.retry_after}
        return _page(request, {"title": _("Wait a little"), "problem": text}, 429)
    found = invitation_by_token(digest_of(token))
    if found is None:
        return _dead(
            request,
            _("This link leads nowhere"),
            _("Perhaps a newer letter came after it: its link works. Or it was not copied whole."),
            404,
        )
    if found.state != InvitationState.OPEN:
        return _over(request, found)
    known = User.objects.filter(email__iexact=found.email).first()
    try:
        return _come(request, found) if known is None else _accept(request, found, known)
    except Conflict as refusal:
        # Somebody else's press came first, or the one who invited is gone.
        return _dead(request, str(refusal), _("Ask whoever invited you for a new letter."), 409)


def _come(request: HttpRequest, found: Invitation) -> HttpResponseBase:
    """A new person."""
    form = JoinForm(posted(request), initial={"name": found.name})
    if form.is_bound and form.is_valid():
        try:
            person = actions.join_by_invitation(invitation=found, **form.cleaned_data)
        except Invalid as error:
            editing.show(form, error)
        else:
            messages.success(request, _("Welcome! You work here from now on."))
            return sign_person_in(request, person, way="invitation", redirect_url="/office/")
    return _page(request, {"title": _("You are invited"), "form": form, **_offer(found)})


def _accept(request: HttpRequest, found: Invitation, known: User) -> HttpResponseBase:
    """Somebody who has an account: signed in with it, they say yes."""
    offer = {"title": _("You are invited"), **_offer(found)}
    if request.user.pk != known.pk:
        other = request.user.is_authenticated
        return _page(request, {**offer, "sign_in": known.email, "other": other})
    if request.method == "POST":
        actions.accept_invitation(actor=known, invitation=found)
        messages.success(request, _("The role is yours."))
        return redirect("/office/")
    return _page(request, {**offer, "accept": True})


def _offer(found: Invitation) -> dict[str, Any]:
    return {
        "invitation": found,
        "where": str(found.organisation.name) if found.organisation is not None else _("The whole city"),
        "role": found.get_kind_display(),
        "when": words.period(found.role_from, found.role_to),
        "who": found.invited_by,
    }


def _over(request: HttpRequest, found: Invitation) -> HttpResponse:
    """A link that was good once, and what to do next."""
    title, text = {
        InvitationState.ACCEPTED: (
            _("This invitation was accepted already"),
            _("Sign in with the address the letter came to: the role is there."),
        ),
        InvitationState.REVOKED: (
            _("This invitation was withdrawn"),
            _("If that is a mistake, ask whoever invited you for a new one."),
        ),
        InvitationState.EXPIRED: (
            _("This invitation has expired"),
            _("Ask whoever invited you to send it again: a new letter takes them one press."),
        ),
    }[found.state]
    return _dead(request, title, text, 410)


def _dead(request: HttpRequest, title: str, text: str, status: int) -> HttpResponse:
    return _page(request, {"title": title, "problem": text}, status)


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, "office/people/joining.html", context, status=status)
    # The address of the page is a key: no other site shall hear of it.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
