"""What every test of the outbox begins with."""

from collections.abc import Callable
from typing import Any

import pytest

from notifications.actions import enqueue
from notifications.channels import Letter
from notifications.models import Message
from organizations.models import Congress
from tests.factories.organizations import make_town

MAIL = "li.dajie@example.cn"
MOBILE = "13800001234"


@pytest.fixture
def town(db: None) -> Congress:
    """A town of the county."""
    return make_town()


@pytest.fixture
def write(town: Congress) -> Callable[..., Message]:
    """Write a message as a listener does."""

    def written(key: str = "event:1:1", **fields: Any) -> Message:
        values = {
            "kind": "opinion.registered",
            "congress": town,
            "channel": "email",
            "recipient": MAIL,
            "about": "LT-2026-000001",
            "context": {"link": "https://renda.example.cn/opinions/query/"},
        }
        enqueue(key=key, **(values | fields))
        return Message.objects.get(key=key)

    return written


class Recorder:
    """A channel that keeps what it is given, or fails as told."""

    letters: list[Letter] = []
    failure: Exception | None = None

    def send(self, letter: Letter) -> None:
        """Keep it."""
        type(self).letters.append(letter)
        if type(self).failure is not None:
            raise type(self).failure


@pytest.fixture
def channel(settings: Any) -> type[Recorder]:
    """Every channel leads to the recorder."""
    Recorder.letters, Recorder.failure = [], None
    settings.NOTIFICATION_CHANNELS = {
        name: {"class": "tests.notifications.conftest.Recorder"} for name in ("email", "sms", "webhook")
    }
    return Recorder
