"""What set-up compiles is all there is to compile."""

import re
from pathlib import Path

from reach.command.compiling import ROOMS

SOURCE = Path(__file__).resolve().parents[2] / "src" / "reach"


def test_every_room_with_kernels_is_compiled_by_set_up():
    with_kernels = {
        file.relative_to(SOURCE).parts[0]
        for file in SOURCE.glob("*/**/*.py")
        if re.search(r"^@kernel", file.read_text(), re.MULTILINE)
    }
    assert with_kernels == set(ROOMS)
