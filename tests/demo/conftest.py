"""The small demo, made once for the tests that look at it, in a transaction that is rolled back after them."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Site

from home.demo.build import demo_county
from home.demo.county import DEMO_CODE
from home.demo.removal import remove
from organizations.models import Congress

TODAY = "2026-11-18 10:30+08:00"


def run(*options: str) -> str:
    """Run the command and return what it printed."""
    told = StringIO()
    call_command("demo_county", *options, stdout=told)
    return told.getvalue()


def rows() -> dict[str, int]:
    """Return how many rows each table has."""
    return {
        model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)
    }


def empty_the_site() -> None:
    """Take away the county that the other tests share, as if it were a demo."""
    Congress.objects.update(code=DEMO_CODE)
    county = demo_county()
    assert county is not None
    remove(county)


@pytest.fixture
def empty_site(db: None) -> None:
    """A site just installed."""
    empty_the_site()


@pytest.fixture(scope="module")
def rows_before_the_demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, int]]:
    """The small demo, made once; and how many rows there were before it."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            empty_the_site()
            before = rows()
            with time_machine.travel(TODAY, tick=False):
                run("--small")
            with django_db_blocker.block():
                yield before
            transaction.set_rollback(True)
        Site.clear_site_root_paths_cache()


@pytest.fixture
def small_demo(rows_before_the_demo: dict[str, int], db: None) -> None:
    """The small demo for one test, which may change it."""
