from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "karavan.people"
    verbose_name = _("People")

    def ready(self) -> None:
        from karavan.people import rules  # noqa: F401 - registers the permissions
