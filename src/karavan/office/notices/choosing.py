"""What a person wants to be told, when, and through which channels."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from karavan.integrations.webpush.push import public_key
from karavan.kernel.errors import Invalid
from karavan.notices import actions, channels, queries
from karavan.notices.channels import NotConnected
from karavan.notices.enums import HELP, MESSENGERS, URGENT_TOPICS, Channel, Topic
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render


class HoursForm(forms.Form):
    """Quiet hours and the hour of the digest."""

    quiet_from = forms.TimeField(label=gettext_lazy("Do not disturb from"))
    quiet_to = forms.TimeField(
        label=gettext_lazy("until"), help_text=gettext_lazy("The same time twice: no quiet hours.")
    )
    digest_at = forms.TimeField(
        label=gettext_lazy("Digest of the day at"),
        help_text=gettext_lazy("One letter with all that is not urgent. Without news there is none."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class PushForm(forms.Form):
    """A subscription as the browser made it."""

    endpoint = forms.CharField(max_length=700)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=40)
    device = forms.CharField(max_length=120, required=False)


@dataclass(frozen=True)
class Cell:
    """One switch: a channel of a topic."""

    name: str
    value: str
    label: str
    on: bool


@dataclass(frozen=True)
class TopicRow:
    """A topic with its switches."""

    topic: str
    label: str
    help: str
    urgent: bool
    cells: list[Cell]


@dataclass(frozen=True)
class Messenger:
    """A messenger: connected, waiting for its code, or neither."""

    channel: str
    label: str
    connected: bool
    code: str
    link: str
    bot: str


@office_page
def choices(desk: Desk, request: HttpRequest) -> HttpResponse:
    """The page with all switches."""
    return _page(desk, request)


def _page(
    desk: Desk, request: HttpRequest, hours: HoursForm | None = None, status: int = 200
) -> HttpResponse:
    person = desk.actor
    shown = [Channel.IN_APP, *channels.ready()]
    switches = queries.switches_of([person.pk])[person.pk]
    own = queries.hours_of([person.pk])[person.pk]
    initial = {"quiet_from": own.quiet_from, "quiet_to": own.quiet_to, "digest_at": own.digest_at}
    context = {
        "title": _("What to tell me"),
        "columns": shown,
        "rows": [
            TopicRow(
                topic.value,
                str(topic.label),
                str(HELP[topic]),
                topic in URGENT_TOPICS,
                [Cell(f"t-{topic}", each.value, str(each.label), each in switches[topic]) for each in shown],
            )
            for topic in Topic
        ],
        "hours": hours or HoursForm(initial=initial),
        "mutes": list(queries.mutes_of(person)[:100]),
        "push_key": public_key(),
        "devices": list(queries.devices_of(person)) if Channel.WEB_PUSH in shown else [],
        "messengers": _messengers(desk, shown),
        "mail": person.email if Channel.EMAIL in shown else "",
    }
    return render(request, desk, "office/notices/settings.html", context, status=status)


def _messengers(desk: Desk, shown: list[Channel]) -> list[Messenger]:
    known = queries.addresses_of(desk.actor)
    found = []
    for channel in MESSENGERS:
        if channel not in shown:
            continue
        bot, row = channels.bot_of(channel), known.get(channel)
        code = row.code if row is not None and row.code and row.is_waiting else ""
        found.append(
            Messenger(
                channel.value,
                str(channel.label),
                row is not None and row.confirmed_at is not None,
                code,
                bot.link(code) if code else "",
                bot.name,
            )
        )
    return found


@require_POST
@office_page
def save_channels(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Take the switches of the table; channels that it does not show stay as they are."""
    shown = {Channel.IN_APP, *channels.ready()}
    old = queries.switches_of([desk.actor.pk])[desk.actor.pk]
    on = {
        topic: {
            each for each in Channel if each.value in request.POST.getlist(f"t-{topic}") and each in shown
        }
        | (old[topic] - shown)
        for topic in Topic
    }
    actions.set_preferences(actor=desk.actor, on=on)
    messages.success(request, _("Saved."))
    return redirect("office-notices-settings")


@require_POST
@office_page
def save_hours(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Take quiet hours and the hour of the digest; errors stand at their field."""
    form = HoursForm(request.POST)
    if form.is_valid():
        try:
            actions.set_hours(actor=desk.actor, **form.cleaned_data)
        except Invalid as problem:
            for path, found in problem.problems.items():
                form.add_error(path or None, found)
        else:
            messages.success(request, _("Saved."))
            return redirect("office-notices-settings")
    return _page(desk, request, form, 422)


@require_POST
@office_page
def unmute(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Hear of a muted subject again."""
    pk = request.POST.get("muted", "")
    muted = get_object_or_404(queries.mutes_of(desk.actor), pk=int(pk) if pk.isdecimal() else 0)
    actions.unmute(actor=desk.actor, muted=muted)
    messages.success(request, _("You will hear of it again."))
    return redirect("office-notices-settings")


@require_POST
@office_page
def push(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Connect this browser, or forget one (``forget``)."""
    forget = request.POST.get("forget", "")
    if forget:
        device = get_object_or_404(
            queries.devices_of(desk.actor), pk=int(forget) if forget.isdecimal() else 0
        )
        actions.forget_push(actor=desk.actor, subscription=device)
        messages.success(request, _("The device is not connected any more."))
        return redirect("office-notices-settings")
    form = PushForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The browser did not say where to send. Try again."))
        return redirect("office-notices-settings")
    try:
        actions.subscribe_push(actor=desk.actor, **form.cleaned_data)
    except Invalid as problem:
        messages.error(request, " ".join(text for found in problem.problems.values() for text in found))
    else:
        messages.success(request, _("This device shows notifications now."))
    return redirect("office-notices-settings")


@require_POST
@office_page
def connect(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Get a code for a messenger, or disconnect it (``do=disconnect``)."""
    name = request.POST.get("channel", "")
    if name not in MESSENGERS:
        return redirect("office-notices-settings")
    channel = Channel(name)
    if request.POST.get("do") == "disconnect":
        actions.disconnect(actor=desk.actor, channel=channel)
        messages.success(request, _("Disconnected."))
    else:
        try:
            actions.start_connecting(actor=desk.actor, channel=channel)
        except NotConnected:
            messages.error(request, _("This messenger is not connected to Karavan."))
    return redirect("office-notices-settings")
