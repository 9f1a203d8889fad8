"""What every test here begins with."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from organizations.models import Congress
from tests.factories.organizations import make_town


@pytest.fixture(autouse=True)
def _fresh_counters() -> Iterator[None]:
    """Forget the tries that earlier tests made from the same address."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def town(db: None) -> Congress:
    """A town of the county."""
    return make_town()
