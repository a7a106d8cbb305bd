import re
from collections.abc import Sequence
from datetime import time
from math import isfinite

from django.core.exceptions import ValidationError
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from karavan.kernel.uploads import MAX_PICTURE_BYTES, picture_type

_REGISTER_NUMBER = re.compile(r"[0-9]{15}", re.ASCII)


def validate_picture(file: FieldFile) -> None:
    """Accept a JPEG, PNG or WebP of at most 8 MB, judged by its bytes."""
    if file.size > MAX_PICTURE_BYTES:
        raise ValidationError(_("The picture is larger than 8 MB. Save it smaller and try again."))
    found = picture_type(file.file)
    if file._committed:  # type: ignore[attr-defined]
        # A stored file was opened to be judged; one that is just uploaded is still to be stored.
        file.close()
    if found is None:
        raise ValidationError(_("Only JPEG, PNG and WebP pictures can be shown."))


def validate_register_number(number: str) -> None:
    """Accept nothing, or the 15 digits of the state register of cultural heritage (ЕГРОКН)."""
    if number and not _REGISTER_NUMBER.fullmatch(number):
        raise ValidationError(_("A number of the heritage register has 15 digits."))


def validate_coordinates(lat: float | None, lon: float | None) -> None:
    """Accept both degrees or none: latitude −90 … 90, longitude −180 … 180."""
    if (lat is None) != (lon is None):
        raise ValidationError(_("Give both latitude and longitude, or neither."))
    if lat is None or lon is None:
        return
    if not (isfinite(lat) and isfinite(lon) and -90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValidationError(_("There is no such point on Earth: latitude first, then longitude."))


def validate_week(rows: Sequence[tuple[int, time, time]]) -> dict[str, list[str]]:
    """Problems of weekly rows (weekday, opens, closes) by path ``rows.<index>``; empty where all is well."""
    problems: dict[str, list[str]] = {}
    for index, (weekday, opens, closes) in enumerate(rows):
        found = []
        if not 0 <= weekday <= 6:
            found.append(_("A weekday is a number from 0, Monday, to 6, Sunday."))
        if not opens < closes:
            found.append(_("The place must open before it closes."))
        elif any(
            weekday == day and opens < other_closes and other_opens < closes
            for day, other_opens, other_closes in rows[:index]
        ):
            found.append(_("These hours overlap with others of the same day."))
        if found:
            problems[f"rows.{index}"] = [str(message) for message in found]
    return problems
