"""The speed of the reach engine beside its rivals, and whether both say the same: ``python -m bench.reach``.

All in one process and one thread, so that ratios are between equals; a case that uses more says so.
"""

import os

THREADS = ("OMP_NUM_THREADS", "RAYON_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

for name in THREADS:
    os.environ[name] = "1"  # libraries look once, when they are loaded
