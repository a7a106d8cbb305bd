"""Addresses of people, invitations, guests, organisations, and of one's own page."""

from django.urls import path

from karavan.office.people import joining, own, sharing
from karavan.office.people.invitations import Invitations
from karavan.office.people.members import Members
from karavan.office.people.organisations import Organisations

urlpatterns = [
    *Members().urls(),
    *Invitations().urls(),
    *Organisations().urls(),
    path("office/invitation/<str:token>/", joining.invitation, name="office-invitation"),
    path("office/me/", own.me, name="office-me"),
    path("office/me/name/", own.my_name, name="office-me-name"),
    path("office/me/away/", own.my_leave, name="office-me-away"),
    path("office/substitutions/<int:pk>/end/", own.end_substitution, name="office-substitution-end"),
    path("office/share/", sharing.new_share, name="office-share"),
    path("office/share/<int:pk>/end/", sharing.end_share, name="office-share-end"),
    path("office/shared/", sharing.shown_to_me, name="office-shared"),
]
