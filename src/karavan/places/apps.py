from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "karavan.places"
    verbose_name = _("Places")

    def ready(self) -> None:
        from karavan.kernel.tasks.schedule import Daily, schedule
        from karavan.places import kinds, rules, sharing, tasks  # noqa: F401 - rules register the permissions

        schedule("places.refresh_places", tasks.refresh_places, Daily(time(0, 10)))
        kinds.connect()
        sharing.connect()
