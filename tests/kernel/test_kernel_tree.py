import pytest

from factories.people import make_organisation
from karavan.people.models import Organisation

pytestmark = pytest.mark.django_db


def paths() -> dict[str, str]:
    return dict(Organisation.objects.values_list("name", "path"))


def test_a_path_runs_from_the_root_to_the_record() -> None:
    root = make_organisation(name="root")
    branch = make_organisation(name="branch", parent=root)
    leaf = make_organisation(name="leaf", parent=branch)

    assert paths() == {
        "root": f"/{root.pk}/",
        "branch": f"/{root.pk}/{branch.pk}/",
        "leaf": f"/{root.pk}/{branch.pk}/{leaf.pk}/",
    }
    assert leaf.lineage_ids == [root.pk, branch.pk, leaf.pk]
    assert leaf.ancestor_ids == [root.pk, branch.pk]


def test_a_move_takes_everything_below_along() -> None:
    old, new = make_organisation(name="old"), make_organisation(name="new")
    branch = make_organisation(name="branch", parent=old)
    leaf = make_organisation(name="leaf", parent=branch)

    branch.parent = new
    branch.save()
    branch.settle()

    assert paths() == {
        "old": f"/{old.pk}/",
        "new": f"/{new.pk}/",
        "branch": f"/{new.pk}/{branch.pk}/",
        "leaf": f"/{new.pk}/{branch.pk}/{leaf.pk}/",
    }


def test_a_record_cannot_lie_under_itself_or_its_own_branch() -> None:
    root = make_organisation()
    branch = make_organisation(parent=root)
    before = paths()

    for parent in (root, branch):
        root.parent = parent
        with pytest.raises(ValueError, match="cannot lie under itself"):
            root.settle()
    assert paths() == before


def test_under_and_over() -> None:
    root = make_organisation(name="root")
    branch = make_organisation(name="branch", parent=root)
    leaf = make_organisation(name="leaf", parent=branch)
    make_organisation(name="stranger")

    assert {row.name for row in Organisation.objects.under(branch)} == {"branch", "leaf"}
    assert [row.name for row in Organisation.objects.over(leaf)] == ["root", "branch"]
    assert list(Organisation.objects.over(root)) == []
