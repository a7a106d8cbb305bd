"""Addresses of uploads."""

from django.urls import path

from karavan.office.imports import duplicates, origins, starting, views

urlpatterns = [
    path("office/imports/", starting.batches, name="office-imports"),
    path("office/imports/new/<str:kind>/", starting.new, name="office-imports-new"),
    path("office/imports/template/<str:kind>/", starting.template_file, name="office-imports-template"),
    path("office/imports/<int:pk>/", views.batch_page, name="office-imports-batch"),
    path("office/imports/<int:pk>/progress/", views.progress, name="office-imports-progress"),
    path("office/imports/<int:pk>/errors/", views.errors_file, name="office-imports-errors"),
    path("office/imports/<int:pk>/confirm/", views.confirm, name="office-imports-confirm"),
    path("office/imports/<int:pk>/cancel/", views.cancel, name="office-imports-cancel"),
    path("office/imports/<int:pk>/again/", views.again, name="office-imports-again"),
    path("office/imports/<int:pk>/allow/", views.allow, name="office-imports-allow"),
    path("office/imports/<int:pk>/mend/", starting.mend, name="office-imports-mend"),
    path("office/imports/<int:pk>/undo/", views.undo, name="office-imports-undo"),
    path("office/duplicates/", duplicates.pairs, name="office-duplicates"),
    path("office/duplicates/<str:kind>/<int:first>/<int:second>/", duplicates.merge, name="office-merge"),
    path(
        "office/duplicates/<str:kind>/<int:first>/<int:second>/apart/", duplicates.apart, name="office-apart"
    ),
    path("office/origins/<str:kind>/<int:pk>/", origins.origins_page, name="office-origins"),
    path("office/origins/<str:kind>/<int:pk>/lock/", origins.lock, name="office-origins-lock"),
]
