"""A questionnaire from the question to the published result, as its people live it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.roles import Role
from organizations.models import Congress
from participation.questionnaires.models import QuestionnairePage
from tests.e2e.conftest import OpenWindow
from tests.e2e.people import TIME_TO_WRITE, Chair, Citizen, Clerk, field, fill
from tests.factories.accounts import make_member
from tests.factories.organizations import make_town
from tests.factories.questionnaires import (
    after,
    answer,
    make_questionnaire,
    matrix,
    multiple,
    single,
    written,
)
from tests.support.browser import PHONE

TITLE = "镇村公交怎么改"


@pytest.fixture
def town() -> Congress:
    """柳塘镇."""
    return make_town()


@pytest.fixture
def asked(town: Congress) -> QuestionnairePage:
    """A questionnaire that is open, and that some have answered."""
    page = make_questionnaire(
        town,
        [
            single("您坐过镇村公交吗？", "坐过\n没坐过"),
            after(1, "没坐过", multiple("为什么没坐？", "自己有车\n站点太远\n班次太少")),
            matrix("您觉得怎么样？", "班次\n站台", "好\n不好", is_required=False),
            written("还有什么想说的？"),
        ],
        TITLE,
    )
    page.save_revision()
    answer(page, {1: 0, 3: {0: 0, 1: 1}}, times=12)
    answer(page, {1: 1, 2: [1, 2], 3: {0: 1, 1: 1}}, times=8)
    answer(page, {1: 1, 2: [0], 4: "下雨没地方躲"}, times=6)
    return page


def group(page: Page, question: str):
    """Find the answers to a question by its words."""
    return page.get_by_role("group", name=question)


def send(page: Page) -> None:
    """Press the button, in a person's time."""
    page.wait_for_timeout(TIME_TO_WRITE)
    with page.expect_navigation():
        page.get_by_role("button", name="提交问卷").click()


def test_a_citizen_answers_the_clerk_closes_and_everybody_reads_the_result(
    asked: QuestionnairePage, town: Congress, open_window: OpenWindow
) -> None:
    citizen = Citizen(open_window(PHONE, javascript=False))
    page = citizen.page
    citizen.open_home_page()
    citizen.follow(TITLE)
    expect(page.get_by_role("main")).to_contain_text("26 人")
    expect(page.get_by_role("main")).not_to_contain_text("占比")
    citizen.follow("填写问卷")
    expect(page.get_by_text("仅当第1题选“没坐过”时回答")).to_be_visible()

    # The second question is forgotten; what was given to the others is still there.
    group(page, "您坐过镇村公交吗").get_by_label("没坐过").check()
    group(page, "站台").get_by_label("不好", exact=True).check()
    page.get_by_label("还有什么想说的").fill("柳河村到卫生院要转车。")
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("为什么没坐？：请至少选一项。")
    expect(page.get_by_label("还有什么想说的")).to_have_value("柳河村到卫生院要转车。")
    expect(group(page, "站台").get_by_label("不好", exact=True)).to_be_checked()
    group(page, "为什么没坐").get_by_label("站点太远").check()
    send(page)
    expect(page.get_by_role("heading", name="问卷已收到")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("没有编号")

    clerk = Clerk(open_window(), make_member(Role.CLERK, town))
    office = clerk.page
    office.get_by_role("link", name="问卷", exact=True).click()
    office.get_by_role("link", name=TITLE).click()
    expect(office.get_by_text("收到 27 份答卷")).to_be_visible()
    office.get_by_role("link", name="文字回答", exact=True).click()
    expect(office.get_by_text("柳河村到卫生院要转车。")).to_be_visible()

    # The clerk ends it this minute and sums up what was written; the chair signs.
    office.get_by_role("link", name="修改问卷").click()
    fill(field(office, "截止时间"), f"{timezone.localtime():%Y-%m-%d %H:%M}")
    office.get_by_role("tab", name="结果").click()
    fill(field(office, "结果说明"), "文字回答主要说两点：雨棚和直达卫生院。")
    office.get_by_role("button", name="保存草稿").click()
    expect(office.locator(".messages")).to_contain_text("已保存")
    clerk.send_for_signature()
    chair = Chair(open_window(), make_member(Role.CHAIR, town))
    chair.sign_page(TITLE)
    expect(chair.page.locator(".messages")).to_be_visible()

    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        citizen.open_home_page()
        expect(page.get_by_role("main")).not_to_contain_text(TITLE)
        page.goto(asked.get_url())
        results = page.get_by_role("main")
        expect(results).to_contain_text("共 27 人参与")
        expect(results).to_contain_text("雨棚和直达卫生院")
        expect(results).not_to_contain_text("柳河村到卫生院要转车")
        first = page.get_by_role("region", name="您坐过镇村公交吗？")
        expect(first.get_by_role("row", name="没坐过 15 56%")).to_be_visible()
        second = page.get_by_role("region", name="为什么没坐？")
        expect(second.get_by_role("row", name="站点太远 9 60%")).to_be_visible()
        picture = page.get_by_role("img", name="第1题的条形图")
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_with_javascript_a_question_appears_when_it_is_asked(
    asked: QuestionnairePage, open_window: OpenWindow
) -> None:
    page = open_window(PHONE)
    page.goto(f"/questionnaires/{asked.pk}/answer/")
    dependent = group(page, "为什么没坐")
    expect(dependent).to_be_hidden()
    first = group(page, "您坐过镇村公交吗")
    first.get_by_label("没坐过").check()
    expect(dependent).to_be_visible()
    dependent.get_by_label("自己有车").check()
    first.get_by_label("坐过", exact=True).check()
    expect(dependent).to_be_hidden()
    send(page)
    expect(page.get_by_role("heading", name="问卷已收到")).to_be_visible()
    assert asked.responses.count() == 27


def test_the_pages_of_a_questionnaire_can_be_used_by_everybody(
    asked: QuestionnairePage, open_window: OpenWindow, assert_accessible
) -> None:
    page = open_window(PHONE)
    for address in (
        asked.get_url(),
        f"/questionnaires/{asked.pk}/answer/",
        f"/questionnaires/{asked.pk}/thanks/",
    ):
        page.goto(address)
        assert_accessible(page)
    page.goto(f"/questionnaires/{asked.pk}/answer/")
    page.wait_for_timeout(TIME_TO_WRITE)
    with page.expect_navigation():
        page.get_by_role("button", name="提交问卷").click()
    assert_accessible(page)
    asked.closes_at = timezone.now() - timedelta(days=1)
    asked.save()
    page.goto(asked.get_url())
    expect(page.get_by_role("heading", name="结果", exact=True)).to_be_visible()
    assert_accessible(page)
