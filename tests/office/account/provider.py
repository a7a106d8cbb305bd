"""A small OpenID Connect provider on this machine, with real keys: what the tests sign in by."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "karavan-office", "a secret of the provider"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """Who would sign in there now, and what the provider does wrong."""

    address: str = ""
    key: Any = field(default_factory=new_key)
    published: Any = None
    """The key that it shows; its own unless told otherwise."""
    claims: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] | None = None
    """User data, where it differs from the token."""
    begun: dict[str, dict[str, str]] = field(default_factory=dict)

    def token(self) -> str:
        now = int(time.time())
        body = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, **self.claims}
        return jwt.encode(body, self.key, algorithm="RS256", headers={"kid": "1"})

    def agree(self, location: str) -> str:
        """What a person does there: agrees; the query that they come back with."""
        asked = {name: values[0] for name, values in parse_qs(urlparse(location).query).items()}
        code = f"code-{len(self.begun)}"
        self.begun[code] = asked
        return f"?code={code}&state={asked['state']}"


class _Pages(BaseHTTPRequestHandler):
    provider: Provider

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        one = self.provider
        if self.path == "/.well-known/openid-configuration":
            pages = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            found = {f"{name}_endpoint": f"{one.address}/{path}" for name, path in pages.items()}
            self._answer(200, {"issuer": one.address, "jwks_uri": f"{one.address}/keys", **found})
        elif self.path == "/keys":
            public = (one.published or one.key).public_key()
            shown = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(public))
            self._answer(200, {"keys": [{**shown, "kid": "1", "alg": "RS256", "use": "sig"}]})
        elif self.path == "/userinfo" and self.headers["Authorization"] == "Bearer access":
            self._answer(200, one.claims if one.told is None else one.told)
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        one = self.provider
        length = int(self.headers["Content-Length"])
        given = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        asked = one.begun.pop(given.get("code", ""), None)
        verifier = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if (
            asked is None
            or given.get("client_secret") != SECRET
            or asked.get("code_challenge") != challenge
            or asked["redirect_uri"] != given.get("redirect_uri")
        ):
            self._answer(400, {"error": "invalid_grant"})
            return
        self._answer(200, {"access_token": "access", "token_type": "Bearer", "id_token": one.token()})

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Pages", (_Pages,), {"provider": provider}))
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
