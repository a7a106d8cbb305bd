from datetime import time

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "karavan.catalogue"

    def ready(self) -> None:
        from karavan.catalogue import subscriptions, tasks  # noqa: PLC0415 - need the models of all rooms
        from karavan.kernel.tasks.schedule import Daily, schedule  # noqa: PLC0415 - as above

        subscriptions.connect()
        schedule("catalogue.rebuild", tasks.rebuild_catalogue, Daily(time(0, 20)))
        schedule("catalogue.prune_changes", tasks.prune_changes, Daily(time(3, 40)))
