from django.apps import AppConfig


class CityDataConfig(AppConfig):
    """Data packs of cities: facts that ship with the platform and their mapping to records."""

    name = "karavan.integrations.citydata"
    label = "citydata"
