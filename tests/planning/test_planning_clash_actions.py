from datetime import timedelta
from typing import Any

import pytest

from factories.diary import EVENING, make_entry
from factories.people import make_editor, make_organisation
from factories.places import make_hall, make_place
from karavan.kernel.errors import Conflict, Invalid, NotAllowed
from karavan.kernel.journal.models import JournalLine
from karavan.planning import actions
from karavan.planning.clashes import clashes_of
from karavan.planning.enums import Level
from karavan.planning.models import Disclosure
from karavan.planning.occasions import scene

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


class Two:
    """Two secret concerts of two organisations that clash, and an editor of each."""

    def __init__(self, **given: Any) -> None:
        self.place = make_place(lat=55.16, lon=61.4)
        self.mine, self.theirs = make_organisation(), make_organisation()
        self.me, self.them = make_editor(self.mine), make_editor(self.theirs)
        fields = {"place": self.place, "expected": 900, "is_confidential": True, **given}
        self.own = make_entry(organisation=self.mine, title="Моё", **fields)
        self.other = make_entry(organisation=self.theirs, title="Чужое", **fields)

    @property
    def keys(self) -> tuple[str, str]:
        return f"entry:{self.own.pk}", f"entry:{self.other.pk}"

    def clash(self, actor: Any, key: str) -> Any:
        [found] = clashes_of(key, scene(EVENING - DAY, EVENING + 2 * DAY, actor=actor))
        return found

    def titles(self) -> tuple[str, str]:
        """What each side reads of the other."""
        own, other = self.keys
        return self.clash(self.me, own).other(own).title, self.clash(self.them, other).other(other).title

    def seen(self, actor: Any, key: str) -> str:
        return self.clash(actor, key).other(key).key


def test_a_clash_set_aside_comes_back_when_one_of_them_moves() -> None:
    two = Two()
    own, other = two.keys
    actions.ignore_clash(actor=two.me, mine=own, other=two.seen(two.me, own), reason="Договорились")

    assert two.clash(two.me, own).level == Level.IGNORED
    assert two.clash(two.them, other).level == Level.IGNORED
    # The stranger learns that it was set aside; by whom and in which words would name the other.
    assert (two.clash(two.them, other).decision.by, two.clash(two.them, other).decision.reason) == ("", "")
    actions.move_entry(actor=two.them, entry=two.other, starts_at=EVENING + timedelta(minutes=30))
    assert two.clash(two.me, own).level == Level.SERIOUS


def test_a_decision_is_taken_back() -> None:
    two = Two()
    own, _other = two.keys
    seen = two.seen(two.me, own)
    with pytest.raises(Conflict):
        actions.reopen_clash(actor=two.me, mine=own, other=seen)
    actions.ignore_clash(actor=two.me, mine=own, other=seen, reason="Договорились")
    actions.reopen_clash(actor=two.me, mine=own, other=seen)

    assert two.clash(two.me, own).level == Level.SERIOUS


def test_a_reason_a_right_and_a_clash_are_needed() -> None:
    two = Two()
    own, other = two.keys
    seen = two.seen(two.me, own)
    with pytest.raises(Invalid):
        actions.ignore_clash(actor=two.me, mine=own, other=seen, reason=" ")
    with pytest.raises(NotAllowed):
        actions.ignore_clash(actor=two.them, mine=own, other=seen, reason="Так")
    # The real key of a secret opens nothing.
    with pytest.raises(Conflict):
        actions.ignore_clash(actor=two.me, mine=own, other=other, reason="Так")


def test_a_taken_hall_cannot_be_set_aside() -> None:
    hall = make_hall(make_place())
    two = Two(place=hall)
    own, _other = two.keys

    with pytest.raises(Conflict):
        actions.ignore_clash(actor=two.me, mine=own, other=two.seen(two.me, own), reason="Так")


def test_names_open_when_both_agreed_and_close_when_one_takes_it_back() -> None:
    two = Two()
    own, other = two.keys
    asked = actions.ask_disclosure(actor=two.me, mine=own, other=two.seen(two.me, own))

    assert (two.clash(two.me, own).other(own).title, two.clash(two.them, other).other(other).title) == (
        "",
        "",
    )
    actions.agree_disclosure(actor=two.them, disclosure=asked)
    assert two.titles() == ("Чужое", "Моё")
    actions.take_back_disclosure(actor=two.me, disclosure=asked)
    assert (two.clash(two.me, own).other(own).title, two.clash(two.them, other).other(other).title) == (
        "",
        "",
    )


def test_two_who_ask_each_other_agree() -> None:
    two = Two()
    own, other = two.keys
    actions.ask_disclosure(actor=two.me, mine=own, other=two.seen(two.me, own))
    actions.ask_disclosure(actor=two.them, mine=other, other=two.seen(two.them, other))

    assert [each.is_mutual for each in Disclosure.objects.all()] == [True]


def test_who_asks_stays_unknown_to_who_is_asked() -> None:
    two = Two()
    own, _other = two.keys
    asked = actions.ask_disclosure(actor=two.me, mine=own, other=two.seen(two.me, own))
    with pytest.raises(NotAllowed):
        actions.agree_disclosure(actor=make_editor(make_organisation()), disclosure=asked)

    [line] = JournalLine.objects.filter(organisation_id=two.theirs.pk, verb__startswith="disclosure")
    assert (line.verb, line.actor_id, line.actor_label, line.before, line.after) == (
        "disclosure.wanted", None, "system", {}, {}
    )  # fmt: skip
