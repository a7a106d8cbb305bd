"""Moving about in the office: the whole menu, and working for another organisation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karavan.office.desk import Desk, office_page
from karavan.office.frame import render


@office_page
def whole_menu(desk: Desk, request: HttpRequest) -> HttpResponse:
    """Every page of the office that is this person's."""
    return render(request, desk, "office/menu.html", {"title": _("The office")})


@require_POST
@office_page
def switch(desk: Desk, request: HttpRequest) -> HttpResponseBase:
    """Work for another organisation; back to where one was."""
    if not desk.switch(request.POST.get("organisation", "")):
        messages.error(request, _("You hold no role in this organisation."))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/office/"
    return redirect(back)
