from django.apps import AppConfig


class WebPushConfig(AppConfig):
    """Notices on devices, through the push services of browsers."""

    name = "karavan.integrations.webpush"
    label = "webpush"

    def ready(self) -> None:
        from karavan.integrations.webpush.push import WebPush
        from karavan.notices.channels import register
        from karavan.notices.enums import Channel

        register(Channel.WEB_PUSH, WebPush())
