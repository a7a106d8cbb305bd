"""Addresses of notices."""

from django.urls import path

from karavan.office.notices import choosing, listing, stopping, worker

urlpatterns = [
    path("office/notices/", listing.notices, name="office-notices"),
    path("office/notices/<int:pk>/", listing.open_one, name="office-notices-open"),
    path("office/notices/read/", listing.read_all, name="office-notices-read"),
    path("office/notices/mute/", listing.mute, name="office-notices-mute"),
    path("office/notices/settings/", choosing.choices, name="office-notices-settings"),
    path("office/notices/settings/channels/", choosing.save_channels, name="office-notices-channels"),
    path("office/notices/settings/hours/", choosing.save_hours, name="office-notices-hours"),
    path("office/notices/settings/unmute/", choosing.unmute, name="office-notices-unmute"),
    path("office/notices/settings/push/", choosing.push, name="office-notices-push"),
    path("office/notices/settings/connect/", choosing.connect, name="office-notices-connect"),
    path("office/notices/stop/<str:token>/", stopping.stop, name="office-notices-stop"),
    path("office/sw.js", worker.worker, name="office-worker"),
]
