"""Addresses of holds in the office."""

from django.urls import path

from karavan.office.assets.screen import Assets
from karavan.office.holds import views

urlpatterns = [
    path("office/holds/<int:pk>/", views.detail, name="office-holds-detail"),
    path("office/holds/<int:pk>/change/", views.change, name="office-holds-change"),
    path("office/holds/<int:pk>/confirm/", views.confirm, name="office-holds-confirm"),
    path("office/holds/<int:pk>/release/", views.release, name="office-holds-release"),
    path("office/places/<int:pk>/holds/", views.of_place, name="office-places-holds"),
    path("office/places/<int:pk>/holds/new/", views.new_of_place, name="office-places-hold"),
    *Assets().urls(),
    path("office/assets/<int:pk>/hold/", views.new_of_asset, name="office-assets-hold"),
]
