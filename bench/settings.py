"""The settings of an installation with two addresses more: constant answers through the same middleware."""

import os

from karavan.config import env
from karavan.config.settings import *  # noqa: F403
from karavan.config.settings import DATABASES, VAR

ROOT_URLCONF = "bench.urls"
RATE_LIMIT_PER_MINUTE = 0

if _source := os.environ.get("BENCH_SOURCE"):
    # Where bench.copying reads from.
    DATABASES["source"] = env.database(_source, default_file=VAR / "unused.sqlite3")
