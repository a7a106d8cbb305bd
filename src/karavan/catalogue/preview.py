"""An event as residents would see it, before it is published: the same projection, and nothing is written."""

from karavan.catalogue.facts import Language
from karavan.catalogue.loading import surroundings
from karavan.catalogue.projection.event_json import project_event
from karavan.programme.enums import PUBLIC_STATUSES, EventStatus
from karavan.programme.queries import load_rows


def preview_event(event_id: int, *, lang: Language = "ru") -> bytes | None:
    """The whole record of an event as JSON, a draft as if it were public; None where there is none."""
    rows = load_rows(event_id)
    if rows is None:
        return None
    if rows.event.status not in PUBLIC_STATUSES:
        rows.event.status = EventStatus.PUBLISHED
    return project_event(rows, surroundings([rows])).details[lang]
