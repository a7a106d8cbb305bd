"""The public log of releases: what was added, moved and cancelled, as a page and as RSS."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from factories.people import make_organisation
from factories.programme import EventFactory, ProgrammeFactory
from karavan.kernel.actor import SYSTEM
from karavan.portal import changes
from karavan.programme import actions
from karavan.programme.models import Programme

pytestmark = pytest.mark.slow


@pytest.fixture
def festival(city):
    return ProgrammeFactory(slug="fest", title="Фестиваль", parent=Programme.objects.get(slug="capital"))


def sent(**given):
    return actions.send_for_release(actor=SYSTEM, event=EventFactory(**given))


def release(festival, name, events=(), **given):
    return actions.release_programme(actor=SYSTEM, programme=festival, name=name, events=events, **given)


def test_a_programme_without_releases_says_so_and_is_not_linked(read, festival):
    assert read("/programmes/fest/changes/").one(class_="empty").text == "Выпусков пока не было"
    assert read("/programmes/fest/").all("a", href="/programmes/fest/changes/") == []
    read("/programmes/nothing/changes/", 404)
    read("/organisations/999999/changes/", 404)


def test_releases_are_told_newest_first(read, festival):
    gull, storm = (
        sent(programme=festival, title=title, translations={"en": {"title": english}})
        for title, english in (("Чайка", "The Seagull"), ("Гроза", "The Storm"))
    )
    release(festival, "Программа собрана", [gull, storm], note="Билеты в кассе.")
    session = gull.sessions.get()
    actions.move_session(
        actor=SYSTEM, session=session, starts_at=session.starts_at + timedelta(days=2), note="Гастроли"
    )
    actions.cancel_event(actor=SYSTEM, event=storm, reason="Карантин")
    release(festival, "Переносы")
    page = read("/programmes/fest/changes/")
    assert [link.text for link in page.one("nav", class_="crumbs").all("a")] == [
        "Программы",
        "Культурная столица",
        "Фестиваль",
    ]
    assert [article.one("h2").text for article in page.all("article")] == ["Переносы", "Программа собрана"]
    newest, first = page.all("article")
    assert newest.one(class_="release__day").text == "1 февраля 2027"
    assert newest.one(class_="release__facts").text == "выпуск 2 · Отменено: 1, перенесено: 1"
    assert [(part.one("h3").text, part.one("li").text) for part in newest.all("section")] == [
        ("Отменено 1", "ГрозаКарантин"),
        ("Перенесено 1", "Чайка1 марта, 18:00 — теперь 3 марта, 18:00Гастроли"),
    ]
    assert first.one(class_="release__note").text == "Билеты в кассе."
    assert [(link.text, link["href"]) for link in first.one("section").all("a")] == [
        ("Гроза", f"/events/{storm.pk}/"),
        ("Чайка", f"/events/{gull.pk}/"),
    ]
    assert read("/programmes/fest/").one("a", href="/programmes/fest/changes/").text == "Что изменилось"
    english = read("/en/programmes/fest/changes/")
    assert [part.one("li").text for part in english.all("article")[0].all("section")] == [
        "The StormКарантин",
        "The Seagull1 March, 18:00 — now 3 March, 18:00Гастроли",
    ]


def test_a_new_release_is_seen_at_once(read, festival, client):
    release(festival, "Один", [sent(programme=festival)])
    tag = client.get("/programmes/fest/changes/")["ETag"]
    assert client.get("/programmes/fest/changes/", headers={"if-none-match": tag}).status_code == 304
    event = sent(programme=festival)
    actions.publish_event(actor=SYSTEM, event=event)
    client.get("/programmes/fest/changes/")
    tag = client.get("/programmes/fest/changes/")["ETag"]
    # Nothing becomes public with this one: only the log is new.
    release(festival, "Два")
    assert client.get("/programmes/fest/changes/", headers={"if-none-match": tag}).status_code == 200


def test_long_lists_are_folded_and_old_releases_lie_on_further_pages(read, festival, monkeypatch):
    monkeypatch.setattr(changes, "PAGE_SIZE", 2)
    monkeypatch.setattr(changes, "FOLD_FROM", 1)
    for number in range(4):
        EventFactory(programme=festival, publish=True)
        release(festival, f"Выпуск {number + 1}", [sent(programme=festival) for _one in range(number)])
    page = read("/programmes/fest/changes/")
    newest = page.all("article")[0]
    assert newest.one("summary").text == "ещё 3"
    assert [len(each.all("li")) for each in newest.all("ul")] == [1, 3]
    further = page.one("a", rel="next")["href"]
    second = read(further)
    assert [article.one("h2").text for article in second.all("article")] == ["Выпуск 2", "Выпуск 1"]
    assert len(read("/programmes/fest/changes/?before=%D9%A3").all("article")) == 2


def test_what_was_taken_off_has_no_link(read, festival):
    event = sent(programme=festival)
    release(festival, "Один", [event])
    actions.withdraw_event(actor=SYSTEM, event=event)
    release(festival, "Два")
    (part,) = read("/programmes/fest/changes/").all("article")[0].all("section")
    assert (part.one("h3").text, part.all("a")) == ("Снято с афиши 1", [])


def test_a_playbill_has_its_own_page(read, city):
    theatre = make_organisation(name="Театр")
    event = sent(organisers=[(theatre, "lead")], title="Чайка")
    actions.release_month(
        actor=SYSTEM,
        organisation=theatre,
        month=event.sessions.get().starts_at.date().replace(day=1),
        name="Афиша марта",
        events=[event],
    )
    page = read(f"/organisations/{theatre.pk}/changes/")
    assert page.one("article").one(class_="release__facts").text == "Март 2027 · выпуск 1 · Добавлено: 1"
    assert page.one("h1").text == "Что изменилосьТеатр"


def test_the_feed_tells_the_same(client, festival):
    event = sent(programme=festival, title="Чайка & Ко")
    first = release(festival, "Один", [event], note="Читайте")
    answer = client.get("/programmes/fest/changes.rss")
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ET.fromstring(answer.content).find("channel")
    (item,) = channel.findall("item")
    assert channel.findtext("title") == "Что изменилось: Фестиваль"
    assert item.findtext("title") == "Один"
    assert item.findtext("link").endswith(f"/programmes/fest/changes/#release-{first.pk}")
    told = item.findtext("description").replace("\u00a0", " ")
    assert told == f"Читайте\nДобавлено: Чайка & Ко · 1 марта, 18:00 · {event.place.name}"
    assert client.get(f"/organisations/{make_organisation().pk}/changes.rss").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_four_times_whatever_the_number_of_releases(
    client, festival, count, django_assert_num_queries
):
    for number in range(count):
        release(festival, f"Выпуск {number}", [sent(programme=festival)])
    client.get("/programmes/fest/")
    with django_assert_num_queries(4):
        client.get("/programmes/fest/changes/")
