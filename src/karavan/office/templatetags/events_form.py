"""Fields of the editor of events: the markup of ``ui/parts/field.html``, written without a template."""

from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from karavan.ui import icons

register = template.Library()


@register.simple_tag
def ask(field: Any, help_text: str = "", label: str = "", bare: bool = False) -> SafeString:
    """A field with its label, help and error tied together; ``bare``: the label is for screen readers."""
    widget = field.field.widget
    group = bool(getattr(widget, "use_fieldset", False))
    stem = field.auto_id
    described = [f"{stem}_help"] if help_text else []
    described += [f"{stem}_error"] if field.errors else []
    attrs: dict[str, Any] = {"aria-describedby": " ".join(described)} if described and not group else {}
    if field.errors and not group:
        attrs["aria-invalid"] = "true"
    told = f' aria-describedby="{" ".join(described)}"' if described and group else ""
    outer, inner = ("fieldset", "legend") if group else ("div", "label")
    target = "" if group else f' for="{stem}"'
    hidden = " vh" if bare else ""
    bad = " field--bad" if field.errors else ""
    parts = [
        f'<{outer}{told} class="field{bad}" id="{stem}-field">',
        f'<{inner}{target} class="field__label{hidden}">{escape(str(label or field.label))}</{inner}>',
    ]
    if help_text:
        parts.append(f'<p class="field__help" id="{stem}_help">{escape(help_text)}</p>')
    if field.errors:
        words = escape(" ".join(field.errors))
        mark = icons.icon_svg("circle-alert")
        parts.append(f'<p class="field__error" id="{stem}_error">{mark}<span>{words}</span></p>')
    parts += [str(field.as_widget(attrs=attrs)), f"</{outer}>"]
    return mark_safe("".join(parts))


@register.simple_tag
def fault(field: Any) -> SafeString:
    """The error of a list as a whole; those of its rows stand at the rows."""
    if not field.errors or getattr(field.form, "row_errors", {}).get(field.name):
        return mark_safe("")
    words = escape(" ".join(field.errors))
    return mark_safe(f'<p class="field__error">{icons.icon_svg("circle-alert")}<span>{words}</span></p>')


@register.simple_tag
def translated(form: Any, code: str) -> SafeString:
    """The fields of one language."""
    return mark_safe("".join(ask(form[f"{code}_{name}"]) for name in ("title", "summary", "text")))


@register.simple_tag
def more_rows(name: str, label: str) -> SafeString:
    """A button that adds rows to a list."""
    words = escape(label or _("One more"))
    return mark_safe(
        f'<button class="addrow" type="submit" name="do" value="more:{name}" data-more="{name}" '
        f"formnovalidate>{icons.icon_svg('plus')}{words}</button>"
    )
