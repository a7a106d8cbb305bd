"""Writing files that other processes may read at the same moment."""

import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file so that it appears whole or not at all; its folder must be there.

    Several processes may write it at once. What cannot be written leaves nothing behind.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        part = Path(file.name)
        try:
            file.write(content)
            file.close()
            part.chmod(0o644)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return path
