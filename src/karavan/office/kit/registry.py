"""Screens by their name: what runs later, in the worker, finds its screen here."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from karavan.office.kit.screen import CrudView

_screens: dict[str, "CrudView"] = {}


def register(screen: "CrudView") -> None:
    """Make a screen known; its addresses do."""
    _screens[screen.name] = screen


def screen_named(name: str) -> "CrudView | None":
    """The screen of that name."""
    if name not in _screens:
        # A worker answers no addresses and so has not made them.
        import_module("karavan.office.urls")
    return _screens.get(name)
