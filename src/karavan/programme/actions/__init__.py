"""Every write of the programme: verbs with a keyword-only ``actor``, each one transaction."""

from karavan.programme.actions.benefits import (
    create_benefit_category,
    renew_benefit_category,
    update_benefit_category,
)
from karavan.programme.actions.closures import close_place, mend_broken, restore_cancelled
from karavan.programme.actions.copies import copy_event
from karavan.programme.actions.creation import create_event, create_events
from karavan.programme.actions.editing import SessionEdit, edit_event
from karavan.programme.actions.events import (
    set_hours,
    set_organisers,
    set_performers,
    set_tariffs,
    update_event,
)
from karavan.programme.actions.programmes import create_programme, update_programme
from karavan.programme.actions.publishing import cancel_event, publish_event, publish_events, withdraw_event
from karavan.programme.actions.releasing import release_month, release_programme
from karavan.programme.actions.sending import send_back, send_for_release, set_releases_only, take_back
from karavan.programme.actions.series import (
    Shift,
    add_sessions,
    cancel_sessions,
    change_sessions,
    move_sessions,
)
from karavan.programme.actions.sessions import (
    add_session,
    cancel_session,
    mark_sold_out,
    move_session,
    remove_session,
    restore_session,
    update_session,
)
from karavan.programme.actions.trash import (
    remove_event,
    remove_programme,
    restore_event,
    restore_programme,
)

__all__ = [
    "SessionEdit",
    "Shift",
    "add_session",
    "add_sessions",
    "cancel_event",
    "cancel_session",
    "cancel_sessions",
    "change_sessions",
    "close_place",
    "copy_event",
    "create_benefit_category",
    "create_event",
    "create_events",
    "create_programme",
    "edit_event",
    "mark_sold_out",
    "mend_broken",
    "move_session",
    "move_sessions",
    "publish_event",
    "publish_events",
    "release_month",
    "release_programme",
    "remove_event",
    "remove_programme",
    "remove_session",
    "renew_benefit_category",
    "restore_cancelled",
    "restore_event",
    "restore_programme",
    "restore_session",
    "send_back",
    "send_for_release",
    "set_hours",
    "set_organisers",
    "set_performers",
    "set_releases_only",
    "set_tariffs",
    "take_back",
    "update_benefit_category",
    "update_event",
    "update_programme",
    "update_session",
    "withdraw_event",
]
