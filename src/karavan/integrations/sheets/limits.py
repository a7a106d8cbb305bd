"""How much a sheet may hold. Above these it is no list of an institution but a mistake or an attack."""

from typing import Final

MAX_BYTES: Final = 12 * 1024 * 1024
MAX_UNPACKED: Final = 160 * 1024 * 1024
MAX_PARTS: Final = 2_000
MAX_ROWS: Final = 20_000
"""Rows of data; a few more are allowed above them for titles and headings."""
HEADROOM: Final = 60
MAX_COLUMNS: Final = 200
MAX_TEXT: Final = 32_767
"""Characters of one cell, as the format itself limits them."""
