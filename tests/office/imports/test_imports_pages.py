"""The pages of uploads: who may open which, and a table from upload to undoing by their forms."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from factories.people import make_coordinator, make_editor, make_organisation, make_role, make_user
from factories.places import make_place
from factories.programme import EventFactory
from integrations.sheets.tables import checked, events_table, lecture, table, written
from karavan.integrations.sheets import actions, meter
from karavan.integrations.sheets.models import Batch, Origin, Source
from karavan.integrations.sheets.reading import read_pages
from karavan.integrations.sheets.running import SMALL_FILE
from karavan.kernel.trash.models import TrashedRecord
from karavan.programme.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_russian():
    with override("ru"):
        yield


@pytest.fixture
def organisation():
    return make_organisation(name="Библиотека № 7", kind="library")


@pytest.fixture
def house(organisation):
    return make_place(name="Дом", organisation=organisation)


@pytest.fixture
def director(organisation):
    return make_editor(organisation, "director")


@pytest.fixture
def editor(organisation):
    return make_editor(organisation)


def signed_in(client, person):
    client.force_login(person)
    return client


def sheet(content: bytes, name: str = "план.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def page(client, batch: Batch, query: str = "") -> str:
    answer = client.get(reverse("office-imports-batch", args=[batch.pk]) + query)
    assert answer.status_code == 200
    return said(answer)


def said(answer) -> str:
    """A page with its no-break spaces as plain ones."""
    return re.sub("[\u00a0\u202f]", " ", answer.content.decode())


def test_a_director_uploads_mends_confirms_and_undoes(client, director, organisation, house):
    signed_in(client, director)
    rows = [lecture(number, place="Дом") for number in range(4)]
    rows[0] |= {"kind": "Чаепитие"}
    rows[1] |= {"day": "32 марта"}
    rows[2] |= {"price": "недорого"}
    new = reverse("office-imports-new", args=["events"])
    answer = client.post(
        new, {"file": sheet(events_table(director, organisation, rows)), "organisation": organisation.pk}
    )
    batch = Batch.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("office-imports-batch", args=[batch.pk]))
    shown = page(client, batch)
    assert shown.count("loadrow--error") == 3
    assert "«Чаепитие» нет в списке" in shown

    refused = client.post(reverse("office-imports-confirm", args=[batch.pk]), {"mode": "all"}, follow=True)
    assert "Есть строки с ошибками" in said(refused)
    assert Event.objects.count() == 0

    returned = client.get(reverse("office-imports-errors", args=[batch.pk]))
    assert returned["Content-Disposition"] == f'attachment; filename="karavan-events-{batch.pk}-fix.xlsx"'
    assert read_pages(returned.content)[0].grid[0][0] == "Что исправить"

    mended = [lecture(number, place="Дом") for number in range(4)]
    mend = reverse("office-imports-mend", args=[batch.pk])
    client.post(mend, {"file": sheet(events_table(director, organisation, mended))})
    second = Batch.objects.order_by("pk").last()
    assert (second.previous, second.organisation) == (batch, organisation)
    done = client.post(
        reverse("office-imports-confirm", args=[second.pk]), {"mode": "all", "publish": "yes"}, follow=True
    )
    assert "Внесено: новых: 4." in said(done)
    assert Event.objects.filter(status="published").count() == 4

    undo = reverse("office-imports-undo", args=[second.pk])
    assert "Отменить загрузку целиком" in said(client.get(undo))
    assert Event.objects.filter(status="published").count() == 4
    client.post(undo, {"reason": "не тот месяц"})
    assert Event.objects.filter(status="withdrawn").count() == 4
    assert client.get(undo).status_code == 302


def test_a_file_that_is_no_table_is_refused_at_its_field_and_what_was_typed_stays(
    client, editor, organisation
):
    signed_in(client, editor)
    new = reverse("office-imports-new", args=["events"])
    typed = {"file": sheet(b"no table"), "organisation": organisation.pk, "source": "Афиша месяца"}
    answer = client.post(new, typed)
    shown = said(answer)
    assert answer.status_code == 422
    assert "Это не таблица .xlsx" in shown
    assert 'value="Афиша месяца"' in shown
    assert (Batch.objects.count(), Source.objects.count()) == (0, 0)
    nothing = client.post(new, {"organisation": organisation.pk})
    assert "Сначала выберите файл." in nothing.content.decode()
    full = {"file": sheet(b""), "organisation": organisation.pk, "is_full": "on"}
    assert "Этот файл пуст." in client.post(new, full).content.decode()


def test_a_list_that_comes_again_is_named_with_its_upload(client, editor, organisation, house):
    signed_in(client, editor)
    content = events_table(editor, organisation, [lecture(1, place="Дом")])
    typed = {"organisation": organisation.pk, "source": "Афиша месяца", "is_full": "on"}
    for _again in range(2):
        client.post(reverse("office-imports-new", args=["events"]), {"file": sheet(content), **typed})
    source = Source.objects.get()
    assert (source.is_full, source.batches.count()) == (True, 2)


def test_a_large_file_waits_for_the_worker_and_the_page_tells_how_far_it_is(
    client, editor, organisation, house
):
    signed_in(client, editor)
    rows = [lecture(number, place="Дом", text=f"{number}" * 400) for number in range(900)]
    content = events_table(editor, organisation, rows)
    assert len(content) > SMALL_FILE
    typed = {"file": sheet(content), "organisation": organisation.pk}
    client.post(reverse("office-imports-new", args=["events"]), typed)
    batch = Batch.objects.get()
    meter.note(batch.pk, "check", 225, 900)
    shown = page(client, batch)
    assert batch.status == "reading"
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in shown
    assert 'value="25"' in shown
    assert client.get(reverse("office-imports-progress", args=[batch.pk])).json() == {
        "running": True, "phase": "check", "done": 225, "total": 900, "percent": 25,
    }  # fmt: skip
    client.post(reverse("office-imports-cancel", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.cancel_asked
    actions.check_batch(actor=editor, batch=batch)
    # The first note of how far it is asks whether to go on.
    assert Batch.objects.get().status == "cancelled"


def test_an_upload_is_dropped_and_checked_again(client, editor, organisation, house):
    signed_in(client, editor)
    batch = checked(editor, organisation, events_table(editor, organisation, [lecture(1, place="Дом")]))
    answer = client.post(reverse("office-imports-again", args=[batch.pk]))
    assert answer["Location"] == reverse("office-imports-batch", args=[batch.pk])
    answer = client.post(reverse("office-imports-cancel", args=[batch.pk]))
    assert answer["Location"] == reverse("office-imports")
    assert Batch.objects.get().status == "cancelled"


def test_a_stop_is_shown_and_a_director_alone_can_allow_it(client, editor, director, organisation, house):
    source = actions.make_source(
        actor=editor, kind="events", name="Афиша", organisation=organisation, is_full=True
    )

    def send(numbers):
        rows = [lecture(number, place="Дом") for number in numbers]
        return checked(editor, organisation, events_table(editor, organisation, rows), source=source)

    written(editor, send(range(10)))
    batch = send(range(5))
    signed_in(client, editor)
    assert "Попросите директора" in page(client, batch)
    assert client.post(reverse("office-imports-allow", args=[batch.pk])).status_code == 403
    signed_in(client, director)
    assert "Всё верно: снять их" in page(client, batch)
    client.post(reverse("office-imports-allow", args=[batch.pk]))
    assert Batch.objects.get(pk=batch.pk).status == "checked"
    assert "Записей, которых больше нет в списке: 5." in page(client, batch)


def test_rows_are_shown_by_outcome_and_a_change_before_and_after(client, editor, organisation, house):
    signed_in(client, editor)
    rows = [lecture(number, place="Дом") for number in range(3)]
    written(editor, checked(editor, organisation, events_table(editor, organisation, rows)))
    rows[0] |= {"price": 300}
    batch = checked(editor, organisation, events_table(editor, organisation, rows))
    shown = page(client, batch, "?show=changed")
    assert shown.count('class="loadrow ') == 1
    assert "<del>Бесплатно</del>" in shown
    assert "<ins>300 ₽</ins>" in shown
    assert page(client, batch, "?show=same").count('class="loadrow ') == 2
    assert page(client, batch, "?show=nonsense").count('class="loadrow ') == 3


@pytest.mark.parametrize("kind", ["events", "places", "organisations", "members"])
def test_templates_are_offered_to_those_who_may_use_them(client, kind, director, editor):
    address = reverse("office-imports-template", args=[kind])
    answer = signed_in(client, director).get(address)
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    pages = read_pages(answer.content)
    assert [page.name for page in pages if page.is_visible][1] == "Как заполнять"
    assert pages[0].grid[1][0] == "пример"
    status = signed_in(client, editor).get(address).status_code
    assert status == (404 if kind == "members" else 200)


BATCH_PAGES = ("batch", "progress", "errors", "undo")
BATCH_ACTIONS = ("confirm", "cancel", "again", "allow", "mend", "undo")


@pytest.mark.parametrize("who", ["stranger", "guest", "nobody"])
def test_a_wrong_organisations_upload_is_not_found_whatever_is_asked(
    client, editor, organisation, house, who
):
    batch = checked(editor, organisation, events_table(editor, organisation, [lecture(1, place="Дом")]))
    person = make_user() if who == "nobody" else make_editor(make_organisation())
    if who == "guest":
        person = make_user()
        make_role(person, organisation, "statistician")
    signed_in(client, person)
    for name in BATCH_PAGES:
        assert client.get(reverse(f"office-imports-{name}", args=[batch.pk])).status_code == 404
    for name in BATCH_ACTIONS:
        assert client.post(reverse(f"office-imports-{name}", args=[batch.pk])).status_code == 404
    batch.refresh_from_db()
    assert (batch.status, Event.objects.count()) == ("checked", 0)
    assert organisation.name not in client.get(reverse("office-imports")).content.decode().split("<main")[1]


def test_lists_of_people_are_seen_by_directors_only(client, editor, director, organisation):
    rows = [{"email": "anna@example.org", "name": "Анна Тайная", "role": "Кассир"}]
    batch = checked(director, organisation, table("members", director, organisation, rows), "members")
    address = reverse("office-imports-batch", args=[batch.pk])
    assert signed_in(client, editor).get(address).status_code == 404
    assert "Анна Тайная" in signed_in(client, director).get(address).content.decode()
    assert client.get(reverse("office-imports-new", args=["members"])).status_code == 200
    signed_in(client, editor)
    assert client.get(reverse("office-imports-new", args=["members"])).status_code == 404


def test_writing_needs_post_and_unknown_kinds_are_not_found(client, editor, organisation, house):
    batch = checked(editor, organisation, events_table(editor, organisation, [lecture(1, place="Дом")]))
    signed_in(client, editor)
    for name in ("confirm", "cancel", "again", "allow", "mend"):
        assert client.get(reverse(f"office-imports-{name}", args=[batch.pk])).status_code == 405
    for address in ("office-imports-new", "office-imports-template"):
        assert client.get(reverse(address, args=["nonsense"])).status_code == 404
    assert client.get(reverse("office-duplicates") + "?kind=members").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    client, count, editor, organisation, house, django_assert_num_queries
):
    signed_in(client, editor)
    for number in range(count):
        checked(editor, organisation, events_table(editor, organisation, [lecture(number, place="Дом")]))
    client.get(reverse("office-imports"))
    with django_assert_num_queries(6):
        client.get(reverse("office-imports"))


def test_duplicates_are_listed_merged_and_kept_apart(client, editor, organisation, house):
    common = {"place": house, "organisers": [(organisation, "lead")]}
    first = EventFactory(title="Вечер романса", capacity=None, **common)
    second = EventFactory(title="Вечер романса!", capacity=50, **common)
    EventFactory(title="Вечер романса!", place=make_place())
    signed_in(client, editor)
    listed = client.get(reverse("office-duplicates")).content.decode()
    merge = reverse("office-merge", args=["events", first.pk, second.pk])
    assert listed.count('class="twin"') == 1
    assert merge in listed
    shown = client.get(merge).content.decode()
    assert f'name="f-capacity" value="{second.pk}" checked' in shown
    chosen = {"keep": second.pk, "f-title": first.pk, "f-capacity": second.pk}
    answer = client.post(merge, chosen)
    assert answer["Location"] == f"{reverse('office-duplicates')}?kind=events"
    kept = Event.objects.get(pk=second.pk)
    assert (kept.title, kept.capacity) == ("Вечер романса", 50)
    assert not Event.objects.filter(pk=first.pk).exists()
    lost = TrashedRecord.objects.get(subject_id=first.pk)
    assert "слито с «Вечер романса!»" in client.get(reverse("office-trash")).content.decode()
    back = client.post(reverse("office-trash-restore", args=[lost.pk]))
    assert back["Location"] == reverse("office-events-detail", args=[first.pk])
    assert [event.sessions.count() for event in (first, second)] == [1, 1]


def test_records_said_to_be_two_are_not_offered_again(client, editor, organisation, house):
    common = {"place": house, "organisers": [(organisation, "lead")]}
    first, second = (EventFactory(title="Вечер романса", **common) for _ in range(2))
    signed_in(client, editor)
    client.post(reverse("office-apart", args=["events", first.pk, second.pk]))
    assert client.get(reverse("office-duplicates")).content.decode().count('class="twin"') == 0


def test_records_of_others_are_neither_merged_nor_locked(client, editor, organisation, house):
    mine = EventFactory(organisers=[(organisation, "lead")])
    theirs = EventFactory(publish=True)
    signed_in(client, editor)
    for name in ("office-merge", "office-apart"):
        address = reverse(name, args=["events", mine.pk, theirs.pk])
        assert client.post(address).status_code == 404
    assert client.get(reverse("office-origins", args=["events", theirs.pk])).status_code == 404
    lock = reverse("office-origins-lock", args=["events", theirs.pk])
    assert client.post(lock, {"field": "title", "to": "lock"}).status_code == 404
    assert Origin.objects.count() == 0


def test_fields_say_where_they_come_from_and_are_locked_by_a_switch(client, editor, organisation, house):
    batch = written(
        editor, checked(editor, organisation, events_table(editor, organisation, [lecture(1, place="Дом")]))
    )
    event = Event.objects.get()
    signed_in(client, editor)
    address = reverse("office-origins", args=["events", event.pk])
    shown = client.get(address).content.decode()
    assert shown.count(reverse("office-imports-batch", args=[batch.pk])) == 8
    lock = reverse("office-origins-lock", args=["events", event.pk])
    assert client.post(lock, {"field": "title", "to": "lock"})["Location"] == address
    assert Origin.objects.get().locked == ["title"]
    client.post(lock, {"field": "title", "to": "open"})
    assert Origin.objects.get().locked == []
    client.post(lock, {"field": "status", "to": "lock"})
    assert client.post(lock, {"field": "title", "to": "away"}).status_code == 404
    assert Origin.objects.get().locked == []


def test_whoever_looks_at_the_whole_city_sees_all_uploads(client, editor, organisation, house):
    checked(editor, organisation, events_table(editor, organisation, [lecture(1, place="Дом")]))
    city = make_coordinator()
    rows = [lecture(2, organisation="Библиотека № 7")]
    own = checked(city, None, table("events", city, None, rows))
    shown = signed_in(client, city).get(reverse("office-imports")).content.decode()
    assert shown.count("loadlist__one") == 2
    signed_in(client, editor)
    assert client.get(reverse("office-imports-batch", args=[own.pk])).status_code == 404
    assert Batch.objects.filter(created_at__gte=timezone.now() - timedelta(minutes=5)).count() == 2
