from datetime import timedelta

import pytest
from django.utils import timezone

from factories.people import make_coordinator, make_editor, make_organisation
from karavan.hygiene import actions
from karavan.hygiene.checks import Seen
from karavan.hygiene.enums import SiteState, Told
from karavan.hygiene.models import Finding, SiteCheck
from karavan.kernel.actor import SYSTEM
from karavan.office.hygiene.drawing import sparkline
from karavan.people.enums import FounderLevel
from office.kit.signed_in import client_of
from portal.reading import Read

pytestmark = pytest.mark.django_db

LIST = "/office/hygiene/"


def municipal(**given):
    return make_organisation(founder_level=FounderLevel.MUNICIPAL, **given)


@pytest.fixture
def club():
    found = municipal(name="Клуб", website="https://club.example/", phone="263-12-34")
    wrong = Seen("site_phone", Told.FAULT, "Касса: 263-99-99", "https://club.example/k", "263-12-34")
    actions.keep_site(actor=SYSTEM, organisation=found, state=SiteState.ANSWERED, seen=[wrong], pages=3)
    return found


@pytest.fixture
def page(club):
    return f"{LIST}{club.pk}/"


@pytest.fixture
def editor(club):
    return client_of(make_editor(club))


def texts(page, tag, **by):
    return [each.text for each in page.all(tag, **by)]


class TestList:
    def test_the_lowest_first_with_what_to_do(self, club):
        municipal(name="Музей", description="Музей", since="1950", phone="1", email="m@example.org")
        actions.measure(actor=SYSTEM)
        Finding.objects.filter(code="site_phone").update(since=timezone.now() - timedelta(hours=49))
        read = Read(client_of(make_coordinator()).get(LIST))
        assert texts(read, "th", scope="row") == ["Клуб", "Музей"]
        assert [each.text for each in read.all("span", class_="tally__count")] == ["60", "0", "1"]
        assert texts(Read(client_of(make_coordinator()).get(f"{LIST}?stale=yes")), "th", scope="row") == [
            "Клуб"
        ]

    def test_queries(self, club, django_assert_num_queries):
        client = client_of(make_coordinator())
        client.get(LIST)
        with django_assert_num_queries(QUERIES):
            client.get(LIST)
        municipal()
        municipal()
        actions.measure(actor=SYSTEM)
        with django_assert_num_queries(QUERIES):
            client.get(LIST)

    def test_an_editor_sees_their_own(self, editor):
        municipal(name="Чужой")
        assert texts(Read(editor.get(LIST)), "th", scope="row") == ["Клуб"]


QUERIES = 11


class TestPage:
    def test_tasks_lead_to_their_fields_and_the_fragment_stands_beside_the_registry(self, club, page, editor):
        read = Read(editor.get(page))
        first = read.all("p", class_="todo__task")[0]
        assert (first.text, first.one("a")["href"]) == (
            "Опубликуйте события на ближайший месяц",
            "/office/events/new/",
        )
        assert texts(read, "blockquote") == ["Касса: 263-99-99", "263-12-34"]

    def test_set_aside_for_a_reason_and_back(self, page, editor):
        phone = Finding.objects.get(code="site_phone")
        assert editor.post(f"{LIST}gaps/{phone.pk}/aside/", {"reason": ""}).status_code == 200
        answer = editor.post(f"{LIST}gaps/{phone.pk}/aside/", {"reason": "Это касса"})
        assert (answer.status_code, answer["Location"]) == (302, page)
        phone.refresh_from_db()
        assert (phone.answer, phone.answer_reason) == ("aside", "Это касса")
        editor.post(f"{LIST}gaps/{phone.pk}/answer/", {"answer": ""})
        phone.refresh_from_db()
        assert phone.answer == ""
        editor.post(f"{LIST}gaps/{phone.pk}/answer/", {"answer": "promised"})
        phone.refresh_from_db()
        assert phone.answer == "promised"

    def test_a_look_is_asked_for_once_a_quarter_of_an_hour(self, club, page, editor):
        editor.post(f"{page}site/")
        first = SiteCheck.objects.get(organisation=club).asked_at
        told = editor.post(f"{page}site/", follow=True)
        assert SiteCheck.objects.get(organisation=club).asked_at == first
        assert "четверти часа" in told.content.decode()

    def test_counted_anew(self, club, page, editor):
        club.email = "club@example.org"
        club.save()
        editor.post(f"{page}measure/")
        assert Finding.objects.get(code="email").resolved_at is not None

    def test_the_first_page_names_the_gaps(self, club, editor):
        read = Read(editor.get("/office/"))
        assert [each.text for each in read.all("h3", class_="wait__title")] == ["Клуб: 5 пробелов"]


def test_a_line_needs_two_days():
    day = timezone.now().date()
    assert str(sparkline([(day, 5)])) == ""
    drawn = str(sparkline([(day, 0), (day + timedelta(days=4), 100)]))
    assert 'points="0.0,22.0 100.0,2.0"' in drawn
    close = str(sparkline([(day, 50), (day + timedelta(days=4), 51)]))
    assert 'points="0.0,12.5 100.0,11.5"' in close
    top = str(sparkline([(day, 100), (day + timedelta(days=4), 100)]))
    assert 'points="0.0,2.0 100.0,2.0"' in top
