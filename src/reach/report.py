"""What was read, what was dropped and why: every reader keeps one and hands it on."""

from collections import Counter
from dataclasses import dataclass, field

EXAMPLES = 5


@dataclass
class Report:
    """Counts with a few examples of each, in the order in which they first came up.

    ``kept`` says what is there (``"stops": 1675``); ``dropped`` says what is not, by reason; ``changed`` what
    was mended. ``examples`` holds the first few of each reason, each naming file and row or an OSM id.
    """

    kept: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def keep(self, what: str, count: int = 1) -> None:
        self.kept[what] += count

    def drop(self, why: str, example: str = "", count: int = 1) -> None:
        self.dropped[why] += count
        self._example(why, example)

    def change(self, why: str, example: str = "", count: int = 1) -> None:
        self.changed[why] += count
        self._example(why, example)

    def add(self, other: "Report") -> None:
        """Take over what another reader reports."""
        self.kept += other.kept
        self.dropped += other.dropped
        self.changed += other.changed
        for why, examples in other.examples.items():
            for example in examples:
                self._example(why, example)

    def lines(self) -> list[str]:
        """The report as text, one finding a line, examples behind it."""
        told = [f"{what}: {count:,}" for what, count in self.kept.items()]
        for title, found in (("changed", self.changed), ("dropped", self.dropped)):
            for why, count in found.items():
                examples = "; ".join(self.examples.get(why, ()))
                told.append(f"{title} {count:,}: {why}" + (f" ({examples})" if examples else ""))
        return told

    def _example(self, why: str, example: str) -> None:
        if example and len(self.examples.setdefault(why, [])) < EXAMPLES:
            self.examples[why].append(example)
