"""The demo's questionnaires: one to fill in, one with its results, on any day."""

from datetime import timedelta

import time_machine
from django.test import Client

from participation.questionnaires.models import QuestionnairePage
from tests.demo.conftest import TODAY, run

on_that_day = time_machine.travel(TODAY, tick=False)


def one_open_and_one_with_results() -> bool:
    """Tell whether both are there."""
    pages = QuestionnairePage.objects.live()
    return pages.open_at().count() == 1 and [page.shows_results() for page in pages].count(True) == 1


def test_one_can_be_filled_in_and_one_shows_results_also_weeks_later(
    small_demo: None, client: Client
) -> None:
    with on_that_day as clock:
        assert one_open_and_one_with_results()
        closed = QuestionnairePage.objects.get(slug="liutang-reading-room")
        text = client.get(closed.get_url()).content.decode()
        assert "共 90 人参与" in text
        assert "少于5" in text
        clock.shift(timedelta(days=50))
        assert "处日期" in run("--small")
        assert one_open_and_one_with_results()
        assert "没有需要更新的" in run("--small")
