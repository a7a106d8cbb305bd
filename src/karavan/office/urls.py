"""Addresses of the office. It speaks one language, at one address."""

from django.urls import path

from karavan.office import checks, finding, moving, signing

urlpatterns = [
    path("office/", checks.data_to_check, name="office"),
    path("office/find/", finding.find, name="office-find"),
    path("office/menu/", moving.whole_menu, name="office-menu"),
    path("office/switch/", moving.switch, name="office-switch"),
    path("office/sign-in/", signing.SignIn.as_view(), name="sign-in"),
    path("office/sign-out/", signing.SignOut.as_view(), name="sign-out"),
]
