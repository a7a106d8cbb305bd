from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Carries the commands, checks and gauges of the whole installation."""

    name = "karavan.config"
    label = "karavan_config"

    def ready(self) -> None:
        from karavan.config import checks, gauges

        assert checks.check_start  # imported for its registration
        gauges.register()
