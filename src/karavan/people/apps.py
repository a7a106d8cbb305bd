from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "karavan.people"
    verbose_name = _("People")

    def ready(self) -> None:
        from karavan.kernel import events
        from karavan.kernel.tasks.schedule import Daily, schedule
        from karavan.people import kinds, rules, tasks  # noqa: F401 - rules register the permissions
        from karavan.people.events import LetterWanted

        schedule("people.refresh_organisations", tasks.refresh_organisations, Daily(time(0, 5)))
        schedule("people.forget_views", tasks.forget_views, Daily(time(3, 20)))
        events.subscribe_in_transaction([LetterWanted], tasks.queue_letters)
        kinds.connect()
