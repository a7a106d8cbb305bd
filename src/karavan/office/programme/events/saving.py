"""Saves of the editor: a new event, a merged change, and what comes after."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from karavan.kernel.actions import unit_of_work
from karavan.kernel.errors import Conflict, Invalid, KaravanError, NotAllowed
from karavan.office.desk import Desk
from karavan.office.kit.editing import ShownClash
from karavan.office.kit.merging import BASE, KEEP, Merge, choices_of, read_stamp
from karavan.office.programme.events import panels
from karavan.office.programme.events.form import LISTS, EventForm, label_of
from karavan.office.programme.events.merging import merge_values
from karavan.office.programme.events.values import arguments, draft_of, initial_of, organisers_of
from karavan.office.programme.events.words import row_words, value_words
from karavan.programme import actions
from karavan.programme.enums import EventStatus
from karavan.programme.models import Event
from karavan.programme.queries import load_events


def guess_kind(desk: Desk, form: EventForm) -> bool:
    """Take the guessed kind where none was chosen; without a guess the form asks for it."""
    if form.cleaned_data.get("kind"):
        return True
    found = panels.guess_panel(desk, form, form.cleaned_data)["kind"]
    if found:
        form.cleaned_data["kind"] = found
        return True
    form.add_error("kind", _("Choose the kind of event: the title does not tell it."))
    return False


def create(desk: Desk, values: Mapping[str, Any]) -> Event:
    """A new draft."""
    draft = draft_of(values)
    stated = {name: getattr(draft, name) for name in draft.__dataclass_fields__ if name not in LISTS}
    return actions.create_event(
        actor=desk.actor,
        organisers=organisers_of(values["organisers"]),
        performers=draft.performers,
        sessions=draft.sessions,
        hours=draft.hours,
        day_exceptions=draft.day_exceptions,
        tariffs=draft.tariffs,
        **stated,
    )


def save(desk: Desk, event: Event, form: EventForm, data: Any) -> Merge:
    """Merge what was sent into what stands there now, and write what this person changed."""
    with unit_of_work():
        held = Event.objects.select_for_update().filter(pk=event.pk)
        stamp = held.values_list("updated_at", flat=True).first()
        if stamp is None:
            raise Conflict(_("This event is gone. Go back to the list."))
        # Every change stamps the event: with the same stamp what was loaded is what stands there.
        current = event if stamp == event.updated_at else load_events([event.pk])[0]
        now = initial_of(current)
        base = read_stamp(data.get(BASE, ""))
        choices = choices_of(data, [name.removeprefix(KEEP) for name in data if name.startswith(KEEP)])
        merged = merge_values(base, now, form.cleaned_data, choices)
        if merged.mine and not merged.clashes:
            actions.edit_event(actor=desk.actor, event=current, held=True, **arguments(merged.mine, current))
    return merged


def refused(form: EventForm, error: KaravanError) -> None:
    """Show an action's refusal at its fields; everything typed stays."""
    if isinstance(error, Invalid):
        form.put(error.problems)
    else:
        form.add_error(None, str(error))


def shown(form: EventForm, merged: Merge, who: str) -> list[ShownClash]:
    """Clashes in words, a row of a list as its own."""
    found = []
    for one in merged.clashes:
        name, _dot, key = one.name.partition(".")
        label = label_of(form, name)
        if key:
            label = f"{label}: {row_words(form, name, key, one.mine or one.theirs)}"
        mine, theirs = (value_words(form, name, value) for value in (one.mine, one.theirs))
        found.append(ShownClash(one.name, label, mine, theirs, who))
    return found


def tell(form: EventForm, merged: Merge) -> str:
    """What was saved, and what somebody else had changed meanwhile."""
    told = _("Saved.") if merged.mine else _("Nothing has changed.")
    if merged.taken:
        names = ", ".join(dict.fromkeys(label_of(form, name.partition(".")[0]) for name in merged.taken))
        kept = _("Somebody else changed this meanwhile, and it was kept: %(fields)s.") % {"fields": names}
        told = f"{told} {kept}"
    return told


def after_save(
    screen: Any, desk: Desk, request: HttpRequest, event: Event, do: str, told: str
) -> HttpResponseBase:
    """On to the event, public or sent where that was asked; where that is refused it stays saved."""
    try:
        if do == "publish" and event.status != EventStatus.PUBLISHED:
            actions.publish_event(actor=desk.actor, event=event)
            told = _("Published: residents see it now.")
        elif do == "send":
            actions.send_for_release(actor=desk.actor, event=event)
            told = _("Sent for release.")
    except Invalid:
        lacks = _("Everything is saved as a draft. Something is missing before residents can see it.")
        messages.warning(request, lacks)
        return redirect(screen.url("edit", event))
    except (Conflict, NotAllowed) as error:
        messages.success(request, told)
        messages.warning(request, str(error))
        return redirect(screen.url("detail", event))
    messages.success(request, told)
    return redirect(screen.url("detail", event))
