"""Claims beside a plain model of the tree: two holds exclude each other where one place holds the other."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from factories.people import make_organisation
from factories.planning import EVENING
from karavan.kernel.actor import SYSTEM
from karavan.places.enums import PlaceCategory, PlaceKind, PlaceLevel
from karavan.places.models import Place
from karavan.planning.holds.claims import Taken, lay, lift
from karavan.planning.models import Claim, Hold

pytestmark = pytest.mark.slow

MINUTE = timedelta(minutes=1)

trees = st.lists(st.integers(min_value=-1, max_value=4), min_size=2, max_size=6)
"""The parent of each place by its number; -1, or one not made yet, is none."""
steps = st.lists(
    st.tuples(
        st.integers(0, 5),  # the place
        st.integers(0, 40),  # its start
        st.integers(1, 12),  # its length
        st.integers(0, 3),  # build-up
        st.integers(0, 3),  # clearing
        st.booleans(),  # whether the oldest is released first
    ),
    min_size=2,
    max_size=12,
)


def plant(parents):
    """Places with these parents, and the numbers of all that each lies in, itself too."""
    places, lineages = [], []
    for number, parent in enumerate(parents):
        above = lineages[parent] if 0 <= parent < number else []
        place = Place.objects.create(
            name=str(number),
            level=PlaceLevel.HALL,
            kind=PlaceKind.HALL,
            category=PlaceCategory.OTHER,
            parent=places[parent] if above else None,
        )
        place.settle()
        places.append(place)
        lineages.append([*above, number])
    return places, lineages


class Claims(TestCase):
    """On whichever database the tests run."""

    @given(trees, steps)
    def test_the_database_refuses_exactly_what_the_model_does(self, parents, wanted):
        places, lineages = plant(parents)
        owner = make_organisation()
        kept = []
        for number, start, length, before, after, release in wanted:
            number %= len(places)
            if release and kept:
                lift([kept.pop(0)[0]])
            first, last = start - before, start + length + after
            free = not any(
                (number in lineages[other] or other in lineages[number]) and first < ends and begins < last
                for _hold, other, begins, ends in kept
            )
            hold = Hold(
                place=places[number],
                organisation=owner,
                starts_at=EVENING + start * MINUTE,
                ends_at=EVENING + (start + length) * MINUTE,
                build_up=before,
                clearing=after,
            )
            try:
                with transaction.atomic():
                    hold.save()
                    lay([hold], actor=SYSTEM)
                had = True
            except Taken:
                had = False
            assert had is free
            if had:
                kept.append((hold, number, first, last))
        assert Claim.objects.count() == sum(len(lineages[number]) for _hold, number, *_ in kept)
