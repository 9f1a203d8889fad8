"""The screens of a draft in a real browser: read in, looked at, taken over, moved by keyboard, extended."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from accounts.roles import Role
from organizations.models import Congress
from participation.consultations.models import Article, ConsultationPage
from tests.e2e.conftest import OpenWindow
from tests.e2e.people import Staff
from tests.e2e.test_admin_screens import is_well
from tests.factories.accounts import make_member
from tests.factories.organizations import make_town
from tests.factories.participation import make_consultation, make_version
from tests.support.browser import DESKTOP, PHONE

NEW = (
    "第一章 总则\n第一条〔目的〕 为了养护桥梁，制定本办法。\n第二条〔适用〕 本办法适用于本镇的乡道和村道。\n"
    "第三条〔责任〕 村道由村民委员会负责日常养护，经费列入村级预算。\n"
)


@pytest.fixture
def consultation() -> ConsultationPage:
    """A consultation that stands on the site."""
    town: Congress = make_town()
    page = make_consultation(town, "道路养护办法（草案）")
    make_version(
        page,
        [
            Article(kind="heading", level=3, label="第一章", heading="总则"),
            Article(
                label="第一条", heading="目的", text="为了加强乡村道路的养护，保障群众出行，制定本办法。"
            ),
            Article(label="第二条", heading="责任", text="村道由村民委员会负责日常养护，经费列入村级预算。"),
            Article(label="第三条", heading="处罚", text="违反本办法的，由镇人民政府责令改正。"),
        ],
    )
    return page


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def clerk(
    request: pytest.FixtureRequest, consultation: ConsultationPage, open_window: OpenWindow
) -> Iterator[Page]:
    """The window of the town's clerk, signed in."""
    window: ViewportSize = request.param
    return Staff(open_window(window), make_member(Role.CLERK, make_town())).page


def test_a_new_text_is_read_in_looked_at_and_taken_over(
    clerk: Page, consultation: ConsultationPage, expected_console: list[str]
) -> None:
    expected_console.append("status of 422")  # how a form is answered that must be put right
    clerk.goto(f"/admin/consultations/{consultation.pk}/draft/")
    is_well(clerk)
    clerk.get_by_role("link", name="导入新稿").click()
    clerk.get_by_role("button", name="读出来看看").click()
    expect(clerk.get_by_text("请选择文件，或者粘贴文字")).to_be_visible()
    is_well(clerk)
    clerk.get_by_label("或者粘贴文字").fill(NEW)
    clerk.get_by_role("button", name="读出来看看").click()
    expect(clerk.get_by_text("认出 3 条、1 个章节标题")).to_be_visible()
    is_well(clerk)
    clerk.get_by_role("link", name="改第二条 适用的对应关系").click()
    is_well(clerk)
    clerk.get_by_label("它是原来的").select_option(label="第三条 处罚 违反本办法的，由镇人民政府责令改正。")
    clerk.get_by_role("button", name="就这样").click()
    clerk.get_by_role("button", name="确认收入").click()
    expect(clerk.get_by_text("已收入 4 行到草稿")).to_be_visible()
    expect(clerk.get_by_role("link", name="恢复到导入前")).to_be_visible()
    is_well(clerk)


def test_rows_are_worked_on_by_keyboard(clerk: Page, consultation: ConsultationPage) -> None:
    clerk.goto(f"/admin/consultations/{consultation.pk}/draft/")
    clerk.get_by_role("button", name="下移第二条 责任").focus()
    clerk.keyboard.press("Enter")
    rows = clerk.locator(".draft-tree tbody th")
    expect(rows.nth(2)).to_have_text("第三条 处罚")
    expect(clerk.get_by_text("第一条之后是第三条")).to_be_visible()
    clerk.get_by_role("link", name="删除第三条 处罚").click()
    is_well(clerk)
    clerk.get_by_role("button", name="确认删除").click()
    expect(rows).to_have_count(3)
    clerk.get_by_role("link", name="第二条 责任", exact=True).click()
    clerk.get_by_label("这一条说的是").fill("谁家门前的路，村里来管。")
    is_well(clerk)
    clerk.get_by_role("button", name="保存到草稿").click()
    expect(clerk.get_by_text("有说明")).to_be_visible()


def test_a_consultation_is_extended(clerk: Page, consultation: ConsultationPage) -> None:
    clerk.goto(f"/admin/consultations/{consultation.pk}/versions/")
    is_well(clerk)
    clerk.get_by_role("link", name="延长期限").click()
    until = timezone.localtime() + timedelta(days=40)
    clerk.get_by_label("新的截止时间").fill(f"{until:%Y-%m-%d} 17:00")
    clerk.get_by_label("理由").fill("春耕农忙，应村民要求延长。")
    is_well(clerk)
    clerk.get_by_role("button", name="送审").click()
    expect(clerk.get_by_text("由另一个人签发以后公开")).to_be_visible()
    expect(clerk.get_by_text("正在等待签发")).to_be_visible()
