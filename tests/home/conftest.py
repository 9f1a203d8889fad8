"""A county with two towns and a street, and hands to publish pages as the site does."""

import pytest

from organizations.models import Congress
from tests.factories.organizations import make_county, make_street, make_town


@pytest.fixture
def county(db: None) -> Congress:
    """The county."""
    return make_county()


@pytest.fixture
def town(county: Congress) -> Congress:
    """The town most tests work in."""
    return make_town()


@pytest.fixture
def other_town(county: Congress) -> Congress:
    """A town next to it."""
    return make_town("白水镇", "baishui", "BS")


@pytest.fixture
def street(county: Congress) -> Congress:
    """A street, which has no congress."""
    return make_street()
