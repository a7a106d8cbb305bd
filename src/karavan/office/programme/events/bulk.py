"""Actions with several events."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.office.desk import Desk
from karavan.office.kit.bulk import BulkAction, Values
from karavan.programme import actions
from karavan.programme.checks import missing
from karavan.programme.enums import PUBLIC_STATUSES, AgeMark, EventStatus, PriceKind
from karavan.programme.models import Event
from karavan.programme.queries import load_events, programmes_visible_to
from karavan.programme.rules import can_edit_event

CLOSED: Final = frozenset({EventStatus.CANCELLED})


class AgeForm(forms.Form):
    """Which mark."""

    age_mark = forms.TypedChoiceField(label=gettext_lazy("Age mark"), choices=AgeMark.choices, coerce=int)


class ProgrammeForm(forms.Form):
    """Which programme; none takes the events out of theirs."""

    programme = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)

    @classmethod
    def for_desk(cls, desk: Desk, data: Any = None) -> "ProgrammeForm":
        """The form with the programmes the person may see."""
        form = cls(data, prefix="bulk")
        field: Any = form.fields["programme"]
        rows = programmes_visible_to(desk.actor).order_by("path").values_list("pk", "title")
        field.choices = [("", _("none")), *((str(pk), title) for pk, title in rows)]
        return form


class ReasonForm(forms.Form):
    """Why: visitors read it."""

    reason = forms.CharField(label=gettext_lazy("Why? Visitors will read it"), max_length=300)


class NoteForm(forms.Form):
    """Why, for colleagues."""

    reason = forms.CharField(label=gettext_lazy("Why, for colleagues"), max_length=300, required=False)


def _mine(desk: Desk, event: Event) -> str:
    if can_edit_event(desk.actor, event):
        return ""
    return _("Only an editor of one of the lead organisers may do this.")


def _check_publish(desk: Desk, event: Event, _values: Values) -> str:
    if event.status == EventStatus.PUBLISHED:
        return _("It is public already.")
    if event.status == EventStatus.CANCELLED:
        return _("A cancelled event cannot be published again. Create a new one.")
    found = missing(load_events([event.pk])[0])
    return _mine(desk, event) or " ".join(one.message for one in found)


def _publish(desk: Desk, event: Event, _values: Values) -> Mapping[str, Any]:
    before = str(event.status)
    actions.publish_event(actor=desk.actor, event=event)
    return {"status": before}


def _unpublish(desk: Desk, event: Event | None, _kept: Mapping[str, Any]) -> None:
    if event is not None:
        actions.withdraw_event(actor=desk.actor, event=event, reason=_("Undone"))


def _check_withdraw(desk: Desk, event: Event, _values: Values) -> str:
    return (
        _mine(desk, event) if event.status in PUBLIC_STATUSES else _("Only a public event can be withdrawn.")
    )


def _withdraw(desk: Desk, event: Event, values: Values) -> Mapping[str, Any]:
    before = str(event.status)
    actions.withdraw_event(actor=desk.actor, event=event, reason=values["reason"])
    return {"status": before}


def _publish_again(desk: Desk, event: Event | None, kept: Mapping[str, Any]) -> None:
    if event is not None and kept.get("status") == EventStatus.PUBLISHED:
        actions.publish_event(actor=desk.actor, event=event)


def _check_cancel(desk: Desk, event: Event, _values: Values) -> str:
    if event.status != EventStatus.PUBLISHED:
        return _("Only a published event is cancelled. Drafts go into the trash.")
    return _mine(desk, event)


def _check_change(desk: Desk, event: Event, _values: Values) -> str:
    return _("It is cancelled.") if event.status in CLOSED else _mine(desk, event)


def _set_age(desk: Desk, event: Event, values: Values) -> Mapping[str, Any]:
    before = event.age_mark
    actions.update_event(actor=desk.actor, event=event, age_mark=values["age_mark"])
    return {"age_mark": before}


def _set_programme(desk: Desk, event: Event, values: Values) -> Mapping[str, Any]:
    before = event.programme_id
    chosen = values["programme"]
    actions.update_event(actor=desk.actor, event=event, programme_id=int(chosen) if chosen else None)
    return {"programme_id": before}


def _put_back(desk: Desk, event: Event | None, kept: Mapping[str, Any]) -> None:
    if event is not None:
        actions.update_event(actor=desk.actor, event=event, **kept)


def _make_free(desk: Desk, event: Event, _values: Values) -> Mapping[str, Any]:
    names = ("price_kind", "price_min", "price_max", "pushkin_card")
    before = {name: getattr(event, name) for name in names}
    card = None if event.pushkin_card else event.pushkin_card
    actions.update_event(
        actor=desk.actor,
        event=event,
        price_kind=PriceKind.FREE,
        price_min=None,
        price_max=None,
        pushkin_card=card,
    )
    return before


BULK: Final = (
    BulkAction(
        "publish",
        gettext_lazy("Publish"),
        "send",
        run=_publish,
        check=_check_publish,
        says=lambda _desk, _event, _values: _("Residents will see it."),
        undo=_unpublish,
    ),
    BulkAction(
        "age",
        gettext_lazy("Set the age mark"),
        "tag",
        run=_set_age,
        check=_check_change,
        says=lambda _desk, event, values: f"{_mark(event.age_mark)} → {_mark(values.get('age_mark'))}",
        form=AgeForm,
        undo=_put_back,
    ),
    BulkAction(
        "programme",
        gettext_lazy("Put into a programme"),
        "folder-tree",
        run=_set_programme,
        check=_check_change,
        form=ProgrammeForm,
        undo=_put_back,
    ),
    BulkAction(
        "free",
        gettext_lazy("Set the price: free"),
        "ticket",
        run=_make_free,
        check=_check_change,
        says=lambda _desk, event, _values: f"{event.get_price_kind_display()} → {PriceKind.FREE.label}",
        undo=_put_back,
    ),
    BulkAction(
        "withdraw",
        gettext_lazy("Take off the residents' pages"),
        "eye-off",
        run=_withdraw,
        check=_check_withdraw,
        says=lambda _desk, _event, _values: _("Residents will not see it any more."),
        form=NoteForm,
        undo=_publish_again,
    ),
    BulkAction(
        "cancel",
        gettext_lazy("Cancel with a reason"),
        "x",
        run=lambda desk, event, values: actions.cancel_event(
            actor=desk.actor, event=event, reason=values["reason"]
        ),
        check=_check_cancel,
        says=lambda _desk, _event, _values: _("It stays visible and says that it is cancelled, and why."),
        form=ReasonForm,
        danger=True,
    ),
)


def _mark(value: Any) -> str:
    return str(AgeMark(int(value)).label) if value not in (None, "") else "—"
