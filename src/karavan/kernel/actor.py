"""Who does a thing: a signed-in person or the system itself."""

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Anything that can sign a journal line. People's ``User`` is one, :data:`SYSTEM` is another."""

    @property
    def pk(self) -> int | None: ...

    @property
    def is_system(self) -> bool: ...

    @property
    def is_active(self) -> bool: ...


@dataclass(frozen=True)
class System:
    """The platform acting on its own: imports, schedules, demonstration data."""

    label: str = "system"
    pk: int | None = None
    is_system: bool = True
    is_active: bool = True

    def __str__(self) -> str:
        return self.label


SYSTEM = System()
