"""`python -m pictures`: start a small city, photograph every page and state, lay out contact sheets.

`--only WORD …` takes pages whose name begins so; `--strict` fails where one is missing or scrolls sideways.
"""

import json
import os
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from pictures import contact
from pictures.camera import Film, Taken, take
from pictures.shots import MODES, WIDTHS, Shot, shots

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "pictures"
BROWSERS = 2


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def main(arguments: list[str]) -> int:
    """Returns 1 where `--strict` asked for everything and something is missing."""
    parser = ArgumentParser(prog="python -m pictures", description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD")
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--widths", nargs="+", type=int, default=list(WIDTHS))
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES))
    options = parser.parse_args(arguments)
    started = time.monotonic()
    port = options.port or free_port()
    (FOLDER / "shots").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pictures.server", str(FOLDER / "home"), str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(  # noqa: S603 - our own module
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            if not line:
                print("The city could not be built.", file=sys.stderr)
                return 1
            ready = json.loads(line)
            print(f"City ready after {time.monotonic() - started:.0f} s on port {port}.", flush=True)
            wanted = [
                shot
                for shot in shots(ready["addresses"])
                if not options.only or shot.name.startswith(tuple(options.only))
            ]
            film = Film(f"http://127.0.0.1:{port}", ready["session"], options.widths, options.modes)
            taken = photograph(film, wanted)
        finally:
            server.terminate()
    (FOLDER / "index.html").write_text(contact.html(taken), encoding="utf-8")
    contact.sheets(taken, FOLDER)
    problems = report(taken)
    files = sum(bool(one.file) for one in taken)
    print(f"{files} pictures in {FOLDER} after {time.monotonic() - started:.0f} s.")
    return 1 if problems and options.strict else 0


def photograph(film: Film, wanted: list[Shot]) -> list[Taken]:
    """Two browsers share the list; the result is in its order."""
    shares = [wanted[number::BROWSERS] for number in range(BROWSERS)]
    with ProcessPoolExecutor(BROWSERS) as pool:
        tasks = [pool.submit(take, film, share, FOLDER / "shots") for share in shares if share]
        taken = [one for task in tasks for one in task.result()]
    order = {shot.name: place for place, shot in enumerate(wanted)}
    return sorted(taken, key=lambda one: order[one.name])


def report(taken: list[Taken]) -> list[str]:
    """Say what is missing or too wide, one line a page and reason."""
    lines = list(dict.fromkeys(f"{one.name}: {one.problem}" for one in taken if one.problem))
    for line in lines:
        print(line, file=sys.stderr)
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
