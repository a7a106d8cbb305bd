"""Helping somebody who lost their second factor: a coordinator of the city takes it away."""

from django import forms
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karavan.kernel.errors import NotAllowed
from karavan.office.account import changes, outgoing
from karavan.office.account.entry import find_person
from karavan.office.desk import Desk, office_page
from karavan.office.frame import render
from karavan.people.models import User
from karavan.people.rules import require_coordinate


class HelpForm(forms.Form):
    """Whose second factor is lost, and how the coordinator made sure of that."""

    email = forms.EmailField(label=gettext_lazy("E-mail of the colleague"), max_length=254)
    reason = forms.CharField(
        label=gettext_lazy("How you made sure that it is them"),
        help_text=gettext_lazy("Such as: came with a passport; called back by the number in the contract."),
        max_length=200,
    )
    person: User | None = None

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        self.person = find_person(email)
        if self.person is None:
            raise forms.ValidationError(_("Nobody works here with this e-mail."))
        return email


@office_page
def help_somebody(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Take the second factor of a colleague away, so that they set up a new one."""
    require_coordinate(desk.actor)
    form = HelpForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.person is not None:
        try:
            changes.reset_factors(actor=desk.actor, person=form.person, reason=form.cleaned_data["reason"])
        except NotAllowed as refusal:
            form.add_error("email", str(refusal))
        else:
            _tell(form.person)
            messages.success(request, _("Done. They sign in by a code and set up a new one."))
            return HttpResponseRedirect(reverse("office-account-help"))
    context = {"title": _("Lost second factor"), "form": form}
    return render(request, desk, "office/account/help.html", context)


def _tell(person: User) -> None:
    """A letter, in case it was not the person who asked."""
    text = _("A coordinator of the city took your second factor away and signed you out everywhere.")
    after = _("Did you not ask for that? Then answer this letter at once.")
    letter = EmailMessage(_("Your second factor was taken away"), f"{text}\n\n{after}\n", to=[person.email])
    outgoing.send(letter)
