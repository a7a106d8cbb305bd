from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "karavan.kernel.tasks"
    label = "tasks"
    verbose_name = "Tasks"

    def ready(self) -> None:
        from datetime import time

        from karavan.kernel.tasks.housekeeping import forget_finished
        from karavan.kernel.tasks.schedule import Daily, schedule

        schedule("tasks.forget_finished", forget_finished, Daily(time(3, 10)))
