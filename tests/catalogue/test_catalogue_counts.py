"""How many events every organisation has."""

from datetime import timedelta

import time_machine

from factories.people import make_organisation
from factories.programme import START, EventFactory
from karavan.catalogue.filters import EventFilter
from karavan.catalogue.queries import count_by_organisation
from karavan.programme.enums import OrganiserRole


def test_branches_count_for_their_network_and_nobody_else(db):
    network = make_organisation()
    branch, other = make_organisation(parent=network), make_organisation()
    for organisation in (branch, branch, network):
        EventFactory(organisers=[(organisation, OrganiserRole.LEAD)], publish=True)
    EventFactory(organisers=[(other, OrganiserRole.LEAD)])
    with time_machine.travel(START - timedelta(days=3), tick=False):
        until = START + timedelta(days=1)
        assert count_by_organisation(EventFilter(until=until)) == (3, {network.pk: 3, branch.pk: 2})
        assert count_by_organisation(EventFilter(until=START - timedelta(days=1))) == (0, {})
