"""Typed reading of environment variables: the only place that touches ``os.environ``.

Every variable read here is listed in docs/reference/settings.md; a test compares the two.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlparse

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}


class BadSetting(ValueError):
    """A variable whose value cannot be understood; the message names it."""


def text(name: str, default: str = "") -> str:
    """Return the variable as it stands, or the default."""
    return os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    """Return a yes/no variable; anything that is neither raises :class:`BadSetting`."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise BadSetting(f"{name}={value!r}: expected yes or no")


def number(name: str, default: int) -> int:
    """Return a whole-number variable."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise BadSetting(f"{name}={value!r}: expected a whole number") from None


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without blanks."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def origin(address: str) -> list[str]:
    """Scheme and host of an address as a content security policy names them; empty for no address."""
    if not address:
        return []
    parts = urlparse(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc or "{" in parts.netloc:
        raise BadSetting(f"{address!r}: expected an address such as https://host/path")
    return [f"{parts.scheme}://{parts.netloc}"]


@dataclass(frozen=True)
class Mail:
    """How to reach a mail server."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail(url: str) -> Mail:
    """Turn a mail server's URL into Django's settings; "" is no server.

    ``smtp://user:password@host:587`` speaks STARTTLS, ``smtps://…:465`` TLS from the first byte,
    ``smtp+plain://host:25`` neither, for a server on the same machine.
    """
    if not url:
        return Mail()
    parts = urlparse(url)
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    if parts.scheme not in ports or not parts.hostname:
        raise BadSetting("KARAVAN_EMAIL_URL: expected smtp://, smtps:// or smtp+plain:// and a host")
    try:
        port = parts.port or ports[parts.scheme]
    except ValueError:
        raise BadSetting("KARAVAN_EMAIL_URL: the port is not a number") from None
    return Mail(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp",
        tls=parts.scheme == "smtps",
    )


def database(url: str, *, default_file: Path) -> dict[str, object]:
    """Turn a database URL into Django's settings.

    ``sqlite:///path/to/file`` or ``postgresql://user:password@host:port/name``. An empty URL means
    SQLite in ``default_file``.
    """
    if not url:
        url = f"sqlite:///{default_file}"
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        path = unquote(url.removeprefix("sqlite:///"))
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            # Opening the file and setting its PRAGMAs costs as much as answering a list.
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                    "PRAGMA cache_size=-2048; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise BadSetting(f"DATABASE_URL: scheme {parts.scheme!r} is not sqlite or postgresql")
