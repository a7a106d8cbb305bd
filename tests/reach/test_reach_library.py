"""The engine as a library: what it may import, what its pages say, where it may be installed."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from reach.command import COMMANDS, parser

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "reach"
MAY_IMPORT = {"numpy", "numba", "llvmlite", "osmium", "highspy", "h3", "pymetis", "tqdm", "distributed"}


def imported(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def test_it_rests_on_few_libraries():
    found = {name for file in SOURCE.rglob("*.py") for name in imported(file)} - set(sys.stdlib_module_names)
    assert found - {"reach"} <= MAY_IMPORT


def test_the_libraries_are_locked_for_installations():
    wanted = (ROOT / "requirements" / "base.in").read_text().split()
    # llvmlite comes with numba; Dask is for who scales out.
    assert MAY_IMPORT - {"llvmlite", "distributed"} <= set(wanted)


def test_the_page_names_the_commands():
    page = (ROOT / "docs" / "reference" / "reach.md").read_text()
    told = dict(re.findall(r"^\| `reach ([a-z]+)` \| (.+) \|$", page, re.MULTILINE))
    assert told == {module.NAME: module.HELP for module in COMMANDS}


def test_the_page_names_the_rooms():
    page = (ROOT / "docs" / "reference" / "reach.md").read_text()
    told = set(re.findall(r"^\| `([a-z]+)` \|", page, re.MULTILINE))
    assert told == {file.parent.name for file in SOURCE.glob("*/__init__.py")}


def test_the_guide_names_only_arguments_that_are_there():
    guide = (ROOT / "docs" / "guide" / "reach.md").read_text()
    lines = re.findall(r"^reach ([a-z]+) (.*)$", guide, re.MULTILINE)
    assert len(lines) >= 6
    commands = parser()._subparsers._group_actions[0].choices
    for command, words in lines:
        known = {option for action in commands[command]._actions for option in action.option_strings}
        assert set(re.findall(r"--[a-z]+", words)) <= known, command


def test_profiles_named_in_the_guide():
    with (SOURCE / "streets" / "profiles.toml").open("rb") as file:
        profiles = set(tomllib.load(file))
    guide = (ROOT / "docs" / "guide" / "reach.md").read_text()
    assert {name for name in profiles if f"`{name}`" in guide} == profiles


@pytest.mark.slow
def test_without_a_folder_to_cache_in_it_still_works(tmp_path):
    shutil.copytree(SOURCE, tmp_path / "reach", ignore=shutil.ignore_patterns("__pycache__"))
    told = (
        "import numba.core.caching as caching\n"
        "caching.CacheImpl._locator_classes = []\n"
        "import numpy as np\n"
        "from reach.travel.walk import _join\n"
        "from reach.travel.warm import warm\n"
        "warm()\n"
        "print(_join.stats.cache_path, len(_join.signatures))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", told],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "None 1\n"
    assert list((tmp_path / "reach").rglob("*.nbi")) == []
