from django.apps import AppConfig


class TelegramConfig(AppConfig):
    """Notices through a bot of Telegram."""

    name = "karavan.integrations.telegram"
    label = "telegram"

    def ready(self) -> None:
        from karavan.integrations.telegram.bot import Telegram
        from karavan.notices.channels import register
        from karavan.notices.enums import Channel

        register(Channel.TELEGRAM, Telegram())
