"""Addresses of places in the office."""

from django.urls import path

from karavan.office.places import access, changing, closing, halls, hours
from karavan.office.places.districts import Districts
from karavan.office.places.pages import SCREEN

HERE = "office/places/<int:pk>/"

urlpatterns = [
    *SCREEN.urls(),
    path(f"{HERE}rename/", changing.rename, name="office-places-rename"),
    path(f"{HERE}relocate/", changing.relocate, name="office-places-relocate"),
    path(f"{HERE}heritage/", changing.heritage, name="office-places-heritage"),
    path(f"{HERE}photos/", changing.photos, name="office-places-photos"),
    path(f"{HERE}photos/<int:photo>/remove/", changing.remove_photo, name="office-places-photo-remove"),
    path(f"{HERE}hours/", hours.hours, name="office-places-hours"),
    path(f"{HERE}access/", access.passport, name="office-places-access"),
    path(f"{HERE}access/new/", access.survey_head, name="office-places-survey"),
    path(f"{HERE}access/new/<int:step>/", access.survey_zone, name="office-places-survey-zone"),
    path(f"{HERE}access/new/check/", access.survey_end, name="office-places-survey-end"),
    path(f"{HERE}closings/", closing.closings, name="office-places-closings"),
    path(f"{HERE}closings/new/", closing.close, name="office-places-close"),
    path(f"{HERE}closings/reopen/", closing.reopen, name="office-places-reopen"),
    path(f"{HERE}closings/restore/", closing.restore, name="office-places-restore-sessions"),
    path("office/broken/", closing.broken, name="office-broken"),
    path("office/halls/", halls.halls, name="office-halls"),
    *Districts().urls(),
]
