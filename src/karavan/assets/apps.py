from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssetsConfig(AppConfig):
    name = "karavan.assets"
    verbose_name = _("Assets")

    def ready(self) -> None:
        from karavan.assets import kinds, rules  # noqa: F401 - rules register the permissions

        kinds.connect()
