from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "karavan.kernel.drafts"
    label = "drafts"
    verbose_name = "Drafts"

    def ready(self) -> None:
        from datetime import time

        from karavan.kernel.drafts.tasks import forget_drafts
        from karavan.kernel.tasks.schedule import Daily, schedule

        schedule("drafts.forget", forget_drafts, Daily(time(3, 35)))
