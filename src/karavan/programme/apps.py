from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "karavan.programme"
    verbose_name = _("Programme")

    def ready(self) -> None:
        from karavan.programme import kinds, rules, sharing  # noqa: F401 - registers the permissions

        kinds.connect()
        sharing.connect()
