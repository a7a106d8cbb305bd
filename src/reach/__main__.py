"""``python -m reach``."""

import sys

from reach.command import main

if __name__ == "__main__":
    sys.exit(main())
