"""Asking again who it is, before something that matters."""

from typing import Any

from allauth.account.forms import ConfirmReauthenticationCodeForm, ReauthenticateForm
from allauth.account.views import (
    ConfirmReauthenticationCodeView,
    ReauthenticateView,
    RequestReauthenticationCodeView,
)
from allauth.mfa.base.views import ReauthenticateView as FactorAgainView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from karavan.office.account import limits
from karavan.office.account.adapter import too_often
from karavan.office.account.forms import FactorAgainForm, code_field
from karavan.office.account.own import Framed, own_page


class PasswordAgainForm(ReauthenticateForm):
    """The password once more."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeAgainForm(ConfirmReauthenticationCodeForm):
    """The code of a letter."""

    code = code_field(_("Code from the letter"))


class Again(Framed):
    """What the pages share: their heading and where they lead."""

    title: Any = _("Is it you?")
    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"next": context.get("redirect_field_value") or self.request.GET.get("next", "")}


class PasswordAgain(Again, ReauthenticateView):
    template_name = "again_password"

    def get_form_class(self) -> Any:
        return PasswordAgainForm


class LetterAgain(Again, RequestReauthenticationCodeView):
    template_name = "again_letter"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seconds = limits.letter_wait(request, request.user.email)  # type: ignore[union-attr]
        if seconds:
            refusal: ValidationError = too_often(seconds)
            messages.error(request, refusal.messages[0])
            return HttpResponseRedirect(request.get_full_path())
        return super().post(request, *args, **kwargs)


class LetterCodeAgain(Again, ConfirmReauthenticationCodeView):
    template_name = "again_letter_code"

    def get_form_class(self) -> Any:
        return forms.Form if self._action == "resend" else CodeAgainForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = settings.MAIL_FOLDER if settings.MAIL_KEPT else ""
        return super().get_context_data(**kwargs) | {"mail_folder": kept}


class FactorAgain(Again, FactorAgainView):
    template_name = "again_factor"

    def get_form_class(self) -> Any:
        return FactorAgainForm


class PasskeyAgain(Again, ReauthenticateWebAuthnView):
    template_name = "again_passkey"

    def form_invalid(self, form: Any) -> HttpResponse:
        super().form_invalid(form)
        return HttpResponseRedirect(self.request.get_full_path())


password = own_page(PasswordAgain.as_view())
letter = own_page(LetterAgain.as_view())
letter_code = own_page(LetterCodeAgain.as_view())
factor = own_page(FactorAgain.as_view())
passkey = own_page(PasskeyAgain.as_view())
