from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SheetsConfig(AppConfig):
    name = "karavan.integrations.sheets"
    label = "sheets"
    verbose_name = _("Uploads of tables")

    def ready(self) -> None:
        from karavan.integrations.sheets import tasks
        from karavan.integrations.sheets.models import Batch
        from karavan.kernel.tasks.schedule import Daily, schedule
        from karavan.kernel.trash.personal import personal

        schedule("sheets.forget_files", tasks.forget_files, Daily(time(3, 20)))
        personal(Batch)
