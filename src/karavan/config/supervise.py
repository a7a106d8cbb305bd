"""Several processes as one: all run, or all are stopped."""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

GRACE_SECONDS = 25.0


class Supervisor:
    """Starts commands, hands signals on and ends the rest when one ends.

    Nothing is started again: who watches over this process shall learn of the death.
    """

    def __init__(self, commands: Mapping[str, Sequence[str]], say: Callable[[str], None]) -> None:
        self._commands = commands
        self._say = say
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._asked_to_stop = False

    def run(self) -> int:
        """Return the exit code: 0 after a signal and a clean end of all, else the first bad one."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        for name, command in self._commands.items():
            # A session of its own: Ctrl+C reaches the children through this process only, and once.
            self._processes[name] = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - ours
        first = self._wait_for_first()
        code = 0
        if first is not None and not self._asked_to_stop:
            code = self._processes[first].returncode or 1
            self._say(f"{first} ended with {self._processes[first].returncode}; stopping the rest.")
        codes = self._stop_all()
        bad = [found for found in codes if found not in (0, -signal.SIGTERM)]
        return code or (abs(bad[0]) if bad else 0)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop = True

    def _wait_for_first(self) -> str | None:
        while not self._asked_to_stop:
            for name, process in self._processes.items():
                if process.poll() is not None:
                    return name
            time.sleep(0.1)
        return None

    def _stop_all(self) -> list[int]:
        for process in self._processes.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for name, process in self._processes.items():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._say(f"{name} does not stop; killed.")
                process.kill()
                process.wait()
        return [process.returncode for process in self._processes.values()]
