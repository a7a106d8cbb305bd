"""The bot API of the messenger MAX: send a message, hear the codes that people send. Off without a token.

Its host has a certificate of the Russian state's authority, which most systems do not trust by themselves:
``KARAVAN_MAX_CA`` names the file with that authority's certificate.
"""

from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings

from karavan.integrations.calling import call, refuse
from karavan.notices.channels import Address, Heard, Message, Receipt, Temporary
from karavan.notices.composing import marked

LIMIT: Final = 4000
"""Characters of a message."""
UNAUTHORISED: Final = 401
GONE: Final = frozenset({"chat.denied", "chat.not.found", "dialog.not.found", "user.not.found"})


class Max:
    """A bot, named by the settings."""

    @property
    def is_ready(self) -> bool:
        """Whether the bot and its token are set."""
        return bool(settings.MAX_TOKEN and settings.MAX_BOT)

    @property
    def name(self) -> str:
        """The bot's user name."""
        return str(settings.MAX_BOT)

    def link(self, code: str) -> str:
        """Opens the dialogue with the bot and hands it the code."""
        return f"https://max.ru/{self.name}?{urlencode({'start': code})}"

    def send(self, address: Address, message: Message) -> Receipt:
        """Send one message to a user. Raises Temporary or Permanent; who stopped the bot is gone."""
        body = {"text": marked(message, LIMIT), "format": "html", "notify": message.urgent}
        params = {"user_id": address, "disable_link_preview": "true"}
        answer = self._ask("POST", "/messages", params=params, json=body)
        return Receipt(str(((answer.get("message") or {}).get("body") or {}).get("mid", "")))

    def heard(self, mark: int) -> tuple[list[Heard], int]:
        """What people wrote, and with which code they opened the bot, since the mark."""
        params: dict[str, Any] = {"timeout": 0, "limit": 100, "types": "bot_started,message_created"}
        answer = self._ask("GET", "/updates", params=params | ({"marker": mark} if mark else {}))
        heard = []
        for update in answer.get("updates") or []:
            if update.get("update_type") == "bot_started":
                user, text = update.get("user") or {}, update.get("payload")
            else:
                said = update.get("message") or {}
                user, text = said.get("sender") or {}, (said.get("body") or {}).get("text")
            if user.get("user_id") and text and not user.get("is_bot"):
                heard.append(Heard(str(user["user_id"]), str(text)))
        marker = answer.get("marker")
        return heard, marker if isinstance(marker, int) else mark

    def _ask(self, method: str, path: str, *, params: Any = None, json: Any = None) -> dict[str, Any]:
        status, answer = call(
            method,
            settings.MAX_URL + path,
            params=params,
            json=json,
            headers={"Authorization": settings.MAX_TOKEN},
            verify=settings.MAX_CA or True,
        )
        if status == UNAUTHORISED:
            # A wrong token is the operator's to mend: what waits is not lost meanwhile.
            raise Temporary("the token is refused")
        if status >= 400:
            refuse(status, answer, gone=status in (403, 404) or answer.get("code") in GONE)
        return answer
