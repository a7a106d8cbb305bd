"""Controls of Django's forms, written without its templates: the same HTML, many times faster.

Django renders a template for every control, for its attributes and for each option of a list; a form whose
lists have hundreds of options then takes longer than all else on its page. What has no function here is
rendered by its template.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]
"""The context ``widget`` that a widget of Django gives to its template."""


class Controls(DjangoTemplates):
    """The renderer of forms: ``FORM_RENDERER`` of the settings."""

    def render(self, template_name: str, context: Mapping[str, Any], request: Any = None) -> SafeString:
        """The HTML that the template would give."""
        drawn = DRAWN.get(template_name)
        if drawn is None:
            return mark_safe(super().render(template_name, dict(context), request))
        return mark_safe(drawn(self, context["widget"]))


def attributes(attrs: Mapping[str, Any]) -> str:
    """Attributes of an element, escaped; None and False are left out, True stands alone."""
    return "".join(
        f" {name}" if value is True else f' {name}="{_text(value)}"'
        for name, value in attrs.items()
        if value is not None and value is not False
    )


def _text(value: Any) -> str:
    if type(value) is str:
        return escape(value)
    return conditional_escape(value if isinstance(value, str) else str(value))


def _label(value: Any) -> str:
    return _text(value if isinstance(value, str) else localize(value))


def _input(_renderer: Controls, widget: Widget) -> str:
    shown = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    kind, name = _text(widget["type"]), _text(widget["name"])
    return f'<input type="{kind}" name="{name}"{shown}{attributes(widget["attrs"])}>'


def _textarea(_renderer: Controls, widget: Widget) -> str:
    # The first line break of a text area is not shown by browsers.
    shown = _label(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{attributes(widget["attrs"])}>\n{shown}</textarea>'


def _option(_renderer: Controls, widget: Widget) -> str:
    value, label = _text(widget["value"]), _label(widget["label"])
    return f'<option value="{value}"{attributes(widget["attrs"])}>{label}</option>'


def _select(renderer: Controls, widget: Widget) -> str:
    parts = [f'<select name="{_text(widget["name"])}"{attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{_label(group)}">')
        parts += [f"\n  {renderer.render(one['template_name'], {'widget': one})}" for one in options]
        if group:
            parts.append("\n  </optgroup>")
    parts.append("\n</select>")
    return "".join(parts)


def _choice(renderer: Controls, widget: Widget) -> str:
    drawn = _input(renderer, widget)
    if not widget.get("wrap_label"):
        return drawn
    stem = widget["attrs"].get("id")
    target = f' for="{_text(stem)}"' if stem else ""
    return f"<label{target}>{drawn} {_label(widget['label'])}</label>"


def _choices(renderer: Controls, widget: Widget) -> str:
    own = {name: widget["attrs"][name] for name in ("id", "class") if widget["attrs"].get(name)}
    parts = [f"<div{attributes(own)}>"]
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f"\n  <div><label>{_label(group)}</label>")
        parts += [
            f"<div>\n    {renderer.render(one['template_name'], {'widget': one})}</div>" for one in options
        ]
        if group:
            parts.append("\n  </div>")
    parts.append("\n</div>")
    return "".join(parts)


HOME: Final = "django/forms/widgets"
INPUTS: Final = (
    *("checkbox", "date", "datetime", "email", "file", "hidden", "number", "password"),
    *("text", "time", "url"),
)
DRAWN: Final[dict[str, Callable[[Controls, Widget], str]]] = {
    **{f"{HOME}/{name}.html": _input for name in INPUTS},
    f"{HOME}/textarea.html": _textarea,
    f"{HOME}/select.html": _select,
    f"{HOME}/select_option.html": _option,
    **{f"{HOME}/{name}.html": _choices for name in ("radio", "checkbox_select")},
    **{f"{HOME}/{name}.html": _choice for name in ("radio_option", "checkbox_option")},
}
"""What is written here, by the name of its template."""
