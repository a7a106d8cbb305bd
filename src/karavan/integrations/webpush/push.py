"""Web push (RFC 8030, 8291, 8292): only the browser can read what is sent. Off without a key."""

from typing import Any, Final

import msgspec
import requests
from django.conf import settings
from pywebpush import WebPushException, webpush

from karavan.integrations.calling import BUSY, CONNECT, READ, wait_of
from karavan.integrations.webpush.keys import BadKey, public_of
from karavan.notices.channels import Address, Message, Permanent, PushAddress, Receipt, Temporary

URGENT_FOR, OTHERS_FOR = 12 * 3600, 24 * 3600
"""Seconds that a push service keeps a message for a device that is off."""
BODY: Final = 900
GONE: Final = frozenset({403, 404, 410})
"""Unsubscribed, unknown, or made for another key: the browser has to subscribe anew."""


class WebPush:
    """Sends to the push service that a browser named."""

    @property
    def is_ready(self) -> bool:
        """Whether there is a key that works."""
        return bool(public_key())

    def send(self, address: Address, message: Message) -> Receipt:
        """Send one message to one browser. Raises Temporary or Permanent."""
        assert isinstance(address, PushAddress)
        keys = {"p256dh": address.p256dh, "auth": address.auth}
        session = requests.Session()
        # A push service never sends elsewhere; what does is no push service.
        session.max_redirects = 0
        try:
            answer = webpush(
                {"endpoint": address.endpoint, "keys": keys},
                msgspec.json.encode(payload(message)).decode(),
                vapid_private_key=settings.VAPID_KEY,
                vapid_claims={"sub": _contact()},
                ttl=URGENT_FOR if message.urgent else OTHERS_FOR,
                timeout=(CONNECT, READ),
                headers={"Urgency": "high" if message.urgent else "normal", "Topic": message.tag},
                requests_session=session,
            )
        except requests.TooManyRedirects:
            raise Permanent("redirected") from None
        except requests.RequestException as problem:
            raise Temporary(type(problem).__name__) from None
        except WebPushException as problem:
            raise _refusal(problem) from None
        except ValueError as problem:
            raise Permanent(f"keys cannot be used: {problem}"[:300], gone=True) from None
        finally:
            session.close()
        return Receipt(str(getattr(answer, "headers", {}).get("Location", "")))


def payload(message: Message) -> dict[str, Any]:
    """What the service worker of the office shows."""
    if message.is_digest:
        body = "\n".join(line.title for line in message.lines)
    else:
        body = message.lines[0].text
    return {
        "title": message.title,
        "body": body[:BODY],
        "url": message.url.removeprefix(settings.SITE_URL),
        "tag": message.tag,
        "urgent": message.urgent,
    }


def public_key() -> str:
    """The key that a browser subscribes with; "" where push is off or its key is broken."""
    try:
        return public_of(settings.VAPID_KEY) if settings.VAPID_KEY else ""
    except BadKey:
        return ""


def _contact() -> str:
    contact = str(settings.CONTACT_EMAIL)
    return f"mailto:{contact}" if contact else str(settings.SITE_URL)


def _refusal(problem: WebPushException) -> Temporary | Permanent:
    status = problem.status_code
    if status is None:
        return Permanent(problem.message[:300], gone=True)
    if status == BUSY or status >= 500:
        return Temporary(f"answered {status}", wait_of(problem.retry_after))
    return Permanent(f"answered {status}", gone=status in GONE)
