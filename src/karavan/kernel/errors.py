"""Errors that every room raises and every face knows how to show."""

from collections.abc import Mapping


class KaravanError(Exception):
    """Base of all errors that are the user's business."""


class NotAllowed(KaravanError):
    """The actor may not do this; the message says what right is missing."""


class Invalid(KaravanError):
    """Input that breaks a rule.

    ``problems`` maps a field path (``"age_mark"``, ``"sessions.0.place"``, ``""`` for the whole) to the
    messages about it, so that a form, an import sheet and the API can each show them at their place.
    """

    def __init__(self, problems: Mapping[str, list[str]]) -> None:
        self.problems = {path: list(messages) for path, messages in problems.items()}
        super().__init__(
            "; ".join(f"{path or '*'}: {', '.join(found)}" for path, found in self.problems.items())
        )


class Conflict(KaravanError):
    """The record changed since it was read, or its state does not allow the step."""
