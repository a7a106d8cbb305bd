"""What records of this room are called in messages."""

from django.utils.translation import ngettext, pgettext_lazy

from karavan.kernel.localtime import local
from karavan.kernel.trash.kinds import name_kind
from karavan.programme.models import (
    BenefitCategory,
    Event,
    EventOrganiser,
    EventPerformer,
    Programme,
    Session,
    Tariff,
)


def connect() -> None:
    """Tell the kernel."""
    name_kind(
        Event,
        pgettext_lazy("record", "event"),
        lambda count: ngettext("%(count)s event", "%(count)s events", count) % {"count": count},
    )
    name_kind(
        Session,
        pgettext_lazy("record", "date of an event"),
        lambda count: ngettext("%(count)s date", "%(count)s dates", count) % {"count": count},
        lambda row: f"{row.event.title}, {local(row.starts_at):%d.%m.%Y %H:%M}",
    )
    name_kind(
        Programme,
        pgettext_lazy("record", "programme"),
        lambda count: ngettext("%(count)s programme", "%(count)s programmes", count) % {"count": count},
    )
    name_kind(
        EventOrganiser,
        pgettext_lazy("record", "organiser of an event"),
        lambda count: (
            ngettext("organiser of %(count)s event", "organiser of %(count)s events", count)
            % {"count": count}
        ),
        lambda row: row.event.title,
    )
    name_kind(
        EventPerformer,
        pgettext_lazy("record", "performer of an event"),
        lambda count: (
            ngettext("performer in %(count)s event", "performer in %(count)s events", count)
            % {"count": count}
        ),
        lambda row: row.event.title,
    )
    name_kind(
        BenefitCategory,
        pgettext_lazy("record", "benefit category"),
        lambda count: (
            ngettext("%(count)s benefit category", "%(count)s benefit categories", count) % {"count": count}
        ),
    )
    name_kind(
        Tariff,
        pgettext_lazy("record", "tariff"),
        lambda count: (
            ngettext("tariff of %(count)s event", "tariffs of %(count)s events", count) % {"count": count}
        ),
        lambda row: row.event.title,
    )
