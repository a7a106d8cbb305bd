"""The Telegram adapter against a server of its kind."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from factories.notices import make_notice
from factories.people import make_user
from karavan.kernel.actor import SYSTEM
from karavan.notices import actions, channels, queries
from karavan.notices.enums import Channel, Topic
from karavan.notices.models import BotMark, ChannelAddress, Delivery
from notices.fakes import as_json, dead_port, serving

pytestmark = pytest.mark.slow

NOON = datetime(2027, 3, 1, 7, tzinfo=UTC)


def answers(asked):
    if asked.path.endswith("/sendMessage"):
        return as_json({"ok": True, "result": {"message_id": 77}})
    return as_json({"ok": True, "result": []})


@pytest.fixture
def telegram(settings):
    with serving(answers) as fake:
        settings.TELEGRAM_URL, settings.TELEGRAM_TOKEN, settings.TELEGRAM_BOT = (
            fake.url,
            "7:secret",
            "KaravanBot",
        )
        yield fake


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def person(db):
    found = make_user()
    ChannelAddress.objects.create(person=found, channel=Channel.TELEGRAM, address="555", confirmed_at=NOON)
    actions.set_preferences(actor=found, on={Topic.MOVED: [Channel.IN_APP, Channel.TELEGRAM]})
    return found


def update(number, text, chat=555, kind="private"):
    return {"update_id": number, "message": {"text": text, "chat": {"id": chat, "type": kind}}}


def test_it_is_off_without_a_token(settings):
    settings.TELEGRAM_TOKEN = ""
    assert Channel.TELEGRAM not in channels.ready()
    with pytest.raises(channels.NotConnected):
        channels.bot_of(Channel.TELEGRAM)


def test_a_notice_arrives_with_its_reason_and_link(telegram, person, clock, settings):
    settings.SITE_URL = "https://karavan.example"
    notice = make_notice(person, topic=Topic.MOVED, title="Перенесено: «Вечер» <b>", text="1 → 2 марта")
    assert actions.deliver_due(actor=SYSTEM) == 1
    (asked,) = telegram.asked
    assert asked.path == "/bot7:secret/sendMessage"
    assert asked.json == {
        "chat_id": "555",
        "text": (
            "<b>Перенесено: «Вечер» &lt;b&gt;</b>\n\n1 → 2 марта\n\n"
            "Вы получаете это, потому что вы редактор.\n"
            f'<a href="https://karavan.example/office/notices/{notice.pk}/">Открыть в кабинете</a>'
        ),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "disable_notification": False,
    }


def test_too_many_requests_wait_as_long_as_asked(telegram, person, clock):
    make_notice(person, topic=Topic.MOVED)
    busy = {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 900}}
    telegram.next.append(as_json(busy, 429))
    assert actions.deliver_due(actor=SYSTEM) == 0
    row = Delivery.objects.get()
    assert (row.state, row.due_at, row.error) == ("waiting", NOON + timedelta(seconds=900), "answered 429")
    clock.move_to(row.due_at)
    assert actions.deliver_due(actor=SYSTEM) == 1


def test_who_blocked_the_bot_is_forgotten(telegram, person, clock):
    make_notice(person, topic=Topic.MOVED)
    blocked = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    telegram.next.append(as_json(blocked, 403))
    assert actions.deliver_due(actor=SYSTEM) == 0
    row = Delivery.objects.get()
    assert (row.state, row.error) == ("failed", "answered 403: Forbidden: bot was blocked by the user")
    assert queries.addresses_of(person) == {}


@pytest.mark.parametrize("answer", [as_json({"ok": False}, 401), as_json({}, 502), (200, {}, b"<html>")])
def test_what_is_not_the_persons_fault_is_tried_again_or_ends_without_forgetting(
    telegram, person, clock, answer
):
    make_notice(person, topic=Topic.MOVED)
    telegram.next.append(answer)
    assert actions.deliver_due(actor=SYSTEM) == 0
    assert list(queries.addresses_of(person)) == [Channel.TELEGRAM]


def test_a_silent_network_names_no_token(person, clock, settings):
    settings.TELEGRAM_URL, settings.TELEGRAM_TOKEN, settings.TELEGRAM_BOT = (
        dead_port(),
        "7:secret",
        "KaravanBot",
    )
    make_notice(person, topic=Topic.MOVED)
    assert actions.deliver_due(actor=SYSTEM) == 0
    row = Delivery.objects.get()
    assert (row.state, row.error) == ("waiting", "ConnectionError")


def test_connecting_by_a_code(telegram, db, clock):
    person = make_user()
    row = actions.start_connecting(actor=person, channel=Channel.TELEGRAM)
    assert channels.bot_of(Channel.TELEGRAM).link(row.code) == f"https://t.me/KaravanBot?start={row.code}"
    telegram.next.append(
        as_json(
            {
                "ok": True,
                "result": [
                    update(40, "hello", chat=1),
                    update(41, f"/start {row.code}", chat=-9, kind="group"),
                    update(42, f"/start {row.code.lower()}", chat=555),
                    {"update_id": 43, "my_chat_member": {}},
                ],
            }
        )
    )
    assert actions.confirm_addresses(actor=SYSTEM) == 1
    found = queries.addresses_of(person)[Channel.TELEGRAM]
    assert (found.address, found.confirmed_at, found.code) == ("555", NOON, None)
    assert BotMark.objects.get().mark == 44
    assert telegram.asked[0].json == {"timeout": 0, "allowed_updates": ["message"]}
    assert actions.confirm_addresses(actor=SYSTEM) == 0
    assert len(telegram.asked) == 1


def test_an_old_code_connects_nobody(telegram, db, clock):
    row = actions.start_connecting(actor=make_user(), channel=Channel.TELEGRAM)
    actions.start_connecting(actor=make_user(), channel=Channel.TELEGRAM)
    clock.shift(timedelta(minutes=31))
    actions.start_connecting(actor=make_user(), channel=Channel.TELEGRAM)
    telegram.next.append(as_json({"ok": True, "result": [update(1, f"/start {row.code}")]}))
    assert actions.confirm_addresses(actor=SYSTEM) == 0
