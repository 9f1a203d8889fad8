"""Who sets rules in these tests, and when: Monday, 9 November 2026."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from accounts.models import User
from accounts.roles import Role
from deadlines import actions
from deadlines.models import Recalculation
from deadlines.proposals import ProfileProposal, RuleProposal
from organizations.models import Congress
from tests.factories.accounts import make_member
from tests.factories.organizations import make_county, make_town

TODAY = date(2026, 11, 9)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-11-09 10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def county(db: None) -> Congress:
    return make_county()


@pytest.fixture
def town(db: None) -> Congress:
    return make_town()


@pytest.fixture
def office(county: Congress) -> User:
    return make_member(Role.COUNTY_OFFICE, county)


@pytest.fixture
def chair(town: Congress) -> User:
    return make_member(Role.CHAIR, town)


def set_value(
    congress: Congress, rule_id: str, amount: int, unit: str, by: User, valid_from: date = TODAY, **more: Any
) -> Recalculation:
    proposal = RuleProposal(
        valid_from=valid_from, reason="试行", source="本地做法", amount=amount, unit=unit, **more
    )
    return actions.set_rule(congress=congress, rule_id=rule_id, proposal=proposal, by=by)


def choose(county: Congress, profile: str, by: User, valid_from: date = TODAY) -> Recalculation:
    proposal = ProfileProposal(profile, valid_from, "按省里规定")
    return actions.choose_profile(county=county, proposal=proposal, by=by)
