"""Web push against a push service that decrypts, as the browser would."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from io import StringIO

import http_ece
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.management import call_command

from factories.notices import make_notice
from factories.people import make_user
from karavan.integrations.webpush.keys import BadKey, make_private, public_of
from karavan.integrations.webpush.push import public_key
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Invalid
from karavan.notices import actions, channels
from karavan.notices.enums import Channel, Topic
from karavan.notices.models import Delivery, PushSubscription
from notices.fakes import as_json, serving

pytestmark = pytest.mark.slow

NOON = datetime(2027, 3, 1, 7, tzinfo=UTC)


def text(raw):
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class Browser:
    """Keys of a subscription, and reading with them."""

    def __init__(self):
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.secret = b"0123456789abcdef"

    @property
    def keys(self):
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": text(point), "auth": text(self.secret)}

    def read(self, body):
        plain = http_ece.decrypt(body, private_key=self.private, auth_secret=self.secret, version="aes128gcm")
        return json.loads(plain)


@pytest.fixture
def service(settings):
    with serving(lambda asked: (201, {"Location": "/message/1"}, b"")) as fake:
        settings.VAPID_KEY = make_private()
        settings.PUSH_SCHEMES, settings.PUSH_HOSTS = ("http",), ["127.0.0.1"]
        settings.CONTACT_EMAIL = "karavan@example.org"
        yield fake


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def browser():
    return Browser()


@pytest.fixture
def person(db, service, browser):
    found = make_user()
    actions.subscribe_push(actor=found, endpoint=f"{service.url}/push/1", device="Firefox", **browser.keys)
    actions.set_preferences(actor=found, on={Topic.MOVED: [Channel.IN_APP, Channel.WEB_PUSH]})
    return found


def test_only_the_browser_can_read_it(service, person, browser, settings):
    notice = make_notice(person, topic=Topic.MOVED, title="Перенесено: Вечер", text="1 → 2 марта")
    assert actions.deliver_due(actor=SYSTEM) == 1
    (asked,) = service.asked
    assert "Вечер".encode() not in asked.body
    assert browser.read(asked.body) == {
        "title": "Перенесено: Вечер",
        "body": "1 → 2 марта",
        "url": f"/office/notices/{notice.pk}/",
        "tag": f"notice-{notice.pk}",
        "urgent": True,
    }
    assert asked.headers["urgency"] == "high"
    assert asked.headers["ttl"] == str(12 * 3600)
    assert asked.headers["topic"] == f"notice-{notice.pk}"


def test_the_service_knows_who_sends(service, person, settings):
    make_notice(person, topic=Topic.MOVED)
    actions.deliver_due(actor=SYSTEM)
    scheme, _, rest = service.asked[0].headers["authorization"].partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(","))
    claims = json.loads(urlsafe_b64decode(parts["t"].split(".")[1] + "=="))
    assert (scheme, parts["k"]) == ("vapid", public_of(settings.VAPID_KEY))
    assert (claims["aud"], claims["sub"]) == (service.url, "mailto:karavan@example.org")


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_browser_that_is_gone_is_forgotten(service, person, status):
    make_notice(person, topic=Topic.MOVED)
    service.next.append((status, {}, b""))
    assert actions.deliver_due(actor=SYSTEM) == 0
    assert Delivery.objects.get().state == "failed"
    assert PushSubscription.objects.count() == 0


def test_a_busy_service_is_asked_later(service, person, clock):
    make_notice(person, topic=Topic.MOVED)
    service.next.append(as_json({}, 429, Retry_After="600"))
    assert actions.deliver_due(actor=SYSTEM) == 0
    assert Delivery.objects.get().due_at == NOON + timedelta(seconds=600)
    clock.shift(timedelta(seconds=600))
    assert actions.deliver_due(actor=SYSTEM) == 1


def test_one_of_two_devices_is_enough(service, person):
    actions.subscribe_push(actor=person, endpoint=f"{service.url}/push/2", **Browser().keys)
    make_notice(person, topic=Topic.MOVED)
    service.next.append((410, {}, b""))
    assert actions.deliver_due(actor=SYSTEM) == 1
    assert [asked.path for asked in service.asked] == ["/push/1", "/push/2"]
    assert [row.endpoint for row in PushSubscription.objects.all()] == [f"{service.url}/push/2"]


def test_no_service_sends_us_elsewhere(service, person):
    make_notice(person, topic=Topic.MOVED)
    service.next.append((302, {"Location": f"{service.url}/inside"}, b""))
    assert actions.deliver_due(actor=SYSTEM) == 0
    assert [asked.path for asked in service.asked] == ["/push/1"]
    assert Delivery.objects.get().error == "redirected"


def test_a_digest_fits_into_a_push(service, person, browser, clock):
    actions.set_preferences(actor=person, on={Topic.CHANGED: [Channel.WEB_PUSH]})
    for _ in range(60):
        make_notice(person, title="Очень длинное название события, " * 8)
    clock.move_to(datetime(2027, 3, 2, 3, 30, tzinfo=UTC))
    assert actions.deliver_due(actor=SYSTEM) == 1
    assert len(service.asked[0].body) < 4096
    assert browser.read(service.asked[0].body)["title"] == "60 новостей за день"
    assert service.asked[0].headers["topic"] == "digest"


@pytest.mark.parametrize(
    "endpoint",
    ["https://127.0.0.1/x", "http://10.0.0.1/x", "http://evil.example/x", "file:///etc/passwd", ""],
)
def test_only_known_services_are_asked(service, person, endpoint, browser):
    with pytest.raises(Invalid) as problem:
        actions.subscribe_push(actor=person, endpoint=endpoint, **browser.keys)
    assert list(problem.value.problems) == ["endpoint"]


def test_hosts_below_a_name(settings):
    from karavan.notices.actions.addresses import allowed_push_host

    settings.PUSH_HOSTS = ["fcm.googleapis.com", "*.push.apple.com"]
    hosts = [
        "fcm.googleapis.com",
        "web.push.apple.com",
        "push.apple.com",
        "evilpush.apple.com",
        "googleapis.com",
    ]
    assert [allowed_push_host(host) for host in hosts] == [True, True, False, False, False]


def test_a_browser_belongs_to_who_signed_in_last(service, person, browser):
    other = make_user()
    actions.subscribe_push(actor=other, endpoint=f"{service.url}/push/1", **browser.keys)
    assert [row.person for row in PushSubscription.objects.all()] == [other]


def test_ten_devices_at_most(service, person, browser, clock):
    for number in range(2, 13):
        clock.shift(timedelta(minutes=1))
        actions.subscribe_push(actor=person, endpoint=f"{service.url}/push/{number}", **browser.keys)
    assert PushSubscription.objects.count() == 10
    assert not PushSubscription.objects.filter(endpoint__endswith="/push/1").exists()


def test_push_is_off_without_a_key(settings):
    settings.VAPID_KEY = ""
    assert Channel.WEB_PUSH not in channels.ready()
    assert public_key() == ""
    settings.VAPID_KEY = "no key at all"
    assert public_key() == ""


def test_the_command_makes_a_key_that_works():
    out, err = StringIO(), StringIO()
    call_command("vapid", stdout=out, stderr=err)
    name, _, key = out.getvalue().strip().partition("=")
    assert name == "KARAVAN_VAPID_KEY"
    assert len(key) == 43
    assert len(public_of(key)) == 87
    assert err.getvalue().strip().endswith(public_of(key))
    with pytest.raises(BadKey):
        public_of("-")
