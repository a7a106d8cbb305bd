import signal
import subprocess
import sys
import time

import pytest

PROGRAM = """
import sys
from karavan.config.supervise import Supervisor
commands = {name: [sys.executable, "-c", code] for name, code in zip(["one", "two"], sys.argv[1:])}
sys.exit(Supervisor(commands, lambda line: print(line, flush=True)).run())
"""
# Each line in one write: two children share the pipe, and print may write its end of line by itself.
SLEEP = "import os, time; os.write(1, b'up\\n'); time.sleep(60)"
CLEAN = (
    "import os, signal, sys, time\n"
    "signal.signal(signal.SIGTERM, lambda *a: (os.write(1, b'clean\\n'), sys.exit(0)))\n"
    "os.write(1, b'up\\n')\n"
    "time.sleep(60)"
)

pytestmark = pytest.mark.slow


def start(*codes: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", PROGRAM, *codes], text=True, stdout=subprocess.PIPE)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_both_cleanly(number):
    process = start(CLEAN, CLEAN)
    assert [process.stdout.readline() for _ in range(2)] == ["up\n", "up\n"]
    process.send_signal(number)
    out, _ = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, "clean\nclean\n")


@pytest.mark.parametrize(("code", "expected"), [("raise SystemExit(7)", 7), ("pass", 1)])
def test_the_end_of_one_stops_the_other(code, expected):
    started = time.monotonic()
    process = start(SLEEP, code)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == expected
    assert out.splitlines()[-1] == f"two ended with {expected if code != 'pass' else 0}; stopping the rest."
    assert time.monotonic() - started < 15
