from datetime import date

import pytest

from factories.people import make_coordinator, make_editor, make_organisation
from factories.programme import BenefitCategoryFactory, ProgrammeFactory
from karavan.kernel.actor import SYSTEM
from karavan.kernel.errors import Invalid
from karavan.kernel.journal.models import JournalLine
from karavan.programme import actions
from karavan.programme.events import BenefitsChanged, ProgrammeChanged
from karavan.programme.models import BenefitCategory, Programme

pytestmark = pytest.mark.django_db


def problems(call, **given):
    with pytest.raises(Invalid) as caught:
        call(actor=SYSTEM, **given)
    return set(caught.value.problems)


def test_programmes_nest():
    own = make_organisation()
    root = ProgrammeFactory(slug="capital-2027", organisations=[own])
    child = ProgrammeFactory(parent=root, title="<b>День</b> города", text="<h1>А</h1>", summary=" а  б ")
    assert child.path == f"/{root.pk}/{child.pk}/"
    stored = Programme.objects.get(pk=child.pk)
    assert (stored.title, stored.text, stored.summary) == ("День города", "А", "а б")
    assert list(Programme.objects.under(root).order_by("path")) == [root, child]
    line = JournalLine.objects.get(verb="programme.created", subject_id=root.pk)
    assert (line.organisation_id, line.after) == (
        own.pk,
        {"slug": "capital-2027", "title": root.title, "is_public": True, "organisations": [own.pk]},
    )


def test_faults_of_a_programme_are_named():
    ProgrammeFactory(slug="taken")
    create = actions.create_programme
    assert problems(create, slug="not a slug", title="") == {"slug", "title"}
    assert problems(create, slug="taken", title="А") == {"slug"}
    days = {"date_from": date(2027, 3, 2), "date_to": date(2027, 3, 1)}
    assert problems(create, slug="free", title="А", **days) == {"date_to"}
    assert Programme.objects.count() == 1


def test_a_programme_is_changed_and_moved_with_all_below_it(heard):
    one, two = ProgrammeFactory(), ProgrammeFactory()
    child = ProgrammeFactory(parent=one)
    leaf = ProgrammeFactory(parent=child)
    own = make_organisation()
    heard.clear()
    for _again in range(2):
        actions.update_programme(
            actor=SYSTEM, programme=child, parent=two, title="Новое", organisations=[own]
        )
    assert Programme.objects.get(pk=leaf.pk).path == f"/{two.pk}/{child.pk}/{leaf.pk}/"
    line = JournalLine.objects.get(verb="programme.changed")
    assert line.before == {"parent": one.pk, "title": line.before["title"], "organisations": []}
    assert line.after == {"parent": two.pk, "title": "Новое", "organisations": [own.pk]}
    assert heard == [ProgrammeChanged(child.pk)]


def test_a_programme_never_lies_under_itself():
    root = ProgrammeFactory()
    child = ProgrammeFactory(parent=root)
    leaf = ProgrammeFactory(parent=child)
    for parent in (root, child, leaf):
        assert problems(actions.update_programme, programme=root, parent=parent) == {"parent"}
    actions.update_programme(actor=SYSTEM, programme=child, parent=None)
    assert Programme.objects.get(pk=leaf.pk).path == f"/{child.pk}/{leaf.pk}/"


def test_an_editor_starts_a_programme_inside_one_they_may_edit():
    own = make_organisation()
    root = ProgrammeFactory(organisations=[own])
    child = actions.create_programme(
        actor=make_editor(own), slug="season", title="Сезон", parent=root, organisations=[own]
    )
    assert child.lineage_ids == [root.pk, child.pk]


def test_unknown_fields_are_the_programmers_error():
    with pytest.raises(TypeError):
        actions.update_programme(actor=SYSTEM, programme=ProgrammeFactory(), path="/1/")
    with pytest.raises(TypeError):
        actions.update_benefit_category(actor=SYSTEM, category=BenefitCategoryFactory(), code="new")


def test_versions_of_a_category_do_not_overlap(heard):
    first = BenefitCategoryFactory(code="pupils")
    heard.clear()
    second = {
        "code": "pupils",
        "name": "Школьники",
        "level": "federal",
        "legal_basis": "273-ФЗ",
        "valid_from": date(2027, 1, 1),
    }
    assert problems(actions.create_benefit_category, **second) == {"valid_from"}
    actions.update_benefit_category(
        actor=SYSTEM, category=first, valid_to=date(2026, 12, 31), name=first.name
    )
    actions.create_benefit_category(actor=SYSTEM, **second)
    assert problems(actions.update_benefit_category, category=first, valid_to=None) == {"valid_from"}
    assert problems(actions.update_benefit_category, category=first, valid_to=date(2019, 1, 1)) == {
        "valid_to"
    }
    assert list(BenefitCategory.objects.order_by("valid_from").values_list("valid_to", flat=True)) == [
        date(2026, 12, 31),
        None,
    ]
    line = JournalLine.objects.get(verb="benefit_category.changed")
    assert (line.before, line.after) == ({"valid_to": None}, {"valid_to": "2026-12-31"})
    assert heard == [BenefitsChanged(), BenefitsChanged()]


def test_faults_of_a_category_are_named():
    given = {"code": "a b", "name": "", "level": "cosmic", "legal_basis": "1", "valid_from": "soon"}
    assert problems(actions.create_benefit_category, **given) == {"code", "name", "level", "valid_from"}


def test_a_holder_takes_part_and_leaves_for_itself_only():
    one, two, three = (make_organisation(name=name) for name in ("Театр", "Музей", "Парк"))
    joint = ProgrammeFactory(organisations=[one, two])
    editor = make_editor(one)
    for wanted in ([one], [two, three], [one, two, three]):
        with pytest.raises(Invalid) as refused:
            actions.update_programme(actor=editor, programme=joint, organisations=wanted)
        assert set(refused.value.problems) == {"organisations"}
    assert refused.value.problems["organisations"] == [
        "Участие меняют только сами организации или город: Парк. Оставьте как есть."
    ]
    actions.update_programme(actor=editor, programme=joint, organisations=[one, two], title="Вместе")
    actions.update_programme(actor=editor, programme=joint, organisations=[two])
    assert list(joint.organisations.all()) == [two]
    actions.update_programme(actor=make_coordinator(), programme=joint, organisations=[one, three])
    assert set(joint.organisations.all()) == {one, three}
    with pytest.raises(Invalid):
        actions.create_programme(actor=editor, slug="new", title="Новая", organisations=[one, two])
