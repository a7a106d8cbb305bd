"""Every write about places: each announces what the public may see differently afterwards."""

from karavan.places.actions.access import record_survey
from karavan.places.actions.dated import (
    refresh_places,
    relocate_place,
    rename_place,
    reopen_place,
    set_place_state,
)
from karavan.places.actions.hours import clear_hours_exception, set_hours_exception, set_weekly_hours
from karavan.places.actions.records import create_district, create_place, update_district, update_place
from karavan.places.actions.showing import add_photo, remove_photo, restore_photo, set_heritage
from karavan.places.actions.trash import remove_place, restore_place

__all__ = [
    "add_photo",
    "clear_hours_exception",
    "create_district",
    "create_place",
    "record_survey",
    "refresh_places",
    "relocate_place",
    "remove_photo",
    "remove_place",
    "rename_place",
    "reopen_place",
    "restore_photo",
    "restore_place",
    "set_heritage",
    "set_hours_exception",
    "set_place_state",
    "set_weekly_hours",
    "update_district",
    "update_place",
]
