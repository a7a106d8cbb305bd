"""Circumstances in words."""

from django.utils.translation import get_language

from karavan.planning.models import Circumstance


def title_of(row: Circumstance) -> str:
    """The title in the language of the page."""
    return row.title_en if get_language() == "en" and row.title_en else row.title
