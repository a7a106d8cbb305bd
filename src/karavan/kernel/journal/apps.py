from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "karavan.kernel.journal"
    label = "journal"
    verbose_name = "Journal"
