from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "karavan.office"

    def ready(self) -> None:
        from datetime import time, timedelta

        from karavan.kernel.tasks.schedule import Daily, Every, schedule
        from karavan.kernel.trash.personal import personal
        from karavan.office import tasks
        from karavan.office.models import SavedView

        schedule("office.revive_runs", tasks.revive_runs, Every(timedelta(minutes=10)))
        schedule("office.forget_runs", tasks.forget_runs, Daily(time(3, 50)))
        personal(SavedView)
