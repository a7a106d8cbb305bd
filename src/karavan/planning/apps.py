from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "karavan.planning"
    verbose_name = _("City diary")

    def ready(self) -> None:
        from karavan.kernel.events import Recorded, subscribe_in_transaction
        from karavan.kernel.tasks.schedule import Daily, Every, schedule
        from karavan.places.events import PlaceChanged
        from karavan.planning import kinds, rules, tasks  # noqa: F401 - registers the permissions
        from karavan.planning.circumstances import rules as _rules  # noqa: F401 - registers the permissions
        from karavan.planning.events import DiaryChanged
        from karavan.planning.holds import entries, places, sessions
        from karavan.programme.events import EventChanged

        kinds.connect()
        subscribe_in_transaction((EventChanged, Recorded), sessions.follow)
        subscribe_in_transaction((PlaceChanged,), places.follow)
        subscribe_in_transaction((DiaryChanged,), entries.follow)
        schedule("planning.release_expired_holds", tasks.release_expired_holds, Every(timedelta(minutes=5)))
        schedule("planning.tidy_holds", tasks.tidy_holds, Daily(time(3, 20)))
        schedule("planning.refresh_circumstances", tasks.refresh_circumstances, Daily(time(3, 25)))
