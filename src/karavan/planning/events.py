from dataclasses import dataclass


@dataclass(frozen=True)
class HoldChanged:
    """A hold was made, changed, confirmed, released, or its time is over.

    Holds that follow the dates of an event are not told of: ``EventChanged`` says so already.
    """

    hold_id: int
