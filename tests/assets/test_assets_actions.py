import pytest

from factories.people import make_editor, make_organisation, make_user
from karavan.assets import actions, queries
from karavan.kernel.errors import Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine

pytestmark = pytest.mark.django_db


def test_an_asset_is_kept_by_editors_of_its_organisation_and_comes_back_from_the_trash():
    home = make_organisation()
    editor, stranger = make_editor(home), make_editor(make_organisation())
    asset = actions.create_asset(actor=editor, organisation=home, name=" Сцена <b>6×4</b> ", units=2)
    assert (asset.name, asset.units) == ("Сцена 6×4", 2)
    with pytest.raises(NotAllowed):
        actions.update_asset(actor=stranger, asset=asset, units=3)
    actions.update_asset(actor=editor, asset=asset, units=3, note="220 В\nдва человека")
    actions.update_asset(actor=editor, asset=asset, units=3)
    with pytest.raises(NotAllowed):
        actions.remove_asset(actor=stranger, asset=asset)
    trashed = actions.remove_asset(actor=editor, asset=asset)
    back = actions.restore_asset(actor=editor, trashed=trashed)
    assert (back.pk, back.units, back.note) == (trashed.subject_id, 3, "220 В\nдва человека")
    lines = JournalLine.objects.filter(subject_type="assets.asset").order_by("pk")
    assert list(lines.values_list("verb", flat=True)) == [
        "asset.created", "asset.updated", "asset.removed", "asset.restored",
    ]  # fmt: skip


@pytest.mark.parametrize(("values", "field"), [({"name": ""}, "name"), ({"name": "Х", "units": 0}, "")])
def test_what_is_wrong_is_said_at_its_field(values, field):
    home = make_organisation()
    with pytest.raises(Invalid) as caught:
        actions.create_asset(actor=make_editor(home), organisation=home, **values)
    assert list(caught.value.problems) == [field]


def test_staff_of_all_institutions_see_assets_and_nobody_else_does():
    home = make_organisation()
    asset = actions.create_asset(actor=make_editor(home), organisation=home, name="Автобус")
    assert list(queries.visible_to(make_editor(make_organisation()))) == [asset]
    assert list(queries.visible_to(make_user())) == []
    assert list(queries.visible_to(None)) == []
    assert list(queries.editable_by(make_editor(make_organisation()))) == []
