"""Finds every message that code and templates ask gettext for."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import template as django_template

# Name of the function → positions of context, singular and plural among its arguments.
_FORMS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
_CALL = re.compile(r"\b(?:n?p?gettext(?:_lazy|_noop)?|_)\(")


@dataclass(frozen=True, slots=True)
class Message:
    """A message in the source: its key and where it stands."""

    context: str | None
    text: str
    plural: str | None
    place: str

    @property
    def key(self) -> tuple[str | None, str]:
        """What gettext looks it up by."""
        return self.context, self.text


def _messages(tree: ast.AST, place: str, offset: int = 0) -> Iterator[Message]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        form = _FORMS.get(name)
        if form is None:
            continue
        words = [_constant(node.args, position) for position in form]
        context, text, plural = words
        if text:
            yield Message(context, text, plural, f"{place}:{node.lineno + offset}")


def _constant(arguments: list[ast.expr], position: int | None) -> str | None:
    if position is None or position >= len(arguments):
        return None
    argument = arguments[position]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def from_python(text: str, place: str) -> list[Message]:
    """Messages of a Python source."""
    return list(_messages(ast.parse(text), place))


def from_template(text: str, place: str) -> list[Message]:
    """Messages of a Django template: ``translate``, ``blocktranslate`` and ``_("…")`` in tags."""
    found: list[Message] = []
    source = django_template.templatize(text)
    for match in _CALL.finditer(source):
        expression = _call_at(source, match.start())
        if expression is not None:
            line = source.count("\n", 0, match.start())
            found += _messages(expression, place, line)
    return found


def _call_at(source: str, start: int) -> ast.Expression | None:
    """The shortest call that parses from here on; templatize leaves anything else around it."""
    end = source.find(")", start)
    while end != -1:
        try:
            return ast.parse(source[start : end + 1], mode="eval")
        except SyntaxError:
            end = source.find(")", end + 1)
    return None


def extract(source: Path) -> list[Message]:
    """All messages of the Python files and templates below the folder."""
    found = []
    for file in sorted(source.rglob("*.py")):
        if "migrations" not in file.parts:
            found += from_python(file.read_text(encoding="utf-8"), str(file.relative_to(source)))
    for folder in sorted(source.rglob("templates")):
        for file in sorted(folder.rglob("*.*")):
            if file.is_file():
                found += from_template(file.read_text(encoding="utf-8"), str(file.relative_to(source)))
    return found
