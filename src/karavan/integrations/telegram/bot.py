"""The Telegram Bot API: send a message, hear the codes that people send. Off without a token."""

from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings

from karavan.integrations.calling import call, refuse
from karavan.notices.channels import Address, Heard, Message, Permanent, Receipt, Temporary
from karavan.notices.composing import marked

LIMIT: Final = 4096
"""Characters of a message."""
UNAUTHORISED: Final = 401


class Telegram:
    """A bot, named by the settings."""

    @property
    def is_ready(self) -> bool:
        """Whether the bot and its token are set."""
        return bool(settings.TELEGRAM_TOKEN and settings.TELEGRAM_BOT)

    @property
    def name(self) -> str:
        """The bot's user name."""
        return str(settings.TELEGRAM_BOT)

    def link(self, code: str) -> str:
        """Opens the chat with the bot; its start button sends the code."""
        return f"https://t.me/{self.name}?{urlencode({'start': code})}"

    def send(self, address: Address, message: Message) -> Receipt:
        """Send one message. Raises Temporary or Permanent; who blocked the bot is gone."""
        body = {
            "chat_id": address,
            "text": marked(message, LIMIT),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "disable_notification": not message.urgent,
        }
        return Receipt(str(self._ask("sendMessage", body).get("message_id", "")))

    def heard(self, mark: int) -> tuple[list[Heard], int]:
        """What people wrote since the mark."""
        asked: dict[str, Any] = {"timeout": 0, "allowed_updates": ["message"]}
        found = self._ask("getUpdates", asked | ({"offset": mark} if mark else {}))
        heard = []
        for update in found.get("list", []):
            mark = max(mark, int(update["update_id"]) + 1)
            said = update.get("message") or {}
            if said.get("text") and (said.get("chat") or {}).get("type") == "private":
                heard.append(Heard(str(said["chat"]["id"]), str(said["text"])))
        return heard, mark

    def _ask(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        url = f"{settings.TELEGRAM_URL}/bot{settings.TELEGRAM_TOKEN}/{method}"
        status, answer = call("POST", url, json=body)
        if status == UNAUTHORISED:
            # A wrong token is the operator's to mend: what waits is not lost meanwhile.
            raise Temporary("the token is refused")
        if not answer.get("ok"):
            refuse(status, answer, gone=_is_gone(status, answer))
        result = answer.get("result")
        if isinstance(result, list):
            return {"list": result}
        if not isinstance(result, dict):
            raise Permanent(f"answered {status} without a result")
        return result


def _is_gone(status: int, answer: dict[str, Any]) -> bool:
    """Whether the chat is closed: the bot was blocked, the account deleted, the chat is not known."""
    return status == 403 or "chat not found" in str(answer.get("description", "")).lower()
