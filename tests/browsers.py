"""What every test in a real browser starts: a Chromium, and a server of the product's own files."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler

SYSTEM = Path("/usr/bin/chromium")
HEADLESS = ("--disable-gpu", "--disable-dev-shm-usage")


def launch(playwright: Any, *flags: str) -> Any:
    """The system's Chromium where there is one, Playwright's own elsewhere."""
    return playwright.chromium.launch(
        executable_path=str(SYSTEM) if SYSTEM.exists() else None,
        args=["--no-sandbox", *(flags or HEADLESS)],
    )


@contextmanager
def served() -> Iterator[int]:
    """The port on which the product answers; its threads may not ask the test's database."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler, connections_override={})
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()
