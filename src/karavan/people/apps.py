from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "karavan.people"
    verbose_name = _("People")

    def ready(self) -> None:
        from karavan.kernel.tasks.schedule import Daily, schedule
        from karavan.people import kinds, rules, tasks  # noqa: F401 - rules register the permissions

        schedule("people.refresh_organisations", tasks.refresh_organisations, Daily(time(0, 5)))
        kinds.connect()
