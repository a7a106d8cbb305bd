"""Small statistics of measured times."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Spread:
    """A figure measured several times: median, least and most."""

    middle: float
    least: float
    most: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> "Spread":
        """Of at least one figure."""
        return cls(median(figures), min(figures), max(figures))


def percentile(figures: Sequence[float], share: float) -> float:
    """The figure that ``share`` of the sorted figures do not exceed."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass
class Measure:
    """What one case costs. Times are milliseconds; ``cpu`` holds a mean for every round.

    ``size`` is bytes of the answer's body, ``gzipped`` those where the client accepts gzip. ``status``
    tells an answer that was not as expected, and then nothing else counts.
    """

    name: str
    status: int
    expected: int
    cpu: list[float] = field(default_factory=list)
    latency: list[float] = field(default_factory=list)
    rate: float = 0.0
    queries: int = 0
    size: int = 0
    gzipped: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether the address answered as it should."""
        return self.status == self.expected and bool(self.cpu)

    def summary(self) -> dict[str, Any]:
        """As plain values; the latencies are reduced to percentiles."""
        fields = asdict(self)
        latency = fields.pop("latency")
        fields["p50"] = percentile(latency, 0.5) if latency else None
        fields["p95"] = percentile(latency, 0.95) if latency else None
        fields["spread"] = asdict(Spread.of(self.cpu)) if self.is_sound else None
        return fields
