"""Equal to PySAL ``access`` 1.1.10.post3 to 1e-12, where both have an index."""

import numpy as np
import pytest

from reach.indices.competition import floating_catchment_area
from reach.indices.decay import cut, decay_binary, decay_gaussian, decay_zones
from reach.indices.gravity import catchment

ZONES = decay_zones((600, 1200, 1800), (1.0, 0.68, 0.22))


@pytest.mark.parametrize(
    ("name", "method", "decay"),
    [
        ("two", "2sfca", decay_binary(1800)),
        ("enhanced", "e2sfca", ZONES),
        ("gaussian", "e2sfca", cut(decay_gaussian(900), 3600)),
        ("three", "3sfca", ZONES),
        ("three_gauss", "3sfca", decay_gaussian(900)),
    ],
)
def test_catchments(city, access_results, name, method, decay):
    venues = access_results["venues"]
    times = np.ascontiguousarray(city.seconds[:, venues])
    found = floating_catchment_area(times, method, decay, city.population, city.schools[venues])
    np.testing.assert_allclose(found, access_results[name], rtol=1e-12, atol=0)


def test_people_in_a_catchment(city, access_results):
    times = np.ascontiguousarray(city.seconds[:, access_results["venues"]])
    found = catchment(times, decay_binary(1800), city.population)
    assert found.tolist() == access_results["catchment"].tolist()
