from django.apps import AppConfig


class TrashConfig(AppConfig):
    name = "karavan.kernel.trash"
    label = "trash"
    verbose_name = "Trash"

    def ready(self) -> None:
        from datetime import time

        from karavan.kernel.tasks.schedule import Daily, schedule
        from karavan.kernel.trash.tasks import purge_trash

        schedule("trash.purge", purge_trash, Daily(time(3, 25)))
