"""Pictures of places, and what makes a place heritage."""

from hashlib import sha256
from io import BytesIO
from typing import Final

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile

from karavan.kernel.actions import action
from karavan.kernel.actor import Actor
from karavan.kernel.errors import Invalid
from karavan.kernel.trash.actions import restore, throw_away
from karavan.kernel.trash.models import TrashedRecord
from karavan.kernel.uploads import MAX_PICTURE_BYTES, picture_type
from karavan.kernel.validation import check, plain_values, problems_of, require
from karavan.places.actions._common import line, lock, news_of, require_place
from karavan.places.models import HeritagePassport, Place, PlacePhoto
from karavan.places.validators import validate_register_number

_SUFFIXES: Final = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@action
def add_photo(
    *,
    actor: Actor,
    place: Place,
    image: File[bytes],
    alt: str,
    author: str,
    source: str,
    rights: str,
    is_demo: bool = False,
) -> PlacePhoto:
    """Add a picture behind those already there: JPEG, PNG or WebP up to 8 MB, with author, source and rights.

    Stored under a name made of its content, whatever it was called. Raises Invalid by field.
    """
    require_place(actor, place)
    fields = {"alt": alt, "author": author, "source": source}
    values = plain_values(fields, set(fields))
    require(**values)
    content = image.read(MAX_PICTURE_BYTES + 1)
    suffix = _SUFFIXES.get(picture_type(BytesIO(content)) or "", "bin")
    last = PlacePhoto.objects.filter(place=place).order_by("-position").first()
    photo = PlacePhoto(
        place=place,
        image=ContentFile(content, name=f"{sha256(content).hexdigest()[:24]}.{suffix}"),
        rights=rights,
        is_demo=is_demo,
        position=0 if last is None else last.position + 1,
        **values,
    )
    check(photo)
    photo.save()
    line(actor, "place.photo_added", place, after={"photo": photo.pk, "author": photo.author})
    news_of(place)
    return photo


@action
def remove_photo(*, actor: Actor, photo: PlacePhoto, reason: str = "") -> TrashedRecord:
    """Put a picture into the trash; after thirty days it goes for good with its file.

    It is never kept longer: somebody may have had no right to show it.
    """
    place = photo.place
    require_place(actor, place)
    trashed = throw_away(
        actor=actor,
        subject=photo,
        organisation_id=place.organisation_id,
        title=f"{photo.alt} · {place}",
        reason=reason,
    )
    line(actor, "place.photo_removed", place, before={"photo": photo.pk, "author": photo.author})
    news_of(place)
    return trashed


@action
def restore_photo(*, actor: Actor, trashed: TrashedRecord) -> PlacePhoto:
    """Take a picture back out of the trash. Raises Conflict where something is in the way."""
    photo = restore(actor=actor, trashed=trashed, kind=PlacePhoto)
    place = photo.place
    require_place(actor, place)
    line(actor, "place.photo_restored", place, after={"photo": photo.pk, "author": photo.author})
    news_of(place)
    return photo


@action
def set_heritage(
    *, actor: Actor, place: Place, protection: str = "", register_number: str = "", built: str = ""
) -> HeritagePassport:
    """Record protection, number in the state register (15 digits or empty) and years of building.

    Raises Invalid by field.
    """
    require_place(actor, place)
    fields = {"protection": protection, "register_number": register_number, "built": built}
    values = plain_values(fields, set(fields))
    try:
        validate_register_number(values["register_number"])
    except ValidationError as error:
        raise Invalid({"register_number": problems_of(error)[""]}) from None
    lock(place)
    passport = HeritagePassport.objects.filter(place=place).first() or HeritagePassport(place=place)
    for key, value in values.items():
        setattr(passport, key, value)
    check(passport)
    passport.save()
    line(actor, "place.heritage_set", place, after=values)
    news_of(place)
    return passport
