"""The world of the liaison tests."""

import pytest

from tests.liaison.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """A county with two towns, at noon of 2 March 2026 where a test freezes the clock."""
    return make_world()
