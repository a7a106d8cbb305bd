"""``compile``: turn every kernel into machine code once, so that no first request is slow."""

import argparse
import importlib
import time
from collections.abc import Callable

NAME = "compile"
HELP = "compile and cache the engine's kernels (set-up does it)"

ROOMS = ("streets", "hierarchy", "transit", "travel", "indices", "siting")
"""Rooms with kernels of their own: each has a module ``warm``."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """This command's own arguments."""
    parser.add_argument("--quiet", action="store_true", help="say nothing")


def run(asked: argparse.Namespace, say: Callable[[str], None]) -> None:
    """Run every kernel on a few numbers."""
    for room in ROOMS:
        started = time.perf_counter()
        importlib.import_module(f"reach.{room}.warm").warm()
        if not asked.quiet:
            say(f"{room}: {time.perf_counter() - started:.1f} s")
