"""The screens of 期限: who sees which, and the two steps of every change."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission, Role, roles_with
from deadlines.due import effective_rule
from deadlines.models import CalendarDay, Override, ProfileChoice
from organizations.models import Congress
from tests.deadlines.conftest import TODAY, set_value
from tests.factories.accounts import make_member
from tests.factories.organizations import make_office, make_town

CALENDAR = "/admin/deadlines/calendar/"
VALUE = {
    "form": "value", "amount": "5", "unit": "working_day", "source": "柳塘镇人大工作办法第三条",
    "valid_from": "2026-11-09", "reason": "干得快",
}  # fmt: skip


def rule_address(congress: Congress, rule_id: str = "opinion.reply_target") -> str:
    return reverse("deadlines:rule", args=[congress.pk, rule_id])


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def texts(response: Any) -> str:
    return response.content.decode()


def test_the_right_belongs_to_the_county_office_and_to_chairs() -> None:
    assert roles_with(Permission.MANAGE_DEADLINES) == [Role.CHAIR, Role.COUNTY_OFFICE]


@pytest.mark.parametrize("role", [r for r in Role if r not in roles_with(Permission.MANAGE_DEADLINES)])
def test_other_roles_find_nothing_here(client: Client, town: Congress, role: Role) -> None:
    office = make_office(town) if role == Role.HANDLER else None
    sign_in(client, make_member(role, town, office))
    for address in ("/admin/deadlines/", CALENDAR, "/admin/deadlines/profile/", rule_address(town)):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


def test_a_chair_sees_its_town_only(client: Client, town: Congress, county: Congress, chair: User) -> None:
    sign_in(client, chair)
    assert "柳塘镇" in texts(client.get("/admin/deadlines/"))
    assert client.get(rule_address(town)).status_code == 200
    other = make_town("白水镇", "baishui", "BS")
    for address in (
        rule_address(county),
        rule_address(other),
        CALENDAR,
        f"{CALENDAR}2026/",
        "/admin/deadlines/profile/",
        rule_address(town, "calendar.roll_on"),
        rule_address(town, "nothing"),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, VALUE).status_code == 404
    assert f'value="{other.pk}"' not in texts(client.get(f"/admin/deadlines/?congress={other.pk}"))


def test_the_list_shows_value_level_and_source(
    client: Client, county: Congress, town: Congress, office: User
) -> None:
    set_value(county, "opinion.redo", 20, "natural_day", office)
    page = texts(sign_in(client, office).get("/admin/deadlines/", {"congress": town.pk}))
    for text in ("20日", "本县设定：青禾县", "《信访工作条例》第二十三条", "全国默认", "全体成员过半数"):
        assert text in page


def test_a_value_is_looked_at_first_and_saved_when_confirmed(
    client: Client, town: Congress, chair: User
) -> None:
    sign_in(client, chair)
    looked = client.post(rule_address(town), VALUE)
    assert looked.status_code == 200
    assert "确认保存" in texts(looked)
    assert "0个正在计算的期限会调整日期" in texts(looked)
    assert "<dd>工作日</dd>" in texts(looked)
    assert "<dd>2026年11月9日</dd>" in texts(looked)
    assert not Override.objects.exists()
    saved = client.post(rule_address(town), VALUE | {"step": "confirmed"}, follow=True)
    assert "已保存" in texts(saved)
    assert "柳塘镇人大工作办法第三条" in texts(saved)
    assert effective_rule("opinion.reply_target", town, TODAY).rule.amount == 5
    returned = {"form": "return", "return-valid_from": "2026-11-09", "return-reason": "不用了"}
    assert "确认保存" in texts(client.post(rule_address(town), returned))
    client.post(rule_address(town), returned | {"step": "confirmed"})
    assert effective_rule("opinion.reply_target", town, TODAY).rule.amount == 7
    assert "沿用上一级" in texts(client.get(rule_address(town)))


def test_what_the_law_forbids_is_said_beside_the_field(
    client: Client, county: Congress, office: User
) -> None:
    sign_in(client, office)
    for step in ("", "confirmed"):
        wrong = VALUE | {"amount": "16", "unit": "natural_day", "step": step}
        answer = client.post(rule_address(county, "opinion.ack"), wrong)
        assert answer.status_code == 422
        assert "《信访工作条例》第二十三条规定不超过15日，不能放宽。" in texts(answer)
    assert not Override.objects.exists()


def test_a_county_chooses_its_profile(client: Client, county: Congress, office: User) -> None:
    sign_in(client, office)
    choice = {"profile": "zhejiang", "valid_from": "2026-11-09", "reason": "我们在浙江"}
    assert "确认保存" in texts(client.post("/admin/deadlines/profile/", choice))
    assert not ProfileChoice.objects.exists()
    done = client.post("/admin/deadlines/profile/", choice | {"step": "confirmed"}, follow=True)
    assert "浙江省" in texts(done)
    assert "省市标准：浙江省" in texts(client.get("/admin/deadlines/"))


def test_the_year_shows_holidays_and_worked_weekends(client: Client, office: User) -> None:
    page = texts(sign_in(client, office).get(f"{CALENDAR}2026/"))
    assert "国庆节" in page
    assert "国庆节调休上班" in page
    assert "尚未公布" not in page
    assert page.count("calendar-month") >= 12


def test_a_year_that_is_not_announced_says_so_until_the_office_confirms(client: Client, office: User) -> None:
    sign_in(client, office)
    assert "2027年的放假安排尚未公布" in texts(client.get(f"{CALENDAR}2027/"))
    client.post(f"{CALENDAR}2027/", {"form": "year", "year-source": "国办发明电〔2026〕9号"})
    assert "尚未公布" not in texts(client.get(f"{CALENDAR}2027/"))


def test_a_day_is_clicked_looked_at_and_changed(client: Client, office: User) -> None:
    sign_in(client, office)
    clicked = texts(client.get(f"{CALENDAR}2026/", {"day": "2026-11-20"}))
    assert 'value="2026-11-20"' in clicked
    change = {
        "form": "days", "first": "2026-11-20", "last": "2026-11-20", "kind": "rest", "name": "县庆日",
        "source": "青政发〔2026〕1号",
    }  # fmt: skip
    assert "确认保存" in texts(client.post(f"{CALENDAR}2026/", change))
    assert not CalendarDay.objects.filter(name="县庆日").exists()
    client.post(f"{CALENDAR}2026/", change | {"step": "confirmed"})
    assert CalendarDay.objects.filter(name="县庆日").exists()
    wrong = client.post(f"{CALENDAR}2026/", change | {"name": ""})
    assert wrong.status_code == 422
    assert "请填写名称" in texts(wrong)


@pytest.mark.parametrize("address", ["1999/", "2101/", "99999999999999999999/"])
def test_years_that_make_no_sense_are_not_found(client: Client, office: User, address: str) -> None:
    assert sign_in(client, office).get(CALENDAR + address).status_code == 404


@pytest.mark.parametrize("day", ["2026-02-31", "x", "2025-01-01", "2026-11-20\x00"])
def test_a_day_in_the_address_that_is_none_is_left_out(client: Client, office: User, day: str) -> None:
    assert sign_in(client, office).get(f"{CALENDAR}2026/", {"day": day}).status_code == 200


def test_the_list_costs_the_same_with_many_values(
    client: Client, town: Congress, chair: User, office: User
) -> None:
    sign_in(client, office)
    client.get("/admin/deadlines/", {"congress": town.pk})

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/admin/deadlines/", {"congress": town.pk})
        return len(captured)

    set_value(town, "opinion.redo", 20, "natural_day", chair)
    cost()
    few = cost()
    for amount in range(3, 12):
        set_value(town, "opinion.reply_target", amount, "working_day", chair)
    cost()
    assert cost() == few
