"""Due dates by the national rules on the real calendar, and how they explain themselves."""

from datetime import date

import pytest

from deadlines.calendar import add_working_days, is_working_day
from deadlines.due import due_date, public_explanation
from deadlines.rules import GROUPS, RULES
from deadlines.units import Unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 2, 4), True),  # Sunday before the Spring Festival
        (date(2024, 2, 18), True),
        (date(2024, 2, 16), False),
        (date(2024, 4, 28), True),
        (date(2024, 5, 11), True),
        (date(2024, 9, 14), True),
        (date(2024, 9, 29), True),
        (date(2024, 10, 12), True),
        (date(2024, 10, 7), False),
        (date(2024, 10, 13), False),
        (date(2024, 10, 8), True),
    ],
)
def test_make_up_weekends_are_worked_and_holidays_are_not(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_seven_working_days_around_the_national_day_of_2024() -> None:
    """27 September is a Friday; 29 September, a Sunday, and 12 October, a Saturday, are worked."""
    due = due_date("opinion.reply_target", date(2024, 9, 27))
    assert due.on == date(2024, 10, 12)
    assert due.makeup_days == (date(2024, 9, 29), date(2024, 10, 12))
    assert "其间休息日8天不计" in due.explanation
    assert any("10月1日至10月7日（国庆节）" in line for line in due.detail)
    assert any("9月29日、10月12日" in line for line in due.detail)
    assert add_working_days(date(2024, 9, 27), 7) == due.on


def test_the_base_day_is_day_zero() -> None:
    assert due_date("opinion.ack", date(2026, 11, 9)).on == date(2026, 11, 24)


def test_a_last_day_of_rest_moves_on_to_the_next_working_day() -> None:
    due = due_date("opinion.ack", date(2026, 11, 7))
    assert due.counted.ends == date(2026, 11, 22)
    assert due.on == date(2026, 11, 23)
    assert "期满日11月22日为休息日，顺延" in due.explanation
    assert any("《民法典》第二百零三条" in line for line in due.detail)


def test_a_last_day_on_a_worked_sunday_stays() -> None:
    assert due_date("opinion.ack", date(2026, 9, 5)).on == date(2026, 9, 20)


def test_a_month_that_ends_in_the_holidays_moves_behind_them() -> None:
    due = due_date("suggestion.answer", date(2026, 7, 1))
    assert (due.counted.ends, due.on) == (date(2026, 10, 1), date(2026, 10, 8))


def test_the_last_day_of_february_is_taken_and_said() -> None:
    due = due_date("suggestion.answer", date(2023, 11, 30))
    assert due.on == date(2024, 2, 29)
    assert "当月没有30日，取月末" in due.explanation
    assert any("取该月最后一日2024年2月29日" in line for line in due.detail)
    assert due_date("suggestion.answer", date(2022, 11, 30)).on == date(2023, 2, 28)


def test_days_of_waiting_are_added_and_said() -> None:
    plain = due_date("opinion.reply_limit", date(2026, 11, 2))
    assert plain.on == date(2026, 12, 2)
    waited = due_date(
        "opinion.reply_limit", date(2026, 11, 2), suspensions=[(date(2026, 11, 10), date(2026, 11, 16))]
    )
    assert waited.on == date(2026, 12, 9)
    assert "暂停的7天不计" in waited.explanation


def test_waiting_twice_on_the_same_days_counts_once() -> None:
    spans = [(date(2026, 11, 10), date(2026, 11, 12)), (date(2026, 11, 11), date(2026, 11, 12))]
    assert due_date("opinion.ack", date(2026, 11, 9), suspensions=spans).on == date(2026, 11, 27)


def test_a_shortest_period_ends_where_it_ends() -> None:
    """A draft may close on a Sunday: the thirty days are over."""
    assert due_date("consultation.minimum_draft", date(2026, 11, 13)).on == date(2026, 12, 13)


def test_notice_is_counted_backward() -> None:
    due = due_date("reception.notice", date(2026, 11, 30))
    assert due.on == date(2026, 11, 27)
    assert "2026年11月30日之前3日，即2026年11月27日" in due.explanation


def test_a_year_that_is_not_announced_says_so() -> None:
    due = due_date("opinion.reply_target", date(2035, 1, 10))
    assert "2035年放假安排尚未公布" in due.explanation
    assert due.on == date(2035, 1, 19)
    assert "尚未公布" not in due_date("opinion.reply_target", date(2026, 11, 10)).explanation


def test_the_explanation_names_rule_base_value_date_and_source() -> None:
    assert due_date("opinion.ack", date(2026, 11, 9)).explanation == (
        "告知受理情况：自2026年11月9日起15日，至2026年11月24日（依据：《信访工作条例》第二十三条）"
    )


def test_citizens_read_it_without_the_name_of_the_rule() -> None:
    due = due_date("opinion.reply_target", date(2026, 11, 9))
    text = public_explanation(due)
    assert text.startswith("最迟2026年11月18日：自2026年11月9日的次日起计算7个工作日")
    assert "答复目标" not in text
    assert "2026年12月1日" in public_explanation(due, date(2026, 12, 1))
    assert "另行" not in public_explanation(due, due.on)


def test_a_choice_is_no_clock_and_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"presidium\.quorum"):
        due_date("presidium.quorum", date(2026, 11, 9))
    with pytest.raises(KeyError):
        due_date("opinion.unknown", date(2026, 11, 9))


@pytest.mark.parametrize("rule_id", [i for i, rule in RULES.items() if rule.unit is not Unit.CHOICE])
def test_every_clock_explains_itself_with_its_source(rule_id: str) -> None:
    due = due_date(rule_id, date(2026, 3, 31))
    rule = RULES[rule_id]
    assert str(rule.source) in due.explanation
    assert rule.value_text in due.explanation
    assert rule.group in GROUPS
    assert len(due.detail) >= 4
