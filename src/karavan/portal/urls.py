"""Addresses of the portal: :data:`urlpatterns` once a language, :data:`plain` once."""

from django.urls import path

from karavan.portal import (
    about,
    accessibility,
    changes,
    event_page,
    gallery,
    ground,
    offline,
    organisations,
    places,
    posters,
    programmes,
    saved,
    searching,
    subscribe,
    today,
    vision,
    whats_on,
)
from karavan.portal.me import views as for_me
from karavan.portal.printed import views as printed
from karavan.portal.widget import maker
from karavan.portal.widget import views as widget

urlpatterns = [
    path("", today.today, name="today"),
    path("events/", whats_on.event_list, name="events"),
    path("events/<int:event_id>/", event_page.event_page, name="event"),
    path("events/<int:event_id>/preview/", event_page.event_preview, name="event-preview"),
    path("events/<int:event_id>/poster-<str:size>.pdf", printed.door_poster, name="door-poster"),
    path("og/page/<slug:name>.png", printed.page_picture, name="og-page"),
    path("og/<slug:kind>/<int:number>.png", printed.record_picture, name="og-record"),
    path("places/", places.place_list, name="places"),
    path("places/<int:place_id>/", places.place_page, name="place"),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations/<int:organisation_id>/", organisations.organisation_page, name="organisation"),
    path("organisations/<int:organisation_id>/changes/", changes.playbill_changes, name="playbill-changes"),
    path("organisations/<int:organisation_id>/changes.rss", changes.playbill_feed, name="playbill-feed"),
    path("programmes/", programmes.programme_list, name="programmes"),
    path("programmes/<slug:slug>/", programmes.programme_page, name="programme"),
    path("programmes/<slug:slug>/changes/", changes.programme_changes, name="programme-changes"),
    path("programmes/<slug:slug>/changes.rss", changes.programme_feed, name="programme-feed"),
    path("search/", searching.search_page, name="search"),
    path("me/", for_me.me, name="me"),
    path("me/cards/", for_me.cards, name="me-cards"),
    path("about/", about.about, name="about"),
    path("subscribe/", subscribe.subscribe, name="subscribe"),
    path("widget/", maker.maker, name="widget"),
    path("accessibility/", accessibility.statement, name="accessibility"),
    path("vision/", vision.vision, name="vision"),
    path("saved/", saved.saved, name="saved"),
    path("saved/cards/", saved.saved_cards, name="saved-cards"),
    path("offline/", offline.offline, name="offline"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
]

plain = [
    path("ui/", gallery.components, name="components"),
    path("icons/<slug:name>.png", printed.icon, name="icon"),
    path("sw.js", offline.worker, name="service-worker"),
    path("poster/<str:version>/<str:family>/<str:seed>.svg", posters.poster, name="poster"),
    path("ground/<str:mark>/<str:lang>.geojson", ground.ground_layer, name="ground"),
    path("widget.js", widget.script, name="widget-script"),
    path("widget/part/", widget.part, name="widget-part"),
    path("widget/show/", widget.show, name="widget-show"),
    path("widget/theme.css", widget.theme, name="widget-theme"),
]
