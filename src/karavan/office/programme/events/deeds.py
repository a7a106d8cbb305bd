"""Quick deeds with one event: publish, send for release, take back, withdraw, cancel; each asks once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from karavan.kernel.errors import Conflict, Invalid
from karavan.office.desk import Desk
from karavan.office.frame import render
from karavan.programme import actions
from karavan.programme.models import Event

Text = str | Promise


class ReasonForm(forms.Form):
    """Why it is done."""

    reason = forms.CharField(max_length=300, required=False, widget=forms.Textarea({"rows": 2}))


@dataclass(frozen=True)
class Deed:
    """A deed: what it asks, what it says is going to happen, what it does, what it tells afterwards."""

    title: Text
    says: Text
    button: Text
    icon: str
    run: Callable[[Any, Event, str], Any]
    told: Text
    reason: Text = ""
    """Label of the reason; "" asks none."""
    danger: bool = False


DEEDS: Final[dict[str, Deed]] = {
    "publish": Deed(
        gettext_lazy("Publish this event?"),
        gettext_lazy("Residents will see it at once: on the portal, in calendars and in all feeds."),
        gettext_lazy("Publish"),
        "send",
        lambda actor, event, _reason: actions.publish_event(actor=actor, event=event),
        gettext_lazy("Published: residents see it now."),
    ),
    "send": Deed(
        gettext_lazy("Send this event for release?"),
        gettext_lazy("It waits for the next release. Whoever makes it will look at the event first."),
        gettext_lazy("Send for release"),
        "send",
        lambda actor, event, _reason: actions.send_for_release(actor=actor, event=event),
        gettext_lazy("Sent for release."),
    ),
    "take-back": Deed(
        gettext_lazy("Take it back from the release?"),
        gettext_lazy("It becomes a draft again. You may send it anew at any time."),
        gettext_lazy("Take back"),
        "undo-2",
        lambda actor, event, _reason: actions.take_back(actor=actor, event=event),
        gettext_lazy("It is a draft again."),
    ),
    "withdraw": Deed(
        gettext_lazy("Take it off the residents' pages?"),
        gettext_lazy(
            "Residents will not see it any more, as if it had never been there. If they should know that it "
            "does not take place, cancel it instead."
        ),
        gettext_lazy("Take off"),
        "eye-off",
        lambda actor, event, reason: actions.withdraw_event(actor=actor, event=event, reason=reason),
        gettext_lazy("Residents do not see it any more."),
        gettext_lazy("Why, for colleagues"),
    ),
    "cancel": Deed(
        gettext_lazy("Cancel the whole event?"),
        gettext_lazy(
            "It stays on the portal and says that it is cancelled, and why. Feeds and calendars follow at "
            "once. To cancel one date only, open that date."
        ),
        gettext_lazy("Cancel the event"),
        "x",
        lambda actor, event, reason: actions.cancel_event(actor=actor, event=event, reason=reason),
        gettext_lazy("Cancelled: residents see it and the reason."),
        gettext_lazy("Why? Visitors will read it"),
        danger=True,
    ),
}


def page(screen: Any, desk: Desk, request: HttpRequest, pk: int, verb: str) -> HttpResponseBase:
    """Ask, then do."""
    deed = DEEDS.get(verb)
    if deed is None:
        raise Http404
    event = screen.get_editable(desk, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].label = str(deed.reason)
    problems: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            deed.run(desk.actor, event, form.cleaned_data["reason"])
        except Invalid as error:
            for path, found in error.problems.items():
                if path == "reason":
                    form.add_error("reason", " ".join(found))
                else:
                    problems += found
        except Conflict as error:
            problems.append(str(error))
        else:
            messages.success(request, str(deed.told))
            return redirect(screen.url("detail", event))
    context = screen.record_context(desk, event, verb) | {
        "deed": deed,
        "form": form if deed.reason else None,
        "problems": list(dict.fromkeys(problems)),
        "back_url": screen.url("detail", event),
    }
    return render(request, desk, "office/events/deed.html", context)
