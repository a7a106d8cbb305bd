"""A picture stays chosen while the rest of its form is mended: browsers forget files with every answer.

A form that is refused keeps the picture in the drafts of the person and names it in a hidden field; sent
again without another one, the kept one is taken.
"""

from io import BytesIO
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from karavan.kernel.drafts.actions import forget_file, keep_file
from karavan.kernel.drafts.models import DraftFile
from karavan.kernel.drafts.queries import file_of
from karavan.kernel.uploads import MAX_PICTURE_BYTES, picture_type
from karavan.office.desk import Desk

KEPT: Final = "-kept"
"""After the name of a file's field: which kept file it is."""


class KeptFileInput(forms.ClearableFileInput):
    """Chooses a file; ``kept`` is the one chosen before, if any."""

    kept: DraftFile | None = None

    def use_required_attribute(self, initial: Any) -> bool:
        """A kept file is enough."""
        return self.kept is None and super().use_required_attribute(initial)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The control, and which file is kept."""
        drawn = super().render(name, value, attrs, renderer)
        if self.kept is None:
            return drawn
        told = _("Chosen: %(name)s. It is kept; choose another one to replace it.") % {"name": self.kept.name}
        line = '<input type="hidden" name="{}" value="{}"><p class="field__help">{}</p>'
        return mark_safe(drawn + format_html(line, name + KEPT, self.kept.key, told))


def files_of(desk: Desk, request: HttpRequest, *names: str) -> MultiValueDict[str, UploadedFile] | None:
    """The files sent, with those kept for fields that have none; None where no form was sent."""
    if request.method != "POST":
        return None
    found = request.FILES.copy()
    for name in names:
        kept = None if name in found else file_of(desk.actor, request.POST.get(name + KEPT, ""))
        if kept is not None:
            found[name] = SimpleUploadedFile(kept.name, bytes(kept.content), kept.content_type)
    return found


def keep_chosen(desk: Desk, request: HttpRequest, form: forms.Form, *names: str) -> None:
    """Keep pictures of a refused form; what is no picture, or too large, has to be chosen anew."""
    for name in names:
        widget, chosen = form.fields[name].widget, form.files.get(name)
        if not isinstance(widget, KeptFileInput) or chosen is None or name in form.errors:
            continue
        if name in request.FILES:
            widget.kept = _keep(desk, chosen)
        else:
            widget.kept = file_of(desk.actor, request.POST.get(name + KEPT, ""))


def _keep(desk: Desk, chosen: UploadedFile) -> DraftFile | None:
    chosen.seek(0)
    content = chosen.read(MAX_PICTURE_BYTES + 1)
    if len(content) > MAX_PICTURE_BYTES or picture_type(BytesIO(content)) is None:
        return None
    name, said = chosen.name or "", chosen.content_type or ""
    return keep_file(actor=desk.actor, name=name, content=content, content_type=said)


def forget_chosen(desk: Desk, request: HttpRequest, *names: str) -> None:
    """Forget what was kept for a form that is saved now."""
    for name in names:
        if key := request.POST.get(name + KEPT):
            forget_file(actor=desk.actor, key=key)
