from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "karavan.office"

    def ready(self) -> None:
        from datetime import time

        from karavan.kernel.tasks.schedule import Daily, schedule
        from karavan.kernel.trash.personal import personal
        from karavan.office import tasks
        from karavan.office.models import SavedView

        schedule("office.forget_runs", tasks.forget_runs, Daily(time(3, 50)))
        personal(SavedView)
