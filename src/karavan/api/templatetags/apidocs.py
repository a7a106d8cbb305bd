"""Filters of the API reference."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def codes(text: str) -> SafeString:
    """The text with what stands between backticks marked as code."""
    parts = enumerate(escape(text).split("`"))
    # Escaped above; the only markup is added here.
    return mark_safe("".join(f"<code>{part}</code>" if number % 2 else part for number, part in parts))
