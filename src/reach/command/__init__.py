"""The command line, ``python -m reach``: a module for each command."""

import argparse
import sys
from collections.abc import Callable, Sequence

from reach.command import build, compiling, explain, indices, maps, matrix, siting, twin, upgrades
from reach.errors import ReachError

COMMANDS = (build, matrix, indices, siting, upgrades, maps, explain, twin, compiling)


def say(line: str) -> None:
    """One line for people, on the error stream: what a command makes goes to files."""
    sys.stderr.write(line + "\n")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="python -m reach",
        description="Who can reach culture: travel times, choice, equity and the siting of places.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in COMMANDS:
        own = commands.add_parser(module.NAME, help=module.HELP, description=module.HELP)
        module.arguments(own)
        own.set_defaults(run=module.run)
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run a command; 2 with one line of explanation where the input will not do."""
    asked = parser().parse_args(words)
    run: Callable[[argparse.Namespace, Callable[[str], None]], None] = asked.run
    try:
        run(asked, say)
    except ReachError as problem:
        say(f"reach: {problem}")
        return 2
    except BrokenPipeError:
        return 1
    except KeyboardInterrupt:
        say("reach: stopped")
        return 130
    return 0
