"""Five wrong passwords lock the account for that address, with a page that says so."""

import pytest
from django.test import Client

from accounts.roles import Role
from tests.factories.accounts import make_member
from tests.factories.organizations import make_town

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


def test_guessing_a_password_ends_after_five_tries() -> None:
    clerk = make_member(Role.CLERK, make_town())
    client = Client()
    for _ in range(5):
        response = client.post(LOGIN, {"username": clerk.username, "password": "wrong"})
    assert response.status_code == 429
    assert "锁定半小时" in response.content.decode()
    response = client.post(LOGIN, {"username": clerk.username, "password": "correct-horse-1"})
    assert response.status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    response = elsewhere.post(LOGIN, {"username": clerk.username, "password": "correct-horse-1"})
    assert response.status_code == 302
