"""The keys by which push services know this installation (VAPID, RFC 8292)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LENGTH = 32


class BadKey(ValueError):
    """The private key of the settings cannot be read."""


def make_private() -> str:
    """A new private key: 32 bytes in base64url."""
    key = ec.generate_private_key(ec.SECP256R1())
    return _text(key.private_numbers().private_value.to_bytes(LENGTH, "big"))


@lru_cache(maxsize=4)
def public_of(private: str) -> str:
    """The public key that belongs to it, as browsers take it. Raises BadKey."""
    try:
        raw = urlsafe_b64decode(private + "=" * (-len(private) % 4))
        number = int.from_bytes(raw, "big") if len(raw) == LENGTH else 0
        # Nought is no key: the library says so.
        key = ec.derive_private_key(number, ec.SECP256R1())
    except ValueError:
        raise BadKey("KARAVAN_VAPID_KEY is no key: make one with `karavan vapid`") from None
    return _text(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
