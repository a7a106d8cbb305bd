"""Addresses of the portal: :data:`urlpatterns` once a language, :data:`plain` once."""

from django.urls import path

from karavan.portal import (
    about,
    event_page,
    events,
    organisations,
    places,
    posters,
    programmes,
    searching,
    today,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("events/", events.event_list, name="events"),
    path("events/<int:event_id>/", event_page.event_page, name="event"),
    path("places/", places.place_list, name="places"),
    path("places/<int:place_id>/", places.place_page, name="place"),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations/<int:organisation_id>/", organisations.organisation_page, name="organisation"),
    path("programmes/", programmes.programme_list, name="programmes"),
    path("programmes/<slug:slug>/", programmes.programme_page, name="programme"),
    path("search/", searching.search_page, name="search"),
    path("about/", about.about, name="about"),
]

plain = [
    path("poster/<str:version>/<str:family>/<str:seed>.svg", posters.poster, name="poster"),
]
