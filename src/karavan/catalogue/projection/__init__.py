"""From records to their public form: pure reading, no writing."""

from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2s
from pathlib import Path

from karavan.catalogue import facts


@dataclass(frozen=True)
class Projection:
    """Public form of one record: JSON by language, encoded facts, and of an event its sessions by id."""

    kind: str
    object_id: int
    cards: dict[str, bytes]
    details: dict[str, bytes]
    facts: bytes
    sessions: dict[int, dict[str, bytes]]

    @cached_property
    def digest(self) -> str:
        """Digest of everything public of the record."""
        digest = blake2s(digest_size=16)
        for lang in sorted(self.cards):
            digest.update(self.cards[lang])
            digest.update(self.details[lang])
        digest.update(self.facts)
        return digest.hexdigest()


@cache
def form() -> str:
    """Digest of the code that turns records into entries: entries of another form are to be built anew."""
    digest = blake2s(digest_size=16)
    for path in [*sorted(Path(__file__).parent.glob("*.py")), Path(facts.__file__)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()
