from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "karavan.places"
    verbose_name = _("Places")

    def ready(self) -> None:
        from karavan.places import rules  # noqa: F401 - registers the permissions
