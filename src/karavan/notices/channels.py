"""What a channel is: one interface, filled from here (e-mail) and by the integrations (push, messengers).

An integration registers its sender in its ``apps.py``; one whose settings are missing says so by
``is_ready`` and is offered to nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from karavan.kernel.errors import KaravanError
from karavan.notices.enums import Channel


class Temporary(Exception):
    """The channel is away or busy: try again, after ``seconds`` where it said how long."""

    def __init__(self, message: str, seconds: float | None = None) -> None:
        self.seconds = seconds
        super().__init__(message)


class Permanent(Exception):
    """This message will never arrive. ``gone``: the address itself does not exist any more."""

    def __init__(self, message: str, *, gone: bool = False) -> None:
        self.gone = gone
        super().__init__(message)


class NotConnected(KaravanError):
    """A channel that this installation does not have."""


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of news in a message; ``url`` is absolute or ""."""

    title: str
    text: str
    url: str
    reason: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: one urgent notice, or the lines of a digest. Addresses are absolute.

    ``stop_url`` mutes without signing in: the topic, or everything where it is ""; ``settings_url`` is the
    page with all switches. ``more`` counts what a long digest leaves out.
    """

    title: str
    lines: Sequence[Line]
    url: str
    stop_url: str
    settings_url: str
    tag: str
    urgent: bool
    name: str = ""
    is_digest: bool = False
    topic: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class PushAddress:
    """A browser: where its push service is asked, and the keys that only it can read with."""

    endpoint: str
    p256dh: str
    auth: str


Address = str | PushAddress
"""An e-mail address, the number of a chat, or a browser."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the outside system calls the message; "" where it gives it no name."""

    reference: str = ""


class Sender(Protocol):
    """A channel that can be sent through."""

    @property
    def is_ready(self) -> bool:
        """Whether the installation has what it needs."""
        ...

    def send(self, address: Address, message: Message) -> Receipt:
        """Hand one message over. Raises Temporary or Permanent."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody wrote to a bot: the chat to answer in and the words."""

    address: str
    text: str


class Bot(Sender, Protocol):
    """A messenger: it also hears the codes that people send to connect it."""

    @property
    def name(self) -> str:
        """How the bot is called there."""
        ...

    def link(self, code: str) -> str:
        """An address that opens the bot and hands it the code."""
        ...

    def heard(self, mark: int) -> tuple[list[Heard], int]:
        """What was written since the mark, and the next mark. Raises Temporary or Permanent."""
        ...


_senders: dict[Channel, Any] = {}


def register(channel: Channel, sender: Sender) -> None:
    """Fill a channel; a later sender takes the place of an earlier one."""
    _senders[channel] = sender


def sender_of(channel: str) -> Sender:
    """The sender of a channel. Raises NotConnected."""
    found = _senders.get(Channel(channel))
    if found is None or not found.is_ready:
        raise NotConnected(channel)
    sender: Sender = found
    return sender


def bot_of(channel: str) -> Bot:
    """The bot of a messenger. Raises NotConnected."""
    bot: Any = sender_of(channel)
    found: Bot = bot
    return found


def ready() -> list[Channel]:
    """Channels beyond the office that this installation has, in their order."""
    return [channel for channel in Channel if channel in _senders and _senders[channel].is_ready]
