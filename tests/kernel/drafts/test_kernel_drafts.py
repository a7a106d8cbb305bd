"""What was begun is kept with the person, for a while."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from karavan.kernel.actor import SYSTEM
from karavan.kernel.drafts import actions
from karavan.kernel.drafts.models import Draft, DraftFile
from karavan.kernel.drafts.queries import begun, content_of, file_of

pytestmark = pytest.mark.django_db


def person(pk):
    return SimpleNamespace(pk=pk, is_system=False, is_active=True)


def test_the_answers_of_each_about_each_record_stand_apart():
    for pk, subject, said in ((1, 7, "a"), (1, 8, "b"), (2, 7, "c"), (1, 7, "d")):
        actions.keep_draft(actor=person(pk), kind="survey", subject_id=subject, content={"said": said})
    assert content_of(person(1), "survey", 7) == {"said": "d"}
    assert content_of(person(2), "survey", 7) == {"said": "c"}
    assert content_of(person(2), "survey", 8) is None
    actions.forget_draft(actor=person(1), kind="survey", subject_id=7)
    assert [row.subject_id for row in begun(person(1), "survey")] == [8]


def test_a_kept_file_is_its_person_s_alone_and_no_more_than_five_wait():
    keys = [actions.keep_file(actor=person(1), name=f"{n}.png", content=b"x").key for n in range(7)]
    assert file_of(person(2), keys[-1]) is None
    assert file_of(person(1), "") is None
    assert [file_of(person(1), key) is not None for key in keys] == [False, False, *[True] * 5]
    actions.forget_file(actor=person(2), key=keys[-1])
    actions.forget_file(actor=person(1), key=keys[-2])
    assert DraftFile.objects.count() == 4


def test_what_nobody_touched_for_long_is_forgotten():
    actions.keep_draft(actor=person(1), kind="survey", subject_id=7, content={})
    actions.keep_file(actor=person(1), name="a.png", content=b"x")
    now = timezone.now()
    assert actions.forget_old(actor=SYSTEM, now=now + timedelta(hours=23)) == 0
    assert actions.forget_old(actor=SYSTEM, now=now + timedelta(hours=25)) == 1
    assert actions.forget_old(actor=SYSTEM, now=now + timedelta(days=91)) == 1
    assert Draft.objects.count() == 0
