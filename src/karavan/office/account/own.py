"""One's own account: how one signs in, second factors, sessions.

Demonstration accounts see a note in its place: strangers share them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows import password_change
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from karavan.kernel.errors import Invalid
from karavan.office.account import changes, oidc
from karavan.office.account.adapter import AccountAdapter
from karavan.office.account.factors import is_last_factor, must_have_factor
from karavan.office.account.forms import AppForm, NewPasswordForm, PasskeyForm, PasskeyNameForm
from karavan.office.account.sessions import end, end_others, sessions_of
from karavan.office.desk import Desk
from karavan.office.frame import render
from karavan.people.models import User
from karavan.people.rules import can_coordinate

View = Callable[..., HttpResponseBase]


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of the account in the frame of the office."""
    assert isinstance(request.user, User)
    return render(
        request, Desk(request, request.user), f"office/account/{template}.html", context, status=status
    )


def own_page(view: View) -> View:
    """A page about the account of whoever is signed in; strangers share those of a demonstration."""

    @wraps(view)
    @never_cache
    @login_required
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        assert isinstance(request.user, User)
        if request.user.is_demo:
            return page(request, "demo", {"title": _("Sign-in and safety")}, status=403)
        return view(request, *args, **kwargs)

    return answer


class Framed:
    """Draws a view of allauth in the frame of the office."""

    template_name = ""
    title: Any = ""
    request: HttpRequest

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return page(self.request, self.template_name, {"title": str(self.title), **context})


def of_kind(user: User, kind: str) -> list[Authenticator]:
    """The person's second factors of one kind, oldest first."""
    return list(Authenticator.objects.filter(user=user, type=kind).order_by("created_at", "pk"))


@own_page
def overview(request: HttpRequest) -> HttpResponseBase:
    """Everything about signing in on one page."""
    user = request.user
    assert isinstance(user, User)
    kept = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    kinds = Authenticator.Type
    codes = next((one for one in kept if one.type == kinds.RECOVERY_CODES), None)
    context = {
        "title": _("Sign-in and safety"),
        "person": user,
        "has_password": user.has_usable_password(),
        "app": next((one for one in kept if one.type == kinds.TOTP), None),
        "passkeys": [one for one in kept if one.type == kinds.WEBAUTHN],
        "codes_left": None if codes is None else len(codes.wrap().get_unused_codes()),
        "must": must_have_factor(user),
        "may_help": can_coordinate(user),
        "sessions": sessions_of(user, request.session.session_key or ""),
        "outside_name": oidc.name(),
        "outside": SocialAccount.objects.filter(user=user, provider=oidc.PROVIDER).first()
        if oidc.name()
        else None,
    }
    return page(request, "overview", context)


@own_page
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """What somebody with a city-wide role sees before anything else until they have a second factor."""
    user = request.user
    assert isinstance(user, User)
    wanted = request.GET.get("next", "")
    safe = (
        wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else settings.LOGIN_REDIRECT_URL
    )
    if (
        not must_have_factor(user)
        or Authenticator.objects.filter(user=user, type__in=("totp", "webauthn")).exists()
    ):
        return HttpResponseRedirect(safe)
    return page(request, "second_factor", {"title": _("One more step"), "next": safe})


@sensitive_post_parameters("password", "repeated")
@own_page
@reauthentication_required(app="allauth.account")
def password(request: HttpRequest) -> HttpResponseBase:
    """Choose a password, or another one. All other sessions end."""
    user = request.user
    assert isinstance(user, User)
    had_one = user.has_usable_password()
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            changes.change_password(actor=user, password=form.cleaned_data["password"])
        except Invalid as refusal:
            for path, problems in refusal.problems.items():
                form.add_error(path, problems)
        else:
            end_others(user, request.session.session_key or "")
            password_change.finalize_password_change(request, user)
            messages.success(request, _("The new password is in force. You were signed out everywhere else."))
            return HttpResponseRedirect(reverse("office-account"))
    return page(request, "password", {"title": _("Password"), "form": form, "had_one": had_one})


@own_page
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Sign out one of one's own browsers."""
    assert isinstance(request.user, User)
    own = end(request.user, pk, request)
    messages.success(request, _("That browser is signed out."))
    return HttpResponseRedirect(reverse("sign-in") if own else reverse("office-account"))


@own_page
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponseBase:
    """Sign out everywhere but here."""
    assert isinstance(request.user, User)
    end_others(request.user, request.session.session_key or "")
    changes.note(actor=request.user, what="other_sessions_ended")
    messages.success(request, _("You are signed out everywhere else."))
    return HttpResponseRedirect(reverse("office-account"))


@own_page
@require_POST
@reauthentication_required(app="allauth.socialaccount")
def unlink(request: HttpRequest) -> HttpResponseBase:
    """Take the link to the outside identity away; the e-mail code stays a way in."""
    assert isinstance(request.user, User)
    linked = get_object_or_404(SocialAccount, user=request.user, provider=oidc.PROVIDER)
    linked.delete()
    AccountAdapter(request).send_notification_mail(
        "socialaccount/email/account_disconnected", request.user, context={"outside": oidc.name()}
    )
    messages.success(request, _("The outside sign-in is unlinked."))
    return HttpResponseRedirect(reverse("office-account"))


class AddApp(Framed, ActivateTOTPView):
    """Set up an app that shows codes."""

    template_name, form_class, title = "app_add", AppForm, gettext_lazy("App with codes")

    def get_form_class(self) -> Any:
        return self.form_class

    def get_success_url(self) -> str:
        return (
            reverse("mfa_view_recovery_codes")
            if self.did_generate_recovery_codes
            else reverse("office-account")
        )


class RemoveApp(Framed, DeactivateTOTPView):
    """Do without the app."""

    template_name, title = "app_remove", gettext_lazy("App with codes")
    success_url = reverse_lazy("office-account")


class AddPasskey(Framed, AddWebAuthnView):
    """Make a passkey on this device."""

    template_name, form_class, title = "passkey_add", PasskeyForm, gettext_lazy("Passkey")

    def get_form_class(self) -> Any:
        return self.form_class

    def get_success_url(self) -> str:
        return (
            reverse("mfa_view_recovery_codes")
            if self.did_generate_recovery_codes
            else reverse("office-account")
        )


class NamePasskey(Framed, EditWebAuthnView):
    """Call a passkey otherwise."""

    template_name, form_class, title = "passkey_name", PasskeyNameForm, gettext_lazy("Passkey")
    success_url = reverse_lazy("office-account")

    def get_form_class(self) -> Any:
        return self.form_class


class RemovePasskey(Framed, RemoveWebAuthnView):
    """Take a passkey away, unless the role asks for a second factor and it is the last one."""

    template_name, title = "passkey_remove", gettext_lazy("Passkey")
    success_url = reverse_lazy("office-account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"needed": self._needed()}

    def _needed(self) -> bool:
        return must_have_factor(self.request.user) and is_last_factor(self.object)

    def form_valid(self, form: Any) -> HttpResponse:
        if self._needed():
            return HttpResponseRedirect(self.request.path)
        return super().form_valid(form)


class ShowCodes(Framed, ViewRecoveryCodesView):
    """The recovery codes that are left."""

    template_name, title = "codes", gettext_lazy("Recovery codes")


class NewCodes(Framed, GenerateRecoveryCodesView):
    """New recovery codes in the place of the old ones."""

    template_name, title = "codes_new", gettext_lazy("Recovery codes")


class CodesFile(DownloadRecoveryCodesView):
    """The recovery codes as a text to keep."""

    template_name = "office/account/codes.txt"


add_app = own_page(AddApp.as_view())
remove_app = own_page(RemoveApp.as_view())
add_passkey = own_page(AddPasskey.as_view())
name_passkey = own_page(NamePasskey.as_view())
remove_passkey = own_page(RemovePasskey.as_view())
show_codes = own_page(ShowCodes.as_view())
new_codes = own_page(NewCodes.as_view())
codes_file = own_page(CodesFile.as_view())
