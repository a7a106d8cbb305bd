"""What an installation has after it was prepared, and what a second time leaves alone."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from factories.people import make_organisation
from factories.planning import without_guard
from karavan.hygiene.models import Score
from karavan.kernel.localtime import today
from karavan.people.enums import FounderLevel
from karavan.planning.models.holds import APART

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def prepare():
    told = StringIO()
    call_command("prepare", verbosity=0, stdout=told)
    return [line.split(" …")[0] for line in told.getvalue().splitlines()]


def test_information_is_scored_once(settings, tmp_path):
    settings.STATIC_ROOT, settings.DEMO = tmp_path / "static", False
    club = make_organisation(founder_level=FounderLevel.MUNICIPAL)
    assert "Quality of information" in prepare()
    assert list(Score.objects.values_list("organisation", "day")) == [(club.pk, today())]
    Score.objects.update(day=today() - timedelta(days=1))
    assert "Quality of information" not in prepare()
    assert Score.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_database_without_its_guard_is_not_started_on(settings, tmp_path):
    settings.STATIC_ROOT, settings.DEMO = tmp_path / "static", False
    with without_guard(), pytest.raises(CommandError, match=APART):
        prepare()
