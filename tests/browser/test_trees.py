"""What a screen reader is told on the six main pages: the accessibility tree, equal to trees/*.yaml.

After a change that is meant: KARAVAN_RENEW_TREES=1 .venv/bin/python -m pytest tests/browser/test_trees.py
Then read the difference aloud, as a screen reader would: order, names of links without what stands around
them, nothing told twice, dates and numbers as one says them.
"""

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TREES = Path(__file__).parent / "trees"
RENEW = os.environ.get("KARAVAN_RENEW_TREES") == "1"


def _closed(line: str, after: str) -> str:
    """The line without the colon that announced an address alone."""
    depth = len(line) - len(line.lstrip())
    holds = len(after) - len(after.lstrip()) > depth
    return line if holds else line.removesuffix(":")


@pytest.mark.parametrize("name", ["today", "events", "event", "place", "programme", "search"])
def test_what_a_screen_reader_is_told(opened, name: str) -> None:
    page = opened(name, locale="ru-RU")
    page.wait_for_load_state("networkidle")
    tree = page.locator("body").aria_snapshot()
    # Addresses are not heard, and ids differ between databases.
    lines = [line for line in tree.splitlines() if not re.match(r" *- /url: ", line)]
    tree = "".join(f"{_closed(line, after)}\n" for line, after in pairwise([*lines, ""]))
    # The factory numbers houses across the whole run.
    tree = re.sub(r"ул\. Труда, \d+", "ул. Труда, 1", tree)
    kept = TREES / f"{name}.yaml"
    if RENEW:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(tree, encoding="utf-8")
    assert tree == kept.read_text(encoding="utf-8")
