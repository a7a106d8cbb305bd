"""How allauth signs people in here: by e-mail alone, without sign-up, at our pace and in our words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from karavan.office.account import changes, devices, limits, outgoing
from karavan.office.account.entry import NO_ADDRESS, may_enter

BACKEND = "karavan.config.auth.PasswordBackend"
FIRST_TIME = "office_first_sign_in"

TOO_OFTEN = _("Too many tries. Wait %(seconds)s seconds and try again.")


def too_often(seconds: int) -> ValidationError:
    """The refusal that says how long to wait."""
    return ValidationError(TOO_OFTEN, code="too_often", params={"seconds": seconds})


class AccountAdapter(DefaultAccountAdapter):
    """Signing in by e-mail code or password; passkeys and outside identities end here as well."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is switched off."),
        "email_password_mismatch": _(
            "This e-mail and password do not belong together. Check both and try again."
        ),
        "incorrect_code": _("The code is not right, or it is no longer valid. Check it and try again."),
        "incorrect_password": _("The password is not right. Try again."),
        "invalid_login": _("Give the e-mail you work with."),
        "too_many_login_attempts": _("Too many wrong tries. Begin again, or wait ten minutes."),
        "rate_limited": _("That was too often. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people come by invitation."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address behind our own proxies."""
        return getattr(request, "client_address", "") or NO_ADDRESS

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try of a password. Raises ValidationError where there were too many."""
        seconds = limits.password_wait(request, str(credentials.get("email", "")).strip().casefold())
        if seconds:
            raise too_often(seconds)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person with this e-mail and password, or None."""
        from django.contrib.auth import authenticate  # noqa: PLC0415 - backends import this module

        self.pre_authenticate(request, **credentials)
        return authenticate(request, **credentials)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether it is the person's password; tries count as those of signing in do."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Refuse who may not come in, before a second factor is asked for."""
        return None if may_enter(user) else self.respond_user_inactive(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Back to the sign-in page, which says so: whoever gets here proved to be its owner."""
        clear_login(request)
        messages.error(request, self.error_messages["account_inactive"])
        return HttpResponseRedirect(reverse("sign-in"))

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin the session. Somebody may have been switched off while they looked for their code."""
        if not may_enter(user):
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        request.session[FIRST_TIME] = user.last_login is None
        user.backend = BACKEND
        super().login(request, user)
        _keep_address(user)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Where to go; a browser that is new to the person is told of by e-mail and known from now on."""
        response = super().post_login(request, user, **kwargs)
        first_time = request.session.pop(FIRST_TIME, False)
        if user.is_demo:
            return response
        if not devices.known(request, user.email) and not first_time:
            self.send_notification_mail("account/email/new_device", user)
        devices.remember(request, response, user.email)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a letter and hand it over; nothing of it is kept."""
        request = self.request
        letter = self.render_mail(template_prefix, email, {"request": request, "email": email, **context})
        outgoing.send(letter)

    def pretend_to_send_code(self, email: str) -> None:
        """Write a letter and throw it away, so that an unknown address takes as long as a known one."""
        context = {"request": self.request, "email": email, "code": self.generate_login_code()}
        self.render_mail("account/email/login_code", email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person by e-mail what changed about their account, and the journal, too."""
        what = template_prefix.rpartition("/")[2]
        agent = self.get_http_user_agent(self.request)
        changes.note(actor=user, what=what)
        told = {
            "person": user,
            "device": devices.name_of(agent),
            "ip": self.get_client_ip(self.request),
            "timestamp": timezone.now(),
            "account_url": self.request.build_absolute_uri(reverse("office-account")),
        }
        self.send_mail(template_prefix, email or user.email, {**told, **(context or {})})

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to prove again who one is, the easiest first."""
        order = [
            "mfa_reauthenticate:webauthn",
            "mfa_reauthenticate",
            "reauthenticate",
            "reauthenticate_by_code",
        ]
        words = {
            "mfa_reauthenticate:webauthn": _("By a passkey"),
            "mfa_reauthenticate": _("By a code of the app"),
            "reauthenticate": _("By the password"),
            "reauthenticate_by_code": _("By a code from an e-mail"),
        }
        found = super().get_reauthentication_methods(user)
        return [
            {**method, "description": words[method["id"]]}
            for method in sorted(found, key=lambda method: order.index(method["id"]))
        ]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask again who it is: not of somebody who came in just now."""
        request = self.request
        records = get_authentication_records(request, request.user)
        moment = max((record.get("at", 0) for record in records), default=0)
        return bool(timezone.now().timestamp() - moment > RECENT)


RECENT = 15 * 60
"""Seconds after signing in during which nobody is asked again who they are."""


def _keep_address(user: Any) -> None:
    """Let allauth know the one address of the person, to which it may send codes: that of their account."""
    email = user.email.lower()
    own = EmailAddress.objects.filter(user=user)
    if own.filter(email=email, verified=True, primary=True).exists():
        return
    own.delete()
    EmailAddress.objects.filter(email=email).delete()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
