"""Controls written without templates are those of Django."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from karavan.ui.controls import DRAWN, Controls

CHOICES = [
    ("", "—"),
    (1, "Да & нет"),
    ("a\"'<", mark_safe("<b>тут</b>")),
    ("Группа <1>", [("x", 7_000), (2, Decimal("1.5"))]),
]
ATTRS = {
    "id": "one",
    "class": 'wide "very"',
    "required": True,
    "hidden": False,
    "data-n": 1000,
    "title": mark_safe("a&amp;b"),
}
WIDGETS: dict[str, tuple[forms.Widget, list[Any]]] = {
    "text": (forms.TextInput(), [None, "", "«Караван» <i>&'\"", 1234567, mark_safe("&amp;")]),
    "number": (forms.NumberInput(), [None, 0, 1000]),
    "email": (forms.EmailInput(), ["a@example.org"]),
    "url": (forms.URLInput(), ["https://example.org/?a=1&b=2"]),
    "password": (forms.PasswordInput(), ["тайна"]),
    "hidden": (forms.HiddenInput(), ["1", None]),
    "date": (forms.DateInput(attrs={"type": "date"}), [None, "2026-12-12"]),
    "datetime": (forms.DateTimeInput(), [None, "2026-12-12 10:00"]),
    "time": (forms.TimeInput(), [None, "10:00"]),
    "file": (forms.FileInput(), [None]),
    "checkbox": (forms.CheckboxInput(), [None, True, False, "on"]),
    "textarea": (forms.Textarea({"rows": 3}), [None, "", "Строка\n<ещё> & одна", 0]),
    "select": (forms.Select(choices=CHOICES), [None, "", 1, "1", "a\"'<", "x", "нет такой"]),
    "many": (forms.SelectMultiple(choices=CHOICES), [[], [1, "x"]]),
    "radio": (forms.RadioSelect(choices=CHOICES), [None, 1, "x"]),
    "boxes": (forms.CheckboxSelectMultiple(choices=CHOICES), [None, [1, "x"]]),
}


def between(html: str) -> str:
    """Without the white space beside tags, which Django's files end in."""
    return re.sub(r"(?<=>)[ \n]+|[ \n]+(?=<)", "", html)


@pytest.mark.parametrize("name", WIDGETS)
@pytest.mark.parametrize("attrs", [None, ATTRS], ids=["plain", "attrs"])
def test_a_control_is_as_django_writes_it(name: str, attrs: dict[str, Any] | None) -> None:
    widget, values = WIDGETS[name]
    ours, theirs = Controls(), DjangoTemplates()
    for value in values:
        drawn = widget.render("имя<1>", value, attrs, renderer=ours)
        assert between(drawn) == between(widget.render("имя<1>", value, attrs, renderer=theirs))


def test_every_drawn_template_is_compared() -> None:
    used = {widget.template_name for widget, _values in WIDGETS.values()}
    options = {getattr(widget, "option_template_name", None) for widget, _values in WIDGETS.values()}
    assert (used | options) - {None} == DRAWN.keys()


def test_what_is_not_drawn_is_left_to_its_template() -> None:
    widget = forms.ClearableFileInput()
    drawn = widget.render("file", None, renderer=Controls())
    assert drawn == widget.render("file", None, renderer=DjangoTemplates())


def test_forms_are_drawn_by_it() -> None:
    class Asked(forms.Form):
        title = forms.CharField(initial="Вечер")

    form = Asked()
    assert type(form.renderer) is Controls
    assert str(form["title"]) == '<input type="text" name="title" value="Вечер" required id="id_title">'
