"""``karavan up`` as a person starts it: served, worked, stopped."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

pytestmark = pytest.mark.slow
KARAVAN = (sys.executable, "-m", "karavan.config.command")


@pytest.fixture
def environment(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KARAVAN_")}
    return clean | {
        "DJANGO_SETTINGS_MODULE": "karavan.config.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'up.sqlite3'}",
        "KARAVAN_DEMO": "1",
        "KARAVAN_VAR": str(tmp_path),
        "KARAVAN_PORT": str(port),
    }


def get(environment: dict[str, str], path: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(
            f"http://127.0.0.1:{environment['KARAVAN_PORT']}{path}", timeout=5
        ) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_up_serves_works_and_stops_cleanly(environment, tmp_path):
    for command in (["migrate", "-v0"], ["rebuild", "catalogue"]):
        subprocess.run([*KARAVAN, *command], env=environment, check=True, capture_output=True)
    log = (tmp_path / "log").open("w+")
    process = subprocess.Popen([*KARAVAN, "up"], env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + 30
        status = 0
        while status != 200:
            assert time.monotonic() < deadline, (tmp_path / "log").read_text()
            time.sleep(0.1)
            try:
                status, body = get(environment, "/health/ready")
            except OSError:
                continue
        assert json.loads(body) == {"status": "ready"}
        worked = False
        while not worked:
            assert time.monotonic() < deadline, "no task was worked"
            worked = b"karavan_tasks_ready 0\n" in get(environment, "/metrics")[1]
            time.sleep(0.1)
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(30)
        log.close()
    lines = (tmp_path / "log").read_text().splitlines()
    assert code == 0, lines
    assert f"Karavan, Челябинск: http://127.0.0.1:{environment['KARAVAN_PORT']}" in lines
    assert lines[-1] == "Stopped."


def test_a_taken_port_ends_both_with_an_error(environment):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environment["KARAVAN_PORT"])))
        taken.listen()
        subprocess.run([*KARAVAN, "migrate", "-v0"], env=environment, check=True, capture_output=True)
        done = subprocess.run(
            [*KARAVAN, "up"], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 1
    assert "server ended with 1; stopping the rest." in done.stdout
