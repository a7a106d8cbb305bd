"""Letters to people: text and HTML of the same words."""

from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from karavan.kernel.localtime import local
from karavan.people.models import Invitation

INVITATION_PATH: Final = "/office/invitation/{token}/"
"""Where the office answers invitations."""


def invitation_link(token: str) -> str:
    """The address in a letter."""
    return settings.SITE_URL + INVITATION_PATH.format(token=token)


def send_invitation(invitation: Invitation, token: str) -> None:
    """Send the letter with the link of this token, in the language of the installation.

    Raises what the mail server raises.
    """
    with translation.override(settings.LANGUAGE_CODE):
        organisation = invitation.organisation
        context = {
            "invitation": invitation,
            "where": organisation.name if organisation else settings.CITY_NAME,
            "role": invitation.get_kind_display(),
            "link": invitation_link(token),
            "expires": local(invitation.expires_at).date(),
            "city": settings.CITY_NAME,
        }
        message = EmailMultiAlternatives(
            # A line break in a name would be one in the headers of the letter; models keep names on one line.
            subject=_("Invitation to the office of Karavan: %(where)s") % {"where": context["where"]},
            body=render_to_string("people/letters/invitation.txt", context),
            to=[invitation.email],
        )
        message.attach_alternative(render_to_string("people/letters/invitation.html", context), "text/html")
        message.send()
