"""Whose value counts: town, county, province or city, nation; from which day on; and never beyond the law."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from accounts.roles import Role
from audit.models import Entry
from deadlines import actions
from deadlines.due import due_date, effective_rule
from deadlines.profiles import PROFILES
from deadlines.proposals import RuleProposal
from deadlines.rules import RULES
from deadlines.units import Level, Unit
from organizations.models import Congress
from tests.deadlines.conftest import TODAY, choose, set_value
from tests.factories.accounts import make_member
from tests.factories.organizations import make_street, make_town

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def value(rule_id: str, congress: Congress | None, on: date = TODAY) -> tuple[int, Unit, Level]:
    found = effective_rule(rule_id, congress, on)
    return found.rule.amount, found.rule.unit, found.level


def test_the_most_particular_value_counts(
    county: Congress, town: Congress, office: User, chair: User
) -> None:
    assert value("suggestion.return", town) == (5, Unit.WORKING_DAY, Level.NATIONAL)
    choose(county, "henan", office)
    assert value("suggestion.return", town) == (10, Unit.WORKING_DAY, Level.PROFILE)
    set_value(county, "suggestion.return", 8, "working_day", office)
    assert value("suggestion.return", town) == (8, Unit.WORKING_DAY, Level.COUNTY)
    set_value(town, "suggestion.return", 6, "working_day", chair)
    assert value("suggestion.return", town) == (6, Unit.WORKING_DAY, Level.TOWN)
    assert value("suggestion.return", make_town("白水镇", "baishui", "BS")) == (
        8,
        Unit.WORKING_DAY,
        Level.COUNTY,
    )
    assert value("suggestion.return", None) == (5, Unit.WORKING_DAY, Level.NATIONAL)


def test_a_value_given_back_follows_the_level_above_again(
    county: Congress, town: Congress, office: User, chair: User
) -> None:
    set_value(county, "opinion.reply_target", 10, "working_day", office)
    set_value(town, "opinion.reply_target", 5, "working_day", chair)
    actions.set_rule(
        congress=town, rule_id="opinion.reply_target", by=chair,
        proposal=RuleProposal(valid_from=TODAY, reason="不再单独设定", is_inherited=True),
    )  # fmt: skip
    assert value("opinion.reply_target", town) == (10, Unit.WORKING_DAY, Level.COUNTY)


def test_a_change_counts_from_its_day_on_and_never_before(town: Congress, chair: User) -> None:
    before = due_date("opinion.reply_target", TODAY, town)
    set_value(town, "opinion.reply_target", 3, "working_day", chair, TOMORROW)
    assert due_date("opinion.reply_target", TODAY, town).on == before.on
    assert value("opinion.reply_target", town, TODAY)[2] is Level.NATIONAL
    assert value("opinion.reply_target", town, TOMORROW) == (3, Unit.WORKING_DAY, Level.TOWN)
    set_value(town, "opinion.reply_target", 4, "working_day", chair, TODAY + timedelta(days=9))
    assert value("opinion.reply_target", town, TOMORROW)[0] == 3
    assert value("opinion.reply_target", town, TODAY + timedelta(days=9))[0] == 4


def test_a_change_for_a_day_that_is_over_is_refused(town: Congress, chair: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        set_value(town, "opinion.reply_target", 3, "working_day", chair, YESTERDAY)
    assert "valid_from" in refusal.value.error_dict


@pytest.mark.parametrize(
    ("rule_id", "amount", "unit", "article"),
    [
        ("opinion.ack", 16, "natural_day", "《信访工作条例》第二十三条"),
        ("opinion.ack", 10, "working_day", "《信访工作条例》第二十三条"),
        ("opinion.transfer_objection", 6, "working_day", "《信访工作条例》第二十三条"),
        ("suggestion.answer", 4, "month", "代表法》第五十一条"),
        ("suggestion.answer_hard", 7, "month", "代表法》第五十一条"),
        ("consultation.minimum_draft", 29, "natural_day", "《立法法》第四十条"),
    ],
)
def test_a_value_beyond_the_law_is_refused_with_its_article(
    county: Congress, office: User, rule_id: str, amount: int, unit: str, article: str
) -> None:
    with pytest.raises(ValidationError, match=article):
        set_value(county, rule_id, amount, unit, office)
    assert effective_rule(rule_id, county, TODAY).level is Level.NATIONAL


@pytest.mark.parametrize(
    ("rule_id", "amount"),
    [("opinion.ack", 15), ("opinion.ack", 7), ("consultation.minimum_draft", 45)],
)
def test_a_value_within_the_law_is_taken(county: Congress, office: User, rule_id: str, amount: int) -> None:
    set_value(county, rule_id, amount, "natural_day", office)
    assert value(rule_id, county) == (amount, Unit.NATURAL_DAY, Level.COUNTY)


@pytest.mark.parametrize(
    ("amount", "unit"), [(0, "natural_day"), (4000, "natural_day"), (5, "choice"), (5, "weeks")]
)
def test_what_cannot_be_meant_is_refused(county: Congress, office: User, amount: int, unit: str) -> None:
    with pytest.raises(ValidationError):
        set_value(county, "opinion.redo", amount, unit, office)


def test_a_province_may_be_laxer_than_the_nation_but_no_county_than_its_province(
    county: Congress, office: User
) -> None:
    choose(county, "zhejiang", office)
    assert value("consultation.minimum_draft", county) == (20, Unit.NATURAL_DAY, Level.PROFILE)
    set_value(county, "consultation.minimum_draft", 25, "natural_day", office)
    with pytest.raises(ValidationError, match="浙江省"):
        set_value(county, "consultation.minimum_draft", 19, "natural_day", office)
    with pytest.raises(ValidationError, match="第十四条"):
        set_value(county, "suggestion.return", 11, "natural_day", office)


def test_townships_of_chongqing_have_two_months_whatever_the_county_sets(
    county: Congress, town: Congress, office: User, chair: User
) -> None:
    choose(county, "chongqing", office)
    assert value("suggestion.answer", county) == (3, Unit.MONTH, Level.NATIONAL)
    assert value("suggestion.answer", town) == (2, Unit.MONTH, Level.PROFILE)
    assert value("suggestion.answer", make_street()) == (3, Unit.MONTH, Level.NATIONAL)
    assert value("suggestion.rate", town) == (20, Unit.WORKING_DAY, Level.PROFILE)
    set_value(county, "suggestion.answer", 3, "month", office)
    assert value("suggestion.answer", town) == (2, Unit.MONTH, Level.PROFILE)
    with pytest.raises(ValidationError, match="第十六条"):
        set_value(town, "suggestion.answer", 3, "month", chair)


def test_a_city_inherits_from_its_province(county: Congress, office: User) -> None:
    choose(county, "qingdao", office)
    assert value("suggestion.assign", county) == (5, Unit.WORKING_DAY, Level.PROFILE)
    assert value("suggestion.redo", county) == (1, Unit.MONTH, Level.PROFILE)
    assert effective_rule("suggestion.joint_reply", county, TODAY).rule.choice == "lead"


def test_a_profile_is_followed_from_its_day_on(county: Congress, office: User) -> None:
    choose(county, "jiangsu", office, TOMORROW)
    assert effective_rule("presidium.quorum", county, TODAY).rule.choice == "majority"
    assert effective_rule("presidium.quorum", county, TOMORROW).rule.choice == "two-thirds"


@pytest.mark.parametrize("profile", ["chongqing-township", "atlantis"])
def test_only_listed_profiles_can_be_chosen(county: Congress, office: User, profile: str) -> None:
    with pytest.raises(ValidationError):
        choose(county, profile, office)


def test_every_value_of_every_profile_is_a_known_rule_with_a_source() -> None:
    assert set(PROFILES) == {
        "zhejiang", "shandong", "qingdao", "chongqing", "chongqing-township", "henan", "beijing", "jiangsu",
    }  # fmt: skip
    for profile in PROFILES.values():
        for rule_id, rule in profile.values.items():
            assert rule.id == rule_id
            assert rule_id in RULES
            assert str(rule.source)
            assert rule.unit is not Unit.CHOICE or rule.choice in dict(rule.choices)


def test_a_choice_is_taken_from_its_list_only(county: Congress, office: User) -> None:
    set_value(county, "presidium.quorum", 0, "", office, choice="two-thirds")
    assert effective_rule("presidium.quorum", county, TODAY).rule.value_text == "全体成员三分之二以上"
    with pytest.raises(ValidationError):
        set_value(county, "presidium.quorum", 0, "", office, choice="everybody")


def test_rolling_on_can_be_switched_off_by_the_county_only(
    county: Congress, town: Congress, office: User, chair: User
) -> None:
    with pytest.raises(ValidationError):
        set_value(town, "calendar.roll_on", 0, "", chair, choice="no")
    base = TODAY + timedelta(days=5)  # fifteen days later is a Sunday
    assert due_date("opinion.ack", base, town).on == date(2026, 11, 30)
    set_value(county, "calendar.roll_on", 0, "", office, choice="no")
    assert due_date("opinion.ack", base, town).on == date(2026, 11, 29)


def test_each_sets_only_its_own(county: Congress, town: Congress, office: User, chair: User) -> None:
    other = make_town("白水镇", "baishui", "BS")
    clerk = make_member(Role.CLERK, town)
    for congress, user in ((county, chair), (other, chair), (town, clerk)):
        with pytest.raises(PermissionDenied):
            set_value(congress, "opinion.redo", 9, "natural_day", user)
    set_value(other, "opinion.redo", 9, "natural_day", office)
    with pytest.raises(PermissionDenied):
        choose(county, "henan", chair)


def test_every_change_is_in_the_ledger(town: Congress, chair: User) -> None:
    set_value(town, "opinion.redo", 9, "natural_day", chair)
    entry = Entry.objects.filter(action="deadlines.set_rule").get()
    assert (entry.object_id, entry.congress, entry.actor) == ("opinion.redo", town, chair)
    assert (entry.data["from"], entry.data["to"]) == ("30 natural_day", "9 natural_day")


def test_the_explanation_shows_the_local_source(town: Congress, chair: User) -> None:
    set_value(town, "opinion.redo", 9, "natural_day", chair)
    due = due_date("opinion.redo", TODAY, town)
    assert "起9日" in due.explanation
    assert any("柳塘镇设定，自2026年11月9日起执行" in line for line in due.detail)
