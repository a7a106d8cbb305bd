from django.apps import AppConfig


class MaxConfig(AppConfig):
    """Notices through a bot of MAX."""

    name = "karavan.integrations.max"
    label = "max"

    def ready(self) -> None:
        from karavan.integrations.max.bot import Max
        from karavan.notices.channels import register
        from karavan.notices.enums import Channel

        register(Channel.MAX, Max())
