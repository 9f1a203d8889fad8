"""A changed calendar or rule reaches the running clocks: later when it must be, never earlier than was promised."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from accounts.models import User
from audit.models import Entry
from deadlines import recalculation
from deadlines.due import DueDate, due_date
from deadlines.models import Recalculation
from deadlines.proposals import DaysProposal, RuleProposal
from deadlines.recalculation import recompute
from deadlines.registry import ClockQuery, RunningClock, clocks
from organizations.models import Congress
from tests.deadlines.conftest import TODAY, set_value
from tests.deadlines.test_calendar import make

FRIDAY = date(2026, 11, 20)


@dataclass
class Drawer:
    """A keeper of clocks as casework is one, in memory."""

    clocks: dict[int, RunningClock] = field(default_factory=dict)
    stopped: set[int] = field(default_factory=set)
    asked: list[ClockQuery] = field(default_factory=list)

    def put(self, congress: Congress, base: date, rule_id: str = "opinion.reply_target", **more) -> int:
        number = len(self.clocks) + 1
        due_on = more.pop("due_on", None) or due_date(rule_id, base, congress).on
        about = ("case", f"LT-2026-{number:06}")
        self.clocks[number] = RunningClock(number, rule_id, base, due_on, congress, about, **more)
        return number

    def list_running(self, query: ClockQuery) -> list[RunningClock]:
        self.asked.append(query)
        found = [
            c for c in self.clocks.values()
            if c.rule_id in query.rule_ids and c.id > query.after and c.congress.path.startswith(query.below)
            and (query.due_from is None or c.due_on >= query.due_from)
        ]  # fmt: skip
        return sorted(found, key=lambda c: c.id)[: query.limit]

    def apply(self, clock: RunningClock, due: DueDate) -> bool:
        if clock.id in self.stopped:
            return False
        self.clocks[clock.id] = replace(clock, due_on=due.on)
        return True

    def due(self, number: int) -> date:
        return self.clocks[number].due_on


@pytest.fixture
def drawer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawer]:
    monkeypatch.setattr(clocks, "holders", {})
    made = Drawer()
    clocks.register("drawer", list_running=made.list_running, apply=made.apply)
    return made


def test_a_new_holiday_makes_running_clocks_later_and_is_recorded(
    drawer: Drawer, county: Congress, town: Congress, office: User
) -> None:
    number = drawer.put(town, TODAY + timedelta(days=2))
    other = drawer.put(town, TODAY - timedelta(days=30))
    assert drawer.due(number) == FRIDAY
    before = drawer.due(other)
    make(FRIDAY, "rest", county, office)
    assert drawer.due(number) == date(2026, 11, 23)
    assert drawer.due(other) == before
    entry = Entry.objects.get(action="deadlines.moved")
    assert (entry.object_id, entry.congress, entry.actor) == ("LT-2026-000001", town, office)
    assert (entry.data["from"], entry.data["to"]) == ("2026-11-20", "2026-11-23")


def test_a_promised_date_is_kept_and_that_is_recorded(
    drawer: Drawer, county: Congress, town: Congress, office: User
) -> None:
    promised = drawer.put(town, TODAY + timedelta(days=4))
    told_nobody = drawer.put(town, TODAY + timedelta(days=4), is_promised=False)
    before = drawer.due(promised)
    make(date(2026, 11, 21), "work", county, office, name="调休上班")
    assert drawer.due(promised) == before
    assert drawer.due(told_nobody) < before
    kept = Entry.objects.get(action="deadlines.kept")
    assert kept.object_id == "LT-2026-000001"
    assert kept.data["to"] == drawer.due(told_nobody).isoformat()
    job = Recalculation.objects.get()
    assert (job.moved, job.kept, job.finished_at is not None) == (1, 1, True)


def test_a_clock_of_natural_days_moves_when_its_last_day_becomes_free(
    drawer: Drawer, county: Congress, town: Congress, office: User
) -> None:
    number = drawer.put(town, date(2026, 11, 5), "opinion.ack")
    assert drawer.due(number) == FRIDAY
    make(date(2026, 11, 12), "rest", county, office)
    assert drawer.due(number) == FRIDAY
    make(FRIDAY, "rest", county, office)
    assert drawer.due(number) == date(2026, 11, 23)


def test_days_of_waiting_stay_counted(drawer: Drawer, county: Congress, town: Congress, office: User) -> None:
    spans = [(date(2026, 11, 12), date(2026, 11, 13))]
    due_on = due_date("opinion.ack", date(2026, 11, 3), town, suspensions=spans).on
    number = drawer.put(town, date(2026, 11, 3), "opinion.ack", suspensions=spans, due_on=due_on)
    assert due_on == FRIDAY
    make(FRIDAY, "rest", county, office)
    assert drawer.due(number) == date(2026, 11, 23)


def test_a_changed_rule_moves_only_clocks_that_began_under_it_and_below_it(
    drawer: Drawer, county: Congress, town: Congress, chair: User
) -> None:
    today = drawer.put(town, TODAY)
    earlier = drawer.put(town, TODAY - timedelta(days=3))
    elsewhere = drawer.put(county, TODAY)
    other_rule = drawer.put(town, TODAY, "opinion.reply_limit")
    before = [drawer.due(n) for n in (earlier, elsewhere, other_rule)]
    set_value(town, "opinion.reply_target", 9, "working_day", chair)
    assert drawer.due(today) == date(2026, 11, 20)
    assert [drawer.due(n) for n in (earlier, elsewhere, other_rule)] == before
    set_value(town, "opinion.reply_target", 3, "working_day", chair)
    assert drawer.due(today) == date(2026, 11, 20)
    assert Entry.objects.filter(action="deadlines.kept").count() == 1


def test_a_rule_for_tomorrow_moves_nothing_today(drawer: Drawer, town: Congress, chair: User) -> None:
    number = drawer.put(town, TODAY)
    before = drawer.due(number)
    set_value(town, "opinion.reply_target", 20, "working_day", chair, TODAY + timedelta(days=1))
    assert drawer.due(number) == before


def test_the_preview_counts_and_changes_nothing(
    drawer: Drawer, county: Congress, town: Congress, office: User
) -> None:
    for _number in range(3):
        drawer.put(town, TODAY + timedelta(days=2))
    drawer.put(town, TODAY + timedelta(days=4))
    before = dict(drawer.clocks)
    rest = DaysProposal(FRIDAY, FRIDAY, "rest", "县庆日", "x").preview()
    assert (rest.moved, rest.kept, rest.is_more) == (4, 0, False)
    work = DaysProposal(date(2026, 11, 14), date(2026, 11, 14), "work", "调休", "x").preview()
    assert (work.moved, work.kept) == (0, 4)
    nothing = DaysProposal(date(2026, 11, 14), date(2026, 11, 14), "rest", "周末", "x").preview()
    assert (nothing.moved, nothing.kept) == (0, 0)
    assert drawer.clocks == before
    shorter = RuleProposal(TODAY, "试", "x", 3, "working_day").preview("opinion.reply_target", town)
    assert (shorter.moved, shorter.kept) == (0, 4)
    assert not Entry.objects.filter(action__startswith="deadlines.").exists()


def test_the_preview_of_very_many_clocks_stops(
    drawer: Drawer, town: Congress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recalculation, "PREVIEW_MOST", 5)
    monkeypatch.setattr(recalculation, "BATCH", 2)
    for _number in range(8):
        drawer.put(town, TODAY + timedelta(days=2))
    outcome = DaysProposal(FRIDAY, FRIDAY, "rest", "县庆日", "x").preview()
    assert (outcome.moved, outcome.is_more) == (5, True)


def test_what_a_request_does_not_finish_the_scheduler_does(
    drawer: Drawer, county: Congress, town: Congress, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recalculation, "AT_ONCE", 4)
    monkeypatch.setattr(recalculation, "BATCH", 2)
    numbers = [drawer.put(town, TODAY + timedelta(days=2)) for _number in range(11)]
    make(FRIDAY, "rest", county, office)
    assert sum(drawer.due(n) != FRIDAY for n in numbers) == 4
    assert Recalculation.objects.get().finished_at is None
    call_command("recompute_deadlines")
    job = Recalculation.objects.get()
    assert (job.moved, job.finished_at is not None) == (11, True)
    assert all(drawer.due(n) == date(2026, 11, 23) for n in numbers)
    assert max(query.limit for query in drawer.asked) == 2
    call_command("recompute_deadlines")
    assert Entry.objects.filter(action="deadlines.moved").count() == 11


def test_a_clock_that_stopped_meanwhile_is_not_recorded(
    drawer: Drawer, county: Congress, town: Congress, office: User
) -> None:
    drawer.stopped.add(drawer.put(town, TODAY + timedelta(days=2)))
    make(FRIDAY, "rest", county, office)
    assert not Entry.objects.filter(action="deadlines.moved").exists()
    assert Recalculation.objects.get().moved == 0


def test_recompute_without_a_person_is_the_systems(drawer: Drawer, town: Congress) -> None:
    number = drawer.put(town, TODAY, due_on=TODAY)
    recompute(rule="opinion.reply_target", by=None)
    assert drawer.due(number) == date(2026, 11, 18)
    assert Entry.objects.get(action="deadlines.moved").actor is None
