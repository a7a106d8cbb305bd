"""Signing in and out."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.utils.translation import gettext_lazy as _

from karavan.integrations.citydata.demo_people import PASSWORD, PEOPLE
from karavan.people.models import User


class SignInForm(AuthenticationForm):
    """E-mail and password; the message never tells which of them was wrong."""

    error_messages = {
        "invalid_login": _("This e-mail and password do not belong together. Check both and try again."),
        "inactive": _("This account is switched off."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail")
        self.fields["username"].widget.attrs |= {"autocomplete": "username", "type": "email"}
        self.fields["password"].label = _("Password")


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
