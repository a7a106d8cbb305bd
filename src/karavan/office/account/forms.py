"""Forms of signing in and of one's own account."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from karavan.office.account import limits
from karavan.office.account.adapter import AccountAdapter, too_often
from karavan.office.account.entry import find_person
from karavan.people.models import User


class EmailForm(forms.Form):
    """Who it is; the ways in come after."""

    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "username webauthn", "inputmode": "email"}),
        max_length=254,
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class CodeRequestForm(EmailForm):
    """Asks for a code; the answer is the same whether anybody has this address."""

    person: User | None = None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        email = values.get("email")
        if email:
            self.person = find_person(email)
            seconds = limits.letter_wait(self.request, email)
            if seconds:
                raise too_often(seconds)
        return values


class PasswordForm(EmailForm):
    """E-mail and password; the message never tells which of them was wrong."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    person: User | None = None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        email, password = values.get("email"), values.get("password")
        if email and password:
            adapter = AccountAdapter(self.request)
            self.person = adapter.authenticate(self.request, email=email, password=password)
            if self.person is None:
                raise adapter.validation_error("email_password_mismatch")
        return values


def code_field(label: Any, help_text: Any = "") -> forms.CharField:
    """A field that phones fill in from a message and show digits for."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "code-input",
                "autocapitalize": "off",
                "spellcheck": "false",
            }
        ),
    )


class LetterCodeForm(ConfirmLoginCodeForm):
    """The code of the letter."""

    code = code_field(_("Code from the letter"))


class FactorForm(AuthenticateForm):
    """The second factor by typing: the app's code, or one of the recovery codes."""

    code = code_field(_("Code of the app"), _("No telephone at hand? Type one of your recovery codes."))


class FactorAgainForm(ReauthenticateForm):
    """The same, asked of somebody who is already in."""

    code = code_field(_("Code of the app"), _("No telephone at hand? Type one of your recovery codes."))


class AppForm(ActivateTOTPForm):
    """The first code of a new app, which proves that it was set up."""

    code = code_field(_("Code that the app shows"))


class PasskeyForm(AddWebAuthnForm):
    """A new passkey: always one that opens the office by itself, by a finger, a face or a PIN."""

    name = forms.CharField(
        label=_("What to call it"),
        help_text=_("For example: work telephone. You see it in the list of your passkeys."),
        max_length=100,
        required=False,
    )
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def clean_passwordless(self) -> bool:
        return True


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("What to call it"), max_length=100)


class NewPasswordForm(forms.Form):
    """A password that one chooses."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("Ten characters at least. Three words that do not belong together are easy to remember."),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("The same once more"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "password" in values and "repeated" in values and values["password"] != values["repeated"]:
            self.add_error("repeated", _("The two passwords differ. Type the same one twice."))
        return values
