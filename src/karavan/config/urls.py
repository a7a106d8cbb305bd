"""Every address of the installation."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from karavan.config.media import media
from karavan.portal.urls import plain as portal_plain

handler400 = "karavan.portal.refusals.bad_request"
handler403 = "karavan.portal.refusals.permission_denied"
handler404 = "karavan.portal.missing.page_not_found"
handler500 = "karavan.portal.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("media/<path:path>", media, name="media"),
    path("", include("karavan.api.urls")),
    path("", include(portal_plain)),
    path("", include("karavan.office.urls")),
    # Russian at the root, other languages below their code.
    *i18n_patterns(path("", include("karavan.portal.urls")), prefix_default_language=False),
]
