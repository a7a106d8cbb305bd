from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HygieneConfig(AppConfig):
    name = "karavan.hygiene"
    verbose_name = _("Quality of information")
