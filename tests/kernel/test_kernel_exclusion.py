"""Rows that may not overlap: what the database of the tests refuses, and that nothing drops it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from factories.planning import make_hold, without_guard
from karavan.kernel.exclusion import is_overlap, unguarded
from karavan.planning.models import Claim
from karavan.planning.models.holds import APART

START = datetime(2030, 5, 1, 18, tzinfo=UTC)


def claim(start=START, minutes=60, slot="place:1", lanes=(0, 10), hold=None):
    hold = hold or make_hold()
    end = start + timedelta(minutes=minutes)
    return Claim(hold=hold, slot=slot, lane_from=lanes[0], lane_to=lanes[1], starts_at=start, ends_at=end)


def refused(row):
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        return is_overlap(error, APART)
    return False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, True),
        ({"start": START + timedelta(minutes=59)}, True),
        ({"start": START - timedelta(minutes=59)}, True),
        ({"start": START - timedelta(hours=1), "minutes": 300}, True),
        ({"start": START + timedelta(minutes=10), "minutes": 1}, True),
        ({"start": START + timedelta(minutes=60)}, False),
        ({"start": START - timedelta(minutes=60)}, False),
        ({"start": START + timedelta(minutes=59, seconds=59, microseconds=999_999)}, True),
        ({"start": START - timedelta(hours=1, microseconds=-1)}, True),
        ({"slot": "place:2"}, False),
        ({"lanes": (10, 11)}, False),
        ({"lanes": (9, 11)}, True),
    ],
)
def test_a_row_is_refused_where_slot_lanes_and_time_all_meet(row, expected):
    claim().save()
    assert refused(claim(**row)) is expected


@pytest.mark.django_db
def test_a_change_is_refused_as_an_insert_is_and_a_row_does_not_hinder_itself():
    first, second = claim(), claim(start=START + timedelta(hours=1))
    first.save()
    second.save()
    second.ends_at += timedelta(hours=1)
    assert not refused(second)
    second.starts_at -= timedelta(microseconds=1)
    assert refused(second)


@pytest.mark.django_db
def test_other_faults_are_not_taken_for_an_overlap():
    row = claim()
    row.ends_at = row.starts_at
    assert not refused(row)
    assert Claim.objects.count() == 0


@pytest.mark.django_db
def test_a_form_hears_of_it_before_the_database_is_asked():
    claim().save()
    row = claim(minutes=30)
    with pytest.raises(ValidationError):
        row.validate_constraints()
    row.slot = "place:2"
    row.validate_constraints()


@pytest.mark.django_db(transaction=True)
def test_it_outlives_a_change_of_the_table_and_is_missed_where_it_is_gone():
    assert unguarded() == []
    hold = make_hold()
    claim(hold=hold).save()
    longer = models.CharField(max_length=41)
    longer.set_attributes_from_name("slot")
    with connection.schema_editor() as editor:
        editor.alter_field(Claim, Claim._meta.get_field("slot"), longer)
    with connection.schema_editor() as editor:
        editor.alter_field(Claim, longer, Claim._meta.get_field("slot"))
    assert unguarded() == []
    assert refused(claim(hold=hold))
    with without_guard():
        assert unguarded() == [APART]
        assert not refused(claim(hold=hold))
        Claim.objects.all().delete()
    assert unguarded() == []
