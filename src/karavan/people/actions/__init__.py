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

__all__ = [
    "assign_role",
    "create_organisation",
    "create_user",
    "end_role",
    "give_consent",
    "refresh_organisations",
    "rename_organisation",
    "update_organisation",
    "withdraw_consent",
]
