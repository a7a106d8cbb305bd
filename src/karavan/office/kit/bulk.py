"""Actions with several rows of a list: what a screen declares.

Usage, in a screen::

    bulk = (
        BulkAction(
            "publish",
            _("Publish"),
            "send",
            run=lambda desk, event, values: actions.publish_event(actor=desk.actor, event=event),
            check=lambda desk, event, values: what_is_missing(event),
            says=lambda desk, event, values: _("Residents will see it."),
            undo=lambda desk, event, kept: actions.withdraw_event(actor=desk.actor, event=event, …),
        ),
    )

Whoever presses it chooses rows, fills in the form, sees for each row what will change or why it cannot,
confirms, and gets a result for each row. Every row is one transaction (:mod:`karavan.office.kit.runs`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise

from karavan.office.desk import Desk

Text = str | Promise
Values = Mapping[str, Any]
"""The cleaned values of the action's form; empty where it has none."""
Kept = Mapping[str, Any]
"""JSON-able: what undoing one row needs, such as the values that stood there before."""


def nothing_against(desk: Desk, record: Any, values: Values) -> str:
    """The check of an action that can be done with every row."""
    return ""


@dataclass(frozen=True)
class BulkAction:
    """One action with several rows.

    ``run(desk, record, values)`` does it with one row by calling one action of the room, and returns what
    undoing needs (a mapping; anything else is ignored). ``check`` says in a sentence why a row cannot, ""
    where it can; ``says`` what will change for it. ``form`` is a plain form, or one with ``for_desk(desk,
    data)``. ``undo(desk, record, kept)`` gets None for a record that is gone (it was thrown away).
    ``all_or_none``: one row that fails leaves all as they were. ``danger`` shows it in red and last.
    ``allowed`` hides it from those who never may.
    """

    key: str
    label: Text
    icon: str
    run: Callable[[Desk, Any, Values], Any]
    check: Callable[[Desk, Any, Values], str] = nothing_against
    says: Callable[[Desk, Any, Values], Text] | None = None
    form: type[forms.Form] | None = None
    undo: Callable[[Desk, Any, Kept], Any] | None = None
    all_or_none: bool = False
    danger: bool = False
    help: Text = ""
    allowed: Callable[[Desk], bool] | None = None

    def form_for(self, desk: Desk, data: Any = None) -> forms.Form | None:
        """The form, bound where there is data."""
        if self.form is None:
            return None
        made = getattr(self.form, "for_desk", None)
        form: forms.Form = made(desk, data) if made is not None else self.form(data, prefix="bulk")
        return form
