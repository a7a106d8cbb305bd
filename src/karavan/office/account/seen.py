"""When a session was last used, written at most every five minutes."""

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from karavan.office.account.entry import NO_ADDRESS

EVERY = 5 * 60


def note_seen(request: HttpRequest) -> None:
    """Write down that the session is in use, and from where."""
    key = request.session.session_key
    if key is None or AUTHENTICATION_METHODS_SESSION_KEY not in request.session:
        return
    if cache.add(f"office:seen:{key}", 1, EVERY):
        address = getattr(request, "client_address", "") or NO_ADDRESS
        UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now(), ip=address)
