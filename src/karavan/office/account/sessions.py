"""Where somebody is signed in: the sessions of one person, listed and ended."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, logout
from django.contrib.sessions.models import Session
from django.http import Http404, HttpRequest
from django.utils import timezone

from karavan.office.account.changes import note
from karavan.office.account.devices import name_of
from karavan.office.account.entry import NO_ADDRESS
from karavan.people.models import User


@dataclass(frozen=True)
class Place:
    """One session; ``address`` "" is unknown."""

    pk: int
    device: str
    address: str
    since: datetime
    seen: datetime
    current: bool


def _alive(user: User, rows: list[UserSession]) -> set[str]:
    """Keys of those sessions that still open the office."""
    kept = Session.objects.filter(
        session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
    )
    good = {user.get_session_auth_hash()}
    return {one.session_key for one in kept if one.get_decoded().get(HASH_SESSION_KEY) in good}


def sessions_of(user: User, current_key: str) -> list[Place]:
    """Sessions that are still good, this one first, then those used last; two queries."""
    rows = list(UserSession.objects.filter(user=user))
    alive = _alive(user, rows)
    found = [
        Place(
            pk=row.pk,
            device=name_of(row.user_agent),
            address="" if row.ip == NO_ADDRESS else row.ip,
            since=row.created_at,
            seen=row.last_seen_at,
            current=row.session_key == current_key,
        )
        for row in rows
        if row.session_key in alive
    ]
    return sorted(found, key=lambda place: (not place.current, -place.seen.timestamp(), place.pk))


def end(user: User, pk: int, request: HttpRequest) -> bool:
    """End one of the person's own sessions; True if it was this very one. Raises Http404."""
    row = UserSession.objects.filter(user=user, pk=pk).first()
    if row is None:
        raise Http404
    own = row.session_key == request.session.session_key
    row.end()
    note(actor=user, what="session_ended")
    if own:
        logout(request)
    return own


def end_others(user: User, current_key: str) -> int:
    """End all sessions of the person but this one; how many there were."""
    rows = list(UserSession.objects.filter(user=user).exclude(session_key=current_key))
    Session.objects.filter(session_key__in=[row.session_key for row in rows]).delete()
    UserSession.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
