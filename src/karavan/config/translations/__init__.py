"""Translations without gettext's programs: fragments of the rooms in, one ``django.mo`` a language out."""
