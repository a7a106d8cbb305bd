"""What goes wrong, said so that the one who brought the data can mend it."""

from pathlib import Path


class ReachError(Exception):
    """Anything the engine refuses; the message says what to do next."""


class BadInput(ReachError):
    """Data that cannot be used.

    ``file`` and ``row`` (1 for the first line of a text file, its header) stand in the message where they are
    known.
    """

    def __init__(self, message: str, *, file: str | Path | None = None, row: int | None = None) -> None:
        self.file = None if file is None else str(file)
        self.row = row
        where = "" if self.file is None else self.file
        if row is not None:
            where += f", row {row}" if where else f"row {row}"
        super().__init__(f"{where}: {message}" if where else message)


class NotProved(ReachError):
    """An answer claims more than its certificate holds."""
