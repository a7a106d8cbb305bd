"""The way in: e-mail first, then a code, a password or a passkey, then the second factor."""

from typing import Any, cast

from allauth.account.internal import flows
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.account.views import ConfirmLoginCodeView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django import forms as django_forms
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import LogoutView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from karavan.integrations.citydata.demo_people import PASSWORD, PEOPLE
from karavan.office.account import oidc
from karavan.office.account.adapter import AccountAdapter
from karavan.office.account.entry import may_enter
from karavan.office.account.forms import CodeRequestForm, EmailForm, FactorForm, LetterCodeForm, PasswordForm
from karavan.people.models import User


def demo_people() -> list[User]:
    """The demonstration accounts that this installation has, in the order they are listed."""
    order = {person.email: number for number, person in enumerate(PEOPLE)}
    found = User.objects.filter(email__in=order, is_demo=True, is_active=True)
    return sorted(found, key=lambda user: order[user.email])


def sign_person_in(
    request: HttpRequest, person: User, *, way: str, redirect_url: str | None = None
) -> HttpResponseBase:
    """Let a person in whom the caller has made sure of (``way`` says how: "invitation"), and lead them on.

    The answer may be the page of the second factor instead, where the person has one. Somebody else who is
    signed in here is signed out first.
    """
    if request.user.is_authenticated and request.user.pk != person.pk:
        logout(request)
    flows.login.record_authentication(request, person, method=way)
    return cast(
        "HttpResponse", flows.login.perform_login(request, Login(user=person, redirect_url=redirect_url))
    )


def _next_url(request: HttpRequest) -> str:
    return get_next_redirect_url(request) or ""


def _entrance(
    request: HttpRequest, form: django_forms.Form, step: str = "email", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "title": _("Sign in"),
        "form": form,
        "step": step,
        "next": _next_url(request),
        "outside_name": oidc.name(),
        "code_offered": settings.MAIL_SENT or settings.MAIL_KEPT,
    }
    if settings.DEMO and step == "email":
        context |= {"demo_people": demo_people(), "demo_password": PASSWORD}
    return render(request, "office/sign_in.html", context, status=status)


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The page of signing in. ``way`` of the form is "code" or "password"; a password alone says so, too."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_next_url(request) or settings.LOGIN_REDIRECT_URL)
    if request.method != "POST":
        initial = {"email": str(request.GET.get("email", ""))[:254]}
        return _entrance(request, EmailForm(request=request, initial=initial))
    clear_login(request)
    if "password" in request.POST:
        return _by_password(request)
    if request.POST.get("way") == "password" or not (settings.MAIL_SENT or settings.MAIL_KEPT):
        named = EmailForm(request.POST, request=request)
        if not named.is_valid():
            return _entrance(request, named)
        initial = {"email": named.cleaned_data["email"]}
        return _entrance(request, PasswordForm(request=request, initial=initial), "password")
    return _by_code(request)


def _by_password(request: HttpRequest) -> HttpResponseBase:
    form = PasswordForm(request.POST, request=request)
    if not form.is_valid() or form.person is None:
        return _entrance(request, form, "password")
    credentials = {"email": form.cleaned_data["email"]}
    login = Login(user=form.person, email=form.cleaned_data["email"], redirect_url=_next_url(request) or None)
    return cast("HttpResponse", flows.login.perform_password_login(request, credentials, login))


def _by_code(request: HttpRequest) -> HttpResponseBase:
    form = CodeRequestForm(request.POST, request=request)
    if not form.is_valid():
        return _entrance(request, form)
    if form.person is None:
        AccountAdapter(request).pretend_to_send_code(form.cleaned_data["email"])
    flows.login_by_code.LoginCodeVerificationProcess.initiate(
        request=request, user=form.person, email=form.cleaned_data["email"]
    )
    return HttpResponseRedirect(
        passthrough_next_redirect_url(request, reverse("account_confirm_login_code"), "next")
    )


@never_cache
@require_POST
def enter_demo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Try a demonstration account by one press; only where they exist."""
    person = next((one for one in demo_people() if one.pk == pk), None) if settings.DEMO else None
    if person is None:
        raise Http404
    return sign_person_in(request, person, way="demo", redirect_url=_next_url(request) or None)


class EnterCode(ConfirmLoginCodeView):
    """The code of the letter."""

    template_name = "office/account/letter_code.html"
    form_class = LetterCodeForm

    def get_form_class(self) -> Any:
        return django_forms.Form if self._action == "resend" else self.form_class

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        del context["site"]
        return context | {
            "title": _("Code from the letter"),
            "next": _next_url(self.request),
            "mail_folder": settings.MAIL_FOLDER if settings.MAIL_KEPT else "",
        }


class EnterFactor(AuthenticateView):
    """The second factor of somebody who signed in by a code, a password or an outside identity."""

    template_name = "office/account/factor.html"
    form_class = FactorForm

    def get_form_class(self) -> Any:
        return self.form_class

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        del context["site"]
        return context | {"title": _("Second factor")}


class EnterByPasskey(LoginWebAuthnView):
    """Signing in by a passkey alone: two factors at once, the device and the finger or PIN on it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # A login begun by a code is given up for this one.
        clear_login(request)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        person = form.cleaned_data["credential"].user
        if not may_enter(person):
            return AccountAdapter(self.request).respond_user_inactive(self.request, person)
        return super().form_valid(form)


class SignOut(LogoutView):
    """Ends the session; by POST only, so that no link of another site does it."""

    next_page = "/"
