"""What every test shares."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.utils import translation
from hypothesis import HealthCheck, settings

from karavan.ui.printfonts import ensure_print_fonts

settings.register_profile(
    "fast", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "thorough", max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("KARAVAN_HYPOTHESIS", "fast"))


@pytest.fixture(scope="session")
def print_fonts() -> Path:
    """The fonts of printed sheets, made once for all runs on a machine (it takes some seconds)."""
    kept = Path(tempfile.gettempdir()) / "karavan-print-fonts"
    ensure_print_fonts(Path(django_settings.NODE_MODULES), kept)
    folder = Path(django_settings.VAR) / "print-fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for path in kept.iterdir():
        if not (folder / path.name).exists():
            shutil.copy2(path, folder / path.name)
    return folder


@pytest.fixture(autouse=True)
def _as_at_the_start() -> None:
    """An English page of the test before leaves its language with the thread, and answers in the cache."""
    translation.deactivate()
    cache.clear()
