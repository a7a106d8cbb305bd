"""Letters of the sign-in, sent beside the request: an answer takes as long whether a letter goes or not."""

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from django.conf import settings
from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)


@cache
def _post() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")


def _deliver(letter: EmailMessage) -> None:
    try:
        letter.send()
    except Exception:
        # Whoever waits for a code can ask for another; the operator reads why none came.
        logger.exception("A letter of the sign-in could not be sent")


def send(letter: EmailMessage) -> None:
    """Send it: into a file or a test's list at once, to a mail server beside the request."""
    if settings.MAIL_SENT:
        _post().submit(_deliver, letter)
    else:
        _deliver(letter)
