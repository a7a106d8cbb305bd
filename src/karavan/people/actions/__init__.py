"""Every write about people and organisations."""

from karavan.people.actions.invitations import (
    accept_invitation,
    invite,
    issue_token,
    join_by_invitation,
    note_letter,
    resend_invitation,
    revoke_invitation,
)
from karavan.people.actions.organisations import (
    create_organisation,
    refresh_organisations,
    rename_organisation,
    update_organisation,
)
from karavan.people.actions.persons import (
    assign_role,
    create_user,
    end_role,
    end_sessions,
    give_consent,
    rename_person,
    switch_off,
    switch_on,
    withdraw_consent,
)
from karavan.people.actions.shares import share, unshare
from karavan.people.actions.substitutions import end_substitution, set_substitution
from karavan.people.actions.trash import remove_organisation, restore_organisation
from karavan.people.actions.views import forget_views, note_views

__all__ = [
    "accept_invitation",
    "assign_role",
    "create_organisation",
    "create_user",
    "end_role",
    "end_sessions",
    "end_substitution",
    "forget_views",
    "give_consent",
    "invite",
    "issue_token",
    "join_by_invitation",
    "note_letter",
    "note_views",
    "refresh_organisations",
    "remove_organisation",
    "rename_organisation",
    "rename_person",
    "resend_invitation",
    "restore_organisation",
    "revoke_invitation",
    "set_substitution",
    "share",
    "switch_off",
    "switch_on",
    "unshare",
    "update_organisation",
    "withdraw_consent",
]
