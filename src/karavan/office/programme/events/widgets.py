"""Controls of the editor, written without templates: a form has some hundred of them."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe

from karavan.ui.controls import attributes

Attrs = Mapping[str, Any]


class Line(forms.TextInput):
    """A field of one line."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The control."""
        shown = self.format_value(value)
        given = {"type": self.input_type, "name": name, **self.attrs, **(attrs or {})}
        return mark_safe(f"<input{attributes(given | ({'value': shown} if shown else {}))}>")


class Day(Line):
    """A date."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """As the browser wants it; what is no date as it was typed."""
        return value.isoformat() if hasattr(value, "isoformat") else super().format_value(value)


class Area(forms.Textarea):
    """A field of several lines."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The control."""
        given = {"name": name, **self.attrs, **(attrs or {})}
        # The first line break of a text area is not shown by browsers.
        return mark_safe(f"<textarea{attributes(given)}>\n{escape(str(value or ''))}</textarea>")


class Choice(forms.Select):
    """A list to choose from."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The control."""
        given = {"name": name, **self.attrs, **(attrs or {})}
        chosen = "" if value is None else str(value)
        return mark_safe(f"<select{attributes(given)}>{options(self.choices, chosen)}</select>")


class Offered:
    """Options of lists that stand on a page several times with something else chosen in each."""

    def __init__(self, choices: Iterable[Any]) -> None:
        self._drawn = {
            "" if value is None else str(value): options([(value, label)], None) for value, label in choices
        }
        self._whole = "".join(self._drawn.values())

    def marked(self, chosen: str) -> str:
        """All options, with the chosen one marked."""
        one = self._drawn.get(chosen)
        if one is None:
            return self._whole
        return self._whole.replace(one, one.replace(">", " selected>", 1), 1)


def options(choices: Iterable[Any], chosen: str | None) -> str:
    """Options of a list, or with a pair's second part a list a group of them."""
    found = []
    for value, label in choices:
        if isinstance(label, list | tuple):
            found.append(f'<optgroup label="{escape(str(value))}">{options(label, chosen)}</optgroup>')
            continue
        text = "" if value is None else str(value)
        mark = " selected" if text == chosen else ""
        found.append(f'<option value="{escape(text)}"{mark}>{escape(str(label))}</option>')
    return "".join(found)


class Chips(forms.RadioSelect):
    """One of several, as chips."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The controls."""
        chosen = "" if value is None else str(value)
        return chips("radio", name, self.choices, {chosen}, {**self.attrs, **(attrs or {})})


class ManyChips(forms.CheckboxSelectMultiple):
    """Any of several, as chips."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The controls."""
        chosen = {str(one) for one in value or ()}
        return chips("checkbox", name, self.choices, chosen, {**self.attrs, **(attrs or {})})


def chips(kind: str, name: str, choices: Iterable[Any], chosen: set[str], attrs: Attrs) -> SafeString:
    """Radio buttons or check boxes that look like chips."""
    base = attrs.get("id") or f"id_{name}"
    rest = attributes({key: one for key, one in attrs.items() if key not in ("id", "required")})
    found = []
    for number, (value, label) in enumerate(choices):
        text = "" if value is None else str(value)
        mark = " checked" if text in chosen else ""
        found.append(
            f'<label class="pickchip"><input type="{kind}" name="{name}" id="{base}_{number}" '
            f'value="{escape(text)}"{mark}{rest}><span>{escape(str(label))}</span></label>'
        )
    return mark_safe(f'<div class="pickchips">{"".join(found)}</div>')
