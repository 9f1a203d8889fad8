"""A county with two towns and a street, and hands to publish pages as the site does."""

import pytest
from wagtail.models import Page

from accounts.models import User
from accounts.roles import Role
from home.notices.models import NoticeIndexPage, NoticePage
from organizations.models import Congress
from tests.factories.accounts import make_member
from tests.factories.liaison import list_page
from tests.factories.organizations import make_county, make_street, make_town
from tests.home.signing import create


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


@pytest.fixture
def clerk(town: Congress) -> User:
    return make_member(Role.CLERK, town, username="clerk")


@pytest.fixture
def chair(town: Congress) -> User:
    return make_member(Role.CHAIR, town, username="chair")


@pytest.fixture
def foreign_chair(other_town: Congress) -> User:
    return make_member(Role.CHAIR, other_town, username="foreign")


@pytest.fixture
def index(town: Congress) -> Page:
    return list_page(town, NoticeIndexPage)


@pytest.fixture
def submitted(clerk: User, index: Page) -> NoticePage:
    return create(clerk, index, **{"action-submit": "1"})
