"""Addresses of the office. It speaks one language, at one address."""

from django.urls import include, path

from karavan.office import checks, finding, moving

urlpatterns = [
    path("office/", checks.data_to_check, name="office"),
    path("office/find/", finding.find, name="office-find"),
    path("office/menu/", moving.whole_menu, name="office-menu"),
    path("office/switch/", moving.switch, name="office-switch"),
    path("", include("karavan.office.account.urls")),
]
