from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "karavan.catalogue"

    def ready(self) -> None:
        from karavan.catalogue import subscriptions  # noqa: PLC0415 - needs the models of all rooms

        subscriptions.connect()
