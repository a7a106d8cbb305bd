"""Where releases lie: the argument that every command on a release has."""

import argparse
from pathlib import Path


def home(parser: argparse.ArgumentParser) -> None:
    """``--home``."""
    parser.add_argument(
        "--home", type=Path, default=Path("reach-data"), help="folder of releases (reach-data)"
    )
