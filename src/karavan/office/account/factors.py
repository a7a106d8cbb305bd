"""Second factors: apps with codes, passkeys, recovery codes. Secrets are stored enciphered."""

import base64
from functools import lru_cache
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.office.account import devices
from karavan.people.enums import CITY_WIDE_ROLES
from karavan.people.rules import roles_of
from karavan.ui.qr import qr_svg

CHECKED = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes only stand in for one."""


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    salted_hmac("karavan.office.factors", "key", secret=key, algorithm="sha256").digest()
                )
            )
            for key in keys
        ]
    )


def cipher() -> MultiFernet:
    """Enciphers by the installation's key; reads what earlier ones enciphered."""
    return _cipher((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def must_have_factor(user: Any) -> bool:
    """Whether a role of this person asks for a second factor."""
    return not user.is_demo and any(role.kind in CITY_WIDE_ROLES for role in roles_of(user))


def is_last_factor(authenticator: Authenticator) -> bool:
    """Whether the person would be without a second factor if this one went."""
    others = Authenticator.objects.filter(user=authenticator.user_id, type__in=CHECKED)
    return not others.exclude(pk=authenticator.pk).exists()


class FactorAdapter(DefaultMFAAdapter):
    """allauth's, with our codes to scan and our names."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("It did not work. Check it and try again."),
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs a second factor. Add another one first, then take this one away."
        ),
        "cannot_generate_recovery_codes": gettext_lazy("Add an app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """What the app shows above the code."""
        return f"{_('Karavan')} · {settings.CITY_NAME}"

    def build_totp_svg(self, url: str) -> str:
        return qr_svg(url)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": str(_("Karavan"))}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        return super().get_public_key_credential_user_entity(user) | {
            "display_name": user.name,
            "name": user.email,
        }

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's
        """A passkey is called as the device it is made on, until its owner says otherwise."""
        return devices.name_of(context.request.META.get("HTTP_USER_AGENT", ""))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not (must_have_factor(authenticator.user) and is_last_factor(authenticator))
