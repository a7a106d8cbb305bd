import pytest

from integrations.sites.fixture_site import running


@pytest.fixture
def site():
    with running() as found:
        yield found
