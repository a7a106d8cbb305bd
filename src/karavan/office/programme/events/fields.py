"""Fields of the editor that Django has not: money in roubles, formatted text, a place."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from karavan.kernel.localtime import is_sensible
from karavan.kernel.marks import from_marks, to_marks
from karavan.kernel.money import kopecks, roubles
from karavan.kernel.pasting import tidy_pasted
from karavan.office.programme.events.widgets import Area, Day, Line


class RoublesField(forms.Field):
    """A price typed in roubles, kept in kopecks."""

    def __init__(self, **given: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(required=False, widget=Line(attrs), **given)

    def prepare_value(self, value: Any) -> Any:
        """Kopecks as roubles; what was typed as it was."""
        return roubles(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        """Kopecks."""
        text = str(value or "").replace("₽", "").replace("руб.", "").replace("руб", "").strip()
        if not text:
            return None
        try:
            found = kopecks(text)
        except ValueError:
            raise ValidationError(_("Write the price in roubles."), code="price") from None
        if found > 100_000_000:
            raise ValidationError(_("This price is too high. Write it in roubles."), code="price")
        return found


class DayField(forms.DateField):
    """A day of our times."""

    def __init__(self, **given: Any) -> None:
        super().__init__(widget=Day(), **given)

    def clean(self, value: Any) -> Any:
        """The day; None where nothing was typed."""
        found = super().clean(value)
        if found is not None and not is_sensible(found):
            raise ValidationError(_("Write the day as 12.12.2026."), code="day")
        return found


class FormattedWidget(Area):
    """A text with paragraphs, lists and links: typed with marks, or edited on the page by a script.

    ``<name>_as`` = ``html`` tells that the script sent HTML.
    """

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Clean HTML, whichever way it came."""
        text = str(data.get(name, "")).replace("\x00", "")
        return tidy_pasted(text) if data.get(f"{name}_as") == "html" else from_marks(text)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """The text with marks; the script takes the HTML beside it."""
        return super().render(name, to_marks(str(value or "")), attrs, renderer)


class FormattedField(forms.CharField):
    """Clean HTML. A text that was sent back as it was shown is the one that stood there."""

    def __init__(self, *, rows: int = 8, max_length: int = 50_000, **given: Any) -> None:
        widget = FormattedWidget({"rows": rows, "data-formatted": True})
        super().__init__(required=False, widget=widget, max_length=max_length, strip=True, **given)

    def kept(self, value: str, before: str) -> str:
        """The text as it stood where only its spelling in marks was sent back."""
        return before if before and value == from_marks(to_marks(before)) else value


class RecordField(forms.IntegerField):
    """The id of a record out of those a person may choose; what is not among them is refused."""

    def __init__(self, **given: Any) -> None:
        super().__init__(required=False, min_value=1, max_value=2**62, **given)
        self.allowed: Any = None
        """Says of an id whether it may be chosen; None: nobody has said."""

    def clean(self, value: Any) -> int | None:
        """The id."""
        found = super().clean(value)
        if found is not None and self.allowed is not None and not self.allowed(found):
            raise ValidationError(_("Choose from the list."), code="unknown")
        return found
