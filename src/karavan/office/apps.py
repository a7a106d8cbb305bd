from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "karavan.office"

    def ready(self) -> None:
        from datetime import time

        from karavan.kernel.tasks.schedule import Daily, schedule
        from karavan.office import tasks

        schedule("office.forget_runs", tasks.forget_runs, Daily(time(3, 50)))
