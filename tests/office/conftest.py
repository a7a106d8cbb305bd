"""Pages of the office are made whole, with session, rights and database: the fast suite leaves most out."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
FAST = {
    HERE / name
    for name in (
        "kit/test_kit_merging.py",
        "kit/test_kit_filters.py",
        "kit/test_kit_screen.py",
        "kit/test_kit_verbs.py",
    )
}
"""What the fast suite keeps: the kit itself."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents and item.path not in FAST:
            item.add_marker(pytest.mark.slow)
