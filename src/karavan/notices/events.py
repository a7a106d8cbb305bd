from dataclasses import dataclass


@dataclass(frozen=True)
class DeliveriesDue:
    """There is something in the outbox that shall not wait for the next minute."""
