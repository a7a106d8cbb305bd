from datetime import time

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "karavan.catalogue"

    def ready(self) -> None:
        from karavan.catalogue import subscriptions, tasks
        from karavan.kernel.tasks.schedule import Daily, schedule

        subscriptions.connect()
        schedule("catalogue.rebuild", tasks.rebuild_catalogue, Daily(time(0, 20)))
        schedule("catalogue.prune_changes", tasks.prune_changes, Daily(time(3, 40)))
