"""What every test here begins with."""

import pytest

from organizations.models import Congress
from tests.factories.organizations import make_town


@pytest.fixture
def town(db: None) -> Congress:
    """A town of the county."""
    return make_town()
