"""Signing in and out."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from karavan.integrations.citydata.demo_people import PASSWORD, PEOPLE
from karavan.kernel.ratelimit import Limiter, LocalLimiter, RedisLimiter
from karavan.people.models import User

TRIES_PER_MINUTE, TRIES_AT_ONCE = 3, 10


@cache
def limiter() -> Limiter:
    """Counts tries by account: guessing is slow, and a colleague's mistakes do not lock anybody else out."""
    numbers = (TRIES_PER_MINUTE, TRIES_AT_ONCE)
    return RedisLimiter(settings.REDIS_URL, *numbers) if settings.REDIS_URL else LocalLimiter(*numbers)


class SignInForm(AuthenticationForm):
    """E-mail and password; the message never tells which of them was wrong."""

    error_messages = {
        "invalid_login": _("This e-mail and password do not belong together. Check both and try again."),
        "inactive": _("This account is switched off."),
        "too_often": _("Too many tries. Wait %(seconds)s seconds and try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail")
        self.fields["username"].widget.attrs |= {"autocomplete": "username", "type": "email"}
        self.fields["password"].label = _("Password")

    def clean(self) -> dict[str, Any]:
        """Check the password, but not too often for one account."""
        email = str(self.cleaned_data.get("username", "")).casefold()
        verdict = limiter().hit(f"sign-in:{email}")
        if not verdict.allowed:
            raise ValidationError(
                self.error_messages["too_often"], code="too_often", params={"seconds": verdict.retry_after}
            )
        return super().clean()


def demo_people() -> list[User]:
    """The demonstration accounts that this installation has, in the order they are listed."""
    order = {person.email: number for number, person in enumerate(PEOPLE)}
    found = User.objects.filter(email__in=order, is_demo=True, is_active=True)
    return sorted(found, key=lambda user: order[user.email])


class SignIn(LoginView):
    """The sign-in page; a demonstration shows its accounts there."""

    template_name = "office/sign_in.html"
    authentication_form = SignInForm
    next_page = "/office/"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and in a demonstration who may be tried."""
        context = super().get_context_data(**kwargs)
        # Django's name of the site is its host; the frame of the page knows better.
        del context["site_name"], context["site"]
        if settings.DEMO:
            context |= {"demo_people": demo_people(), "demo_password": PASSWORD}
        return context


class SignOut(LogoutView):
    """Ends the session; by POST only, so that no link of another site does it."""

    next_page = "/"
