"""Who is told that a name is wanted, and that both are open; and what they are not told."""

from datetime import timedelta

import pytest

from factories.people import make_editor, make_organisation
from factories.planning import EVENING
from karavan.kernel.actor import SYSTEM
from karavan.planning import actions
from karavan.planning.clashes import around, clashes_of
from karavan.planning.models import DiaryEntry
from karavan.planning.occasions.keys import entry_key
from notices.hearing import told

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def secret(house, title: str) -> DiaryEntry:
    return actions.add_entry(
        actor=SYSTEM, organisation=house, title=title, kind="concert", audiences=["youth"], expected=1500,
        starts_at=EVENING, ends_at=EVENING + timedelta(hours=3), lat=55.16, lon=61.4, is_confidential=True,
    )  # fmt: skip


def heard(person) -> list[str]:
    """Titles of what somebody was told of clashes."""
    return [title for topic, title in told(person) if topic == "clashes"]


@pytest.fixture
def two():
    """The editors of two houses whose secrets clash, and a question of the first one's."""
    mine, theirs = make_organisation(name="Театр"), make_organisation(name="Музей")
    me, them = make_editor(mine), make_editor(theirs)
    entry, _other = secret(mine, "Ночь на площади"), secret(theirs, "Концерт у башни")
    key = entry_key(entry.pk)
    (clash,) = clashes_of(key, around(EVENING, EVENING, actor=me))
    asked = actions.ask_disclosure(actor=me, mine=key, other=clash.other(key).key)
    return me, them, asked


def test_the_other_side_hears_that_somebody_asks_and_not_who(two):
    me, them, _asked = two
    assert heard(them) == ["Просят открыть название: «Концерт у башни»"]
    notice = them.notices.get(topic="clashes")
    assert notice.url == "/office/diary/clashes/"
    words = notice.title + notice.text + notice.reason
    assert ["Театр" in words, "Ночь на площади" in words, me.name in words] == [False] * 3
    assert heard(me) == []


def test_who_asked_hears_that_both_are_open(two):
    me, them, asked = two
    actions.agree_disclosure(actor=them, disclosure=asked)
    assert heard(me) == ["Названия теперь открыты: «Ночь на площади» и то, с чем оно пересекается"]
    assert len(heard(them)) == 1
