"""How the server is started: granian with WSGI threads (docs/adr/0007-granian-wsgi-threads.md)."""

import sys
from dataclasses import dataclass

APPLICATION = "karavan.config.wsgi:application"


@dataclass(frozen=True, slots=True)
class Serving:
    """Where and how wide to serve."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    threads: int = 4

    def command(self) -> list[str]:
        """The command line of granian.

        ``backpressure`` is how many requests a worker takes off the socket at a time: its threads and a
        short queue before them. The rest waits in the kernel's backlog, where a stopping worker does not
        lose it. A worker that dies ends the server, so that the supervisor sees it.
        """
        return [
            sys.executable, "-m", "granian", APPLICATION,
            "--interface", "wsgi",
            "--host", self.host,
            "--port", str(self.port),
            "--workers", str(self.workers),
            "--blocking-threads", str(self.threads),
            # An idle thread keeps its database connection as long as it lives.
            "--blocking-threads-idle-timeout", "600",
            "--backpressure", str(self.threads * 8),
            "--workers-kill-timeout", "20",
            "--http", "1",
            "--no-ws",
            "--log-level", "warning",
            "--no-access-log",
        ]  # fmt: skip
