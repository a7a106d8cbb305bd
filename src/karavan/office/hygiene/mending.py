"""Where a gap is mended: the very field or form, and the task in words."""

from typing import Final

from karavan.hygiene.checks import EVENT, ORGANISATION, PLACE
from karavan.hygiene.models import Finding
from karavan.hygiene.norms import Norms

_FIELDS: Final = {
    "website": "id_website",
    "phone": "id_phone",
    "email": "id_email",
    "description": "id_description",
    "since": "id_since",
    "founder": "id_founder_level",
    "checked": "id_certainty",
    "confirmed": "id_description",
    "site_phone": "id_phone",
}
_OF_PLACES: Final = {
    "address": "relocate/",
    "point": "relocate/",
    "hours": "hours/",
    "hours_end": "hours/",
    "survey": "access/new/",
    "photos": "photos/",
    "way_in": "edit/#id_how_to_get_in",
}
_OF_EVENTS: Final = {"drafts_over": ""}


def where(finding: Finding) -> str:
    """The address of the office where the registry is corrected; "" where only the site can be."""
    if finding.subject_type == PLACE:
        return f"/office/places/{finding.subject_id}/{_OF_PLACES.get(finding.code, 'edit/')}"
    if finding.subject_type == EVENT:
        return f"/office/events/{finding.subject_id}/{_OF_EVENTS.get(finding.code, 'edit/')}"
    if finding.code == "events_ahead":
        return "/office/events/new/"
    if finding.code in _FIELDS and finding.subject_type == ORGANISATION:
        return f"/office/organisations/{finding.subject_id}/edit/#{_FIELDS[finding.code]}"
    if finding.code in {"site_address", "site_hours"}:
        return "/office/places/"
    return ""


def task(finding: Finding, norms: Norms) -> str:
    """«Добавьте телефон», «Запишите часы работы: Дом культуры»."""
    item = norms.item(finding.code)
    words = item.task if item is not None else finding.code
    if finding.subject_type in {PLACE, EVENT} and finding.subject:
        return f"{words}: {finding.subject}"
    return words
