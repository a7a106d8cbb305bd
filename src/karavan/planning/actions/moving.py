"""Moving what the diary shows, be it a date of an event or a plan."""

from datetime import datetime

from django.utils.translation import gettext as _

from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Conflict, Invalid
from karavan.planning.actions.diary import move_entry
from karavan.planning.models import DiaryEntry
from karavan.planning.occasions.keys import ENTRY, SESSION, ids_of
from karavan.programme.actions import move_session, update_session
from karavan.programme.enums import EventStatus
from karavan.programme.models import Session


@action
def move_occasion(*, actor: Actor, key: str, starts_at: datetime, note: str = "") -> None:
    """Move what a key of the diary stands for, for as long as it lasts.

    ``note`` is what visitors read of a public date. Raises Invalid (``note``) where one is needed, Conflict
    where it is gone.
    """
    if entry := DiaryEntry.objects.filter(pk__in=ids_of((key,), ENTRY)).first():
        move_entry(actor=actor, entry=entry, starts_at=starts_at)
        return
    session = Session.objects.select_related("event").filter(pk__in=ids_of((key,), SESSION)).first()
    if session is None:
        raise Conflict(_("It is not in the diary any more."))
    if session.event.status == EventStatus.PUBLISHED:
        if not note:
            raise Invalid({"note": [_("Say why it is moved: visitors will read it.")]})
        move_session(actor=actor, session=session, starts_at=starts_at, note=note)
        return
    ends = None if session.ends_at is None else starts_at + (session.ends_at - session.starts_at)
    update_session(actor=actor, session=session, starts_at=starts_at, ends_at=ends)
