from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "karavan.notices"
    label = "notices"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from karavan.kernel.tasks.schedule import Daily, Every, schedule
        from karavan.notices import channels, subscriptions, tasks
        from karavan.notices.enums import Channel
        from karavan.notices.mail import Mail

        channels.register(Channel.EMAIL, Mail())
        subscriptions.connect()
        schedule("notices.deliver", tasks.deliver, Every(timedelta(minutes=1)))
        schedule("notices.escalate", tasks.escalate, Every(timedelta(minutes=15)))
        schedule("notices.confirm_addresses", tasks.confirm_addresses, Every(timedelta(minutes=1)))
        schedule("notices.morning", tasks.morning, Daily(time(6)))
        schedule("notices.prune", tasks.prune, Daily(time(3, 50)))
