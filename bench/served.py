"""Measures the same addresses over HTTP, served by granian as an installation is."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psutil

from bench.cases import Case
from bench.samples import Measure
from karavan.config.serving import Serving

ROUNDS = 3
REQUESTS = 96
CLIENTS = 4
START_SECONDS = 60


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A running granian with one worker."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, start_ms: float) -> None:
        self.port = port
        self.start_ms = start_ms
        self._main = psutil.Process(process.pid)
        self.worker = max(self._main.children(recursive=True), key=lambda child: child.memory_info().rss)

    def cpu(self) -> float:
        """Seconds of CPU used so far by all processes of the server."""
        times = [process.cpu_times() for process in (self._main, *self._main.children(recursive=True))]
        return float(sum(item.user + item.system for item in times))

    def memory(self) -> dict[str, float]:
        """What the worker holds, megabytes."""
        info = self.worker.memory_full_info()
        return {"uss_mb": info.uss / 1e6, "rss_mb": info.rss / 1e6}


@contextmanager
def serving(env: Mapping[str, str]) -> Iterator[Server]:
    """Start a server for a while; it is ended by its own id."""
    port = free_port()
    start = time.perf_counter()
    process = subprocess.Popen(Serving(port=port).command(), env=dict(env), stdout=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield Server(process, port, (time.perf_counter() - start) * 1000)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait for the first list."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            if Link(port).ask("/api/v1/events")[0] == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"no answer within {START_SECONDS} s")


class Link:
    """A client's connection, kept open."""

    def __init__(self, port: int) -> None:
        self._link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, address: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes, str]:
        """Status, body and ETag of one answer."""
        self._link.request("GET", address, headers=dict(headers or {}))
        answer = self._link.getresponse()
        return answer.status, answer.read(), answer.headers.get("ETag", "")

    def close(self) -> None:
        """End the connection."""
        self._link.close()


def measure(server: Server, all_cases: Sequence[Case]) -> list[dict[str, Any]]:
    """The same cases as in one process."""
    link = Link(server.port)
    found: list[Measure] = []
    for case in all_cases:
        status, body, _ = link.ask(case.addresses[0], case.headers(link.ask)[0])
        found.append(Measure(case.name, status, case.expected, size=len(body)))
    for _ in range(ROUNDS):
        for case, item in zip(all_cases, found, strict=True):
            if item.status == case.expected:
                _round(server, link, case, item)
    for case, item in zip(all_cases, found, strict=True):
        if item.status == case.expected:
            item.rate = _rate(server.port, case, case.headers(link.ask))
    link.close()
    return [item.summary() for item in found]


def _round(server: Server, link: Link, case: Case, found: Measure) -> None:
    sent = case.headers(link.ask)
    before = server.cpu()
    for number in range(REQUESTS):
        which = number % len(sent)
        start = time.perf_counter()
        link.ask(case.addresses[which], sent[which])
        found.latency.append((time.perf_counter() - start) * 1000)
    found.cpu.append((server.cpu() - before) * 1000 / REQUESTS)


def _rate(port: int, case: Case, sent: Sequence[Mapping[str, str]]) -> float:
    """Requests a second with four clients, which share the machine with the server."""

    def client(first: int) -> None:
        link = Link(port)
        for number in range(first, REQUESTS, CLIENTS):
            which = number % len(sent)
            link.ask(case.addresses[which], sent[which])
        link.close()

    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(client, range(CLIENTS)))
    return REQUESTS / (time.perf_counter() - start)


def run(env: Mapping[str, str], told: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Serve, measure, end."""
    with serving({**os.environ, **env}) as server:
        cases = measure(server, [Case(**case) for case in told])
        return {"cases": cases, "memory": server.memory(), "start_ms": server.start_ms}
