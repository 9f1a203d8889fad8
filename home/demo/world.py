"""What the parts of the demo hand to each other while it is being made."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import User
from liaison.deputies.models import Deputy
from liaison.stations.models import StationPage
from library.models import CustomImage
from organizations.models import Congress, Office
from participation.consultations.models import ConsultationPage

DATA = Path(__file__).parent / "data"
DAY = re.compile(r"\{([+-]?\d+)(Y?)\}")
YEAR = re.compile(r"\{year([+-]\d+)?\}")


@dataclass
class World:
    """The demo as far as it stands. Keys are the slugs and short names used in ``data/``."""

    now: datetime
    small: bool = False
    congresses: dict[str, Congress] = field(default_factory=dict)
    offices: dict[tuple[str, str], Office] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    portraits: list[CustomImage] = field(default_factory=list)
    pictures: list[CustomImage] = field(default_factory=list)
    stations: dict[str, StationPage] = field(default_factory=dict)
    deputies: dict[tuple[str, str], Deputy] = field(default_factory=dict)
    consultations: dict[str, ConsultationPage] = field(default_factory=dict)
    chance: Random = field(default_factory=lambda: Random(20261))  # noqa: S311  (the same demo every time)

    def data(self, name: str) -> dict[str, Any]:
        """Read a file of ``data/`` and put dates for its relative days (see :func:`dated`)."""
        text = (DATA / f"{name}.toml").read_text(encoding="utf-8")
        return tomllib.loads(dated(text, self.now))

    def user(self, congress: str, role: str) -> User:
        """Return the account of a role in a congress, else the county's."""
        return self.users.get(f"{congress}-{role}") or self.users[f"qinghe-{role}"]

    def has(self, congress: str) -> bool:
        """Return whether the congress is part of this size of the demo."""
        return congress in self.congresses


def dated(text: str, now: datetime) -> str:
    """Write days and years for placeholders: ``{-3}`` three days ago as 11月20日, ``{-3Y}`` with the year.

    ``{year}`` is this year, ``{year+1}`` the next.
    """
    today = timezone.localdate(now)

    def day(found: re.Match[str]) -> str:
        on = today + timedelta(days=int(found[1]))
        return f"{on.year}年{on.month}月{on.day}日" if found[2] else f"{on.month}月{on.day}日"

    text = YEAR.sub(lambda found: str(today.year + int(found[1] or 0)), text)
    return DAY.sub(day, text)
