"""Every write about people and organisations."""

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
    give_consent,
    withdraw_consent,
)
from karavan.people.actions.trash import remove_organisation, restore_organisation

__all__ = [
    "assign_role",
    "create_organisation",
    "create_user",
    "end_role",
    "give_consent",
    "refresh_organisations",
    "remove_organisation",
    "restore_organisation",
    "rename_organisation",
    "update_organisation",
    "withdraw_consent",
]
