"""The peak of memory of this process."""

import resource
import sys


def peak_mb() -> float:
    """Megabytes of the largest resident set so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6
