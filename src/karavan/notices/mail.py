"""E-mail, as text and as HTML."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from karavan.notices.channels import Address, Message, Permanent, Receipt, Temporary


class Mail:
    """Sends by Django's mail settings."""

    @property
    def is_ready(self) -> bool:
        """Whether letters go anywhere: an installation without a mail server has none."""
        return not settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend")

    def send(self, address: Address, message: Message) -> Receipt:
        """Send one letter. Raises Temporary or Permanent as the mail server answers."""
        assert isinstance(address, str)
        context = {"message": message, "site_url": settings.SITE_URL}
        letter = EmailMultiAlternatives(
            subject=" ".join(message.title.split()),
            body=render_to_string("notices/mail.txt", context),
            to=[address],
            headers={
                # RFC 8058: the mailbox's own button mutes by one POST, without a cookie.
                "List-Unsubscribe": f"<{message.stop_url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )
        letter.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
        try:
            letter.send()
        except smtplib.SMTPRecipientsRefused as problem:
            codes = {code for code, _text in problem.recipients.values()}
            if codes and min(codes) >= 500:
                raise Permanent(f"refused: {sorted(codes)}") from problem
            raise Temporary(f"not now: {sorted(codes)}") from problem
        except (smtplib.SMTPException, OSError) as problem:
            raise Temporary(repr(problem)) from problem
        return Receipt()
