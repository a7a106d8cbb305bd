"""Addresses of the office. It speaks one language, at one address."""

from django.urls import include, path

from karavan.office import checks, finding, journal, moving
from karavan.office.hygiene.screen import Hygiene
from karavan.office.inbox import views as inbox
from karavan.office.kit import trash
from karavan.office.programme.benefits.screen import Benefits
from karavan.office.programme.calendar.views import urls as calendar_urls
from karavan.office.programme.events.screen import Events
from karavan.office.programme.programmes.screen import Programmes

urlpatterns = [
    path("office/", inbox.inbox, name="office"),
    path("office/checks/", checks.data_to_check, name="office-checks"),
    path("office/find/", finding.find, name="office-find"),
    path("office/menu/", moving.whole_menu, name="office-menu"),
    path("office/switch/", moving.switch, name="office-switch"),
    path("office/trash/", trash.trash_page, name="office-trash"),
    path("office/trash/<int:pk>/restore/", trash.restore_page, name="office-trash-restore"),
    path("office/journal/", journal.journal_page, name="office-journal"),
    path("", include("karavan.office.account.urls")),
    path("", include("karavan.office.places.urls")),
    *Events().urls(),
    *Programmes().urls(),
    *Benefits().urls(),
    *Hygiene().urls(),
    *calendar_urls(),
    path("", include("karavan.office.planning.urls")),
    path("", include("karavan.office.holds.urls")),
    path("", include("karavan.office.people.urls")),
    path("", include("karavan.office.imports.urls")),
    path("", include("karavan.office.notices.urls")),
]
