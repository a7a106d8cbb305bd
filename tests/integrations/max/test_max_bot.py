"""The MAX adapter against a server of its kind."""

from datetime import UTC, datetime

import pytest
import time_machine

from factories.notices import make_notice
from factories.people import make_user
from karavan.kernel.actor import SYSTEM
from karavan.notices import actions, channels, queries
from karavan.notices.enums import Channel, Topic
from karavan.notices.models import BotMark, ChannelAddress, Delivery
from notices.fakes import as_json, serving

pytestmark = pytest.mark.slow

NOON = datetime(2027, 3, 1, 7, tzinfo=UTC)


def answers(asked):
    if asked.path == "/messages":
        return as_json({"message": {"body": {"mid": "mid.1"}}})
    return as_json({"updates": [], "marker": 12})


@pytest.fixture
def max_server(settings):
    with serving(answers) as fake:
        settings.MAX_URL, settings.MAX_TOKEN, settings.MAX_BOT = fake.url, "secret", "karavan_bot"
        yield fake


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def person(db):
    found = make_user()
    ChannelAddress.objects.create(person=found, channel=Channel.MAX, address="31", confirmed_at=NOON)
    actions.set_preferences(actor=found, on={Topic.MOVED: [Channel.IN_APP, Channel.MAX]})
    return found


def test_a_notice_arrives(max_server, person, settings):
    settings.SITE_URL = "https://karavan.example"
    notice = make_notice(person, topic=Topic.MOVED, title="Перенесено: Вечер", text="")
    assert actions.deliver_due(actor=SYSTEM) == 1
    (asked,) = max_server.asked
    assert (asked.method, asked.path, asked.headers["authorization"]) == ("POST", "/messages", "secret")
    assert asked.query == {"user_id": "31", "disable_link_preview": "true"}
    assert asked.json == {
        "text": (
            "<b>Перенесено: Вечер</b>\n\nВы получаете это, потому что вы редактор.\n"
            f'<a href="https://karavan.example/office/notices/{notice.pk}/">Открыть в кабинете</a>'
        ),
        "format": "html",
        "notify": True,
    }


@pytest.mark.parametrize(
    ("answer", "state", "kept"),
    [
        (as_json({"code": "chat.denied", "message": "stopped"}, 403), "failed", False),
        (as_json({"code": "proto.payload", "message": "wrong"}, 400), "failed", True),
        (as_json({"code": "verify.token"}, 401), "waiting", True),
        (as_json({}, 503), "waiting", True),
        (as_json({}, 429, Retry_After="30"), "waiting", True),
    ],
)
def test_refusals(max_server, person, answer, state, kept):
    make_notice(person, topic=Topic.MOVED)
    max_server.next.append(answer)
    assert actions.deliver_due(actor=SYSTEM) == 0
    assert Delivery.objects.get().state == state
    assert (Channel.MAX in queries.addresses_of(person)) is kept


def test_connecting_by_the_start_button_or_by_a_message(max_server, db):
    first, second = make_user(), make_user()
    codes = [actions.start_connecting(actor=each, channel=Channel.MAX).code for each in (first, second)]
    assert channels.bot_of(Channel.MAX).link(codes[0]) == f"https://max.ru/karavan_bot?start={codes[0]}"
    max_server.next.append(
        as_json(
            {
                "updates": [
                    {"update_type": "bot_started", "user": {"user_id": 31}, "payload": codes[0]},
                    {"update_type": "bot_started", "user": {"user_id": 32}, "payload": None},
                    {
                        "update_type": "message_created",
                        "message": {"sender": {"user_id": 33}, "body": {"text": f" {codes[1]} "}},
                    },
                ],
                "marker": 99,
            }
        )
    )
    assert actions.confirm_addresses(actor=SYSTEM) == 2
    found = [queries.addresses_of(each)[Channel.MAX].address for each in (first, second)]
    assert (found, BotMark.objects.get().mark) == (["31", "33"], 99)
    assert max_server.asked[0].query == {
        "timeout": "0",
        "limit": "100",
        "types": "bot_started,message_created",
    }
