"""What tests of signing in share: the forms filled in, letters read, a passkey made of software."""

import hashlib
import json
import re
import struct
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from fido2 import cbor
from fido2.cose import ES256

SIGN_IN = "/office/sign-in/"
CODE = "/office/sign-in/code/"
FACTOR = "/office/sign-in/factor/"
PASSKEY = "/office/sign-in/passkey/"
ACCOUNT = "/office/account/"
PASSWORD = "a long enough password"


def by_password(client, email, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"email": email, "password": password, **more})


def ask_code(client, email, **more):
    return client.post(SIGN_IN, {"email": email, "way": "code", **more})


def code_of(letter) -> str:
    return re.search(r"\b\d{4}-\d{4}\b", letter.body)[0]


def by_code(client, email, **more):
    """Asks for a code and types it in."""
    before = len(mail.outbox)
    asked = ask_code(client, email, **more)
    assert (asked.status_code, asked["Location"].split("?")[0]) == (302, CODE)
    return client.post(asked["Location"], {"code": code_of(mail.outbox[before]), **more})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def app_code(secret: str, steps: int = 0) -> str:
    """What an app shows now, or some half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


@dataclass
class SoftKey:
    """A passkey: answers what a device would, signed as a device signs (WebAuthn, ES256, no attestation)."""

    origin: str = "https://testserver"
    domain: str = "testserver"
    credential: bytes = b"soft-key-of-the-tests"
    user: bytes = b""
    verified: bool = True
    count: int = 0
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _data(self, extra: bytes = b"", flag: int = 0) -> bytes:
        self.count += 1
        flags = 0x01 | (0x04 if self.verified else 0) | flag
        return hashlib.sha256(self.domain.encode()).digest() + struct.pack(">BI", flags, self.count) + extra

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def make(self, options: dict[str, Any]) -> str:
        """The answer to the options of a new passkey."""
        asked = options["publicKey"]
        padded = asked["user"]["id"]
        self.user = padded.encode()
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        inner = b"\0" * 16 + struct.pack(">H", len(self.credential)) + self.credential + public
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(inner, 0x40)}
        return json.dumps(
            {
                "id": _text(self.credential),
                "rawId": _text(self.credential),
                "type": "public-key",
                "clientExtensionResults": {"credProps": {"rk": True}},
                "response": {
                    "clientDataJSON": _text(self._client("webauthn.create", asked["challenge"])),
                    "attestationObject": _text(cbor.encode(attestation)),
                    "transports": ["internal"],
                },
            }
        )

    def prove(self, options: dict[str, Any]) -> str:
        """The answer to the options of signing in."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        data = self._data()
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return json.dumps(
            {
                "id": _text(self.credential),
                "rawId": _text(self.credential),
                "type": "public-key",
                "clientExtensionResults": {},
                "response": {
                    "clientDataJSON": _text(client),
                    "authenticatorData": _text(data),
                    "signature": _text(signature),
                    "userHandle": self.user.decode(),
                },
            }
        )
