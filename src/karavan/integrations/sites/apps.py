from django.apps import AppConfig


class SitesConfig(AppConfig):
    """Nightly looks at institutions' own sites."""

    name = "karavan.integrations.sites"
    label = "sites"

    def ready(self) -> None:
        from datetime import time

        from karavan.hygiene.events import SiteCheckWanted
        from karavan.integrations.sites import tasks
        from karavan.kernel.events import subscribe_in_transaction
        from karavan.kernel.tasks.schedule import Daily, schedule

        subscribe_in_transaction([SiteCheckWanted], tasks.hear)
        schedule("sites.check_all", tasks.check_all, Daily(time(1, 30)))
