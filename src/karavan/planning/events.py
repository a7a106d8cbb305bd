from dataclasses import dataclass


@dataclass(frozen=True)
class HoldChanged:
    """A hold was made, changed, confirmed, released, or its time is over.

    Holds that follow the dates of an event are not told of: ``EventChanged`` says so already.
    """

    hold_id: int


@dataclass(frozen=True)
class DiaryChanged:
    """A plan of the diary was written down, changed, moved, dropped, removed, or became an event."""

    entry_id: int


@dataclass(frozen=True)
class DisclosureChanged:
    """An organisation opened the name of its plan to another one, or closed it again."""

    disclosure_id: int
