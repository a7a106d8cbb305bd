from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HygieneConfig(AppConfig):
    name = "karavan.hygiene"
    verbose_name = _("Quality of information")

    def ready(self) -> None:
        from datetime import time

        from karavan.hygiene import tasks
        from karavan.kernel.tasks.schedule import Daily, schedule

        schedule("hygiene.measure", tasks.measure, Daily(time(5, 20)))
        schedule("hygiene.tell_worst", tasks.tell_worst, Daily(time(7, 30)))
        schedule("hygiene.forget", tasks.forget, Daily(time(3, 55)))
