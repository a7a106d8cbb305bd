"""Every write of the programme: verbs with a keyword-only ``actor``, each one transaction."""

from karavan.programme.actions.benefits import create_benefit_category
from karavan.programme.actions.events import create_event, create_events
from karavan.programme.actions.programmes import create_programme
from karavan.programme.actions.publishing import publish_event, publish_events

__all__ = [
    "create_benefit_category",
    "create_event",
    "create_events",
    "create_programme",
    "publish_event",
    "publish_events",
]
