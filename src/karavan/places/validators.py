from django.core.exceptions import ValidationError
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from karavan.kernel.uploads import MAX_PICTURE_BYTES, picture_type


def validate_picture(file: FieldFile) -> None:
    """Accept a JPEG, PNG or WebP of at most 8 MB, judged by its bytes."""
    if file.size > MAX_PICTURE_BYTES:
        raise ValidationError(_("The picture is larger than 8 MB. Save it smaller and try again."))
    if picture_type(file.file) is None:
        raise ValidationError(_("Only JPEG, PNG and WebP pictures can be shown."))
