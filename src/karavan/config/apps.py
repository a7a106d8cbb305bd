from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Carries the commands of the whole installation."""

    name = "karavan.config"
    label = "karavan_config"
