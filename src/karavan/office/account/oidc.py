"""An outside identity by OpenID Connect (KARAVAN_OIDC_…) lets in people who are already here, nobody else.

The person is found by the verified e-mail of the identity once, and by the identity's own id from then on.
Identity tokens are checked with the provider's keys, though they come straight from it.
"""

import logging
from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from requests import RequestException

from karavan.office.account.entry import find_person

logger = logging.getLogger(__name__)

PROVIDER = "oidc"


def name() -> str:
    """What the button calls the outside identity; "" where there is none."""
    if not settings.OIDC_SERVER:
        return ""
    return settings.OIDC_NAME or _("the city's single sign-in")


def refusal(request: HttpRequest, text: str, status: int = 403) -> HttpResponse:
    """The page that says why an outside identity does not open the office."""
    context = {"title": _("You were not let in"), "text": text}
    return render(request, "office/account/outside_refused.html", context, status=status)


def did_not_work(request: HttpRequest) -> HttpResponse:
    """The same for everything that an honest visitor cannot mend."""
    text = _("The outside sign-in did not work or took too long. Begin again, or sign in by a code.")
    return refusal(request, text, status=401)


class OutsideAdapter(DefaultSocialAccountAdapter):
    """Links an identity to the person with its verified e-mail; there is no sign-up."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """Only the one of the settings: nobody adds another in the database."""
        entry = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
        if not entry["settings"]["server_url"] or provider not in {None, PROVIDER, "openid_connect"}:
            return []
        return [SocialApp(provider="openid_connect", **entry)]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the person of a new identity, or refuse it. Raises ImmediateHttpResponse."""
        if sociallogin.is_existing:
            return
        verified = [one.email for one in sociallogin.email_addresses if one.verified and one.email]
        if not verified:
            raise ImmediateHttpResponse(
                refusal(
                    request,
                    _("Your sign-in there has no confirmed e-mail. Confirm it there, or sign in by a code."),
                )
            )
        person = find_person(verified[0])
        if person is None or person.is_demo:
            raise ImmediateHttpResponse(
                refusal(
                    request,
                    _("Nobody works here with the e-mail %(email)s. Ask your director to invite you.")
                    % {"email": verified[0]},
                )
            )
        if SocialAccount.objects.filter(user=person, provider=PROVIDER).exists():
            # An address that went to somebody else must not bring their predecessor's rights along.
            raise ImmediateHttpResponse(
                refusal(
                    request,
                    _("This e-mail belongs to another sign-in there. Sign in by a code and unlink it first."),
                )
            )
        sociallogin.connect(request, person)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """Say in our words that it did not work. Raises ImmediateHttpResponse."""
        raise ImmediateHttpResponse(did_not_work(request))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """As of every other change of an account."""
        template, user = args[0], args[1]
        super().send_notification_mail(template, user, context={"outside": name()})


class OutsideOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    """allauth's, which trusts a token that came over TLS; here its signature is checked all the same."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        """Read the identity token and the user's data. Raises OAuth2Error unless both are of one person."""
        encoded = kwargs["response"].get("id_token")
        if not encoded:
            raise OAuth2Error("no identity token")
        identity = jwtkit.verify_and_decode(
            credential=encoded,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        if not identity.get("sub"):
            raise OAuth2Error("nobody's identity token")
        data = {"id_token": identity}
        if self.openid_config.get("userinfo_endpoint"):
            told = self._fetch_user_info(token.token)
            if told.get("sub") != identity.get("sub"):
                raise OAuth2Error("user data of somebody else")
            data["userinfo"] = identity | told
        return self.get_provider().sociallogin_from_response(request, data)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return settings.SITE_URL + reverse("office-outside-callback")


class OutsideProvider(OpenIDConnectProvider):
    """One provider at an address of our own."""

    oauth2_adapter_class = OutsideOAuth2Adapter

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        return reverse("office-outside")

    def get_callback_url(self) -> str:
        return reverse("office-outside-callback")


def _adapter(request: HttpRequest) -> OutsideOAuth2Adapter:
    if not settings.OIDC_SERVER:
        raise Http404
    return OutsideOAuth2Adapter(request, PROVIDER)


def _answer(request: HttpRequest, view: Callable[[OutsideOAuth2Adapter], Any]) -> HttpResponseBase:
    """The view's answer, or that the provider does not do what it should."""
    adapter = _adapter(request)
    try:
        return view(adapter)(request)
    except (RequestException, KeyError, ValueError):
        logger.exception("The provider of the outside sign-in does not answer as it should")
        return did_not_work(request)


@never_cache
@require_POST
def begin(request: HttpRequest) -> HttpResponseBase:
    """Lead to the provider; by POST only, so that no link of another site signs anybody in."""
    return _answer(request, OAuth2LoginView.adapter_view)


@never_cache
def callback(request: HttpRequest) -> HttpResponseBase:
    """Back from the provider."""
    return _answer(request, OAuth2CallbackView.adapter_view)
