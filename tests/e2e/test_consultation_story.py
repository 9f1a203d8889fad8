"""The main job of the product, from a draft put out to an answer on the site, as its people live it."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from organizations.models import Congress
from tests.e2e.conftest import OpenWindow
from tests.e2e.people import Chair, Citizen, Clerk, Staff
from tests.factories.accounts import make_member
from tests.factories.organizations import make_office, make_town
from tests.support.browser import PHONE

TITLE = "关于加强农村用电安全的决定（草案）"
DRAFT = """第一条 为了加强农村用电安全，制定本决定。
第二条 供电所负责村内公用线路的日常检查。
第三条 路灯损坏的，供电所应当自接到报告之日起十五日内修复。
第四条 任何人不得私拉电线。
第五条 本决定自公布之日起施行。"""
ADVICE = "十五日太长，老人孩子夜里看不见路，建议改成七日。"
ANSWER = "您的建议已采纳：第三条拟修改为接到报告之日起七日内修复，提请主席团会议审议。"
PHONE_NUMBER = "139" + "0000" + "0000"  # nobody's: made up here, as a citizen might leave one in the text


@pytest.fixture
def town() -> Congress:
    """柳塘镇."""
    return make_town()


def test_a_consultation_from_the_draft_to_the_published_answer(
    town: Congress, open_window: OpenWindow, expected_console: list[str]
) -> None:
    expected_console.append("status of 422")  # how a form is answered that must be put right
    power_station = make_office(town, "供电所")
    clerk = Clerk(open_window(), make_member(Role.CLERK, town))
    clerk.write_consultation(
        TITLE,
        类型="决议、决定草案",
        为什么征求意见="去年村里两次触电，将在下次人代会上审议。",
        通俗说明="说清楚路灯、公用线路坏了找谁修、几天修好。",
        起草说明="起草中走访了六个村；主要规定谁来修、几天修好。",
        重点问题="修复期限定几天合适？\n村里哪些地方最需要路灯？",
        联系人和电话="柳塘镇人大办公室 0000-1234567",
        草案全文=DRAFT,
    )
    clerk.open_more_actions()
    expect(clerk.page.locator("button[name=action-publish]")).to_have_count(0)
    clerk.open_more_actions()
    clerk.send_for_signature()

    citizen = Citizen(open_window(PHONE, javascript=False))
    citizen.open_home_page()
    expect(citizen.page.get_by_role("main")).not_to_contain_text(TITLE)

    chair = Chair(open_window(), make_member(Role.CHAIR, town))
    chair.sign_page(TITLE)

    citizen.open_home_page()
    citizen.follow(TITLE)
    citizen.follow("对这一条提意见（第三条）")
    expect(citizen.page.locator(".opinion-box")).to_contain_text("十五日内修复")
    citizen.write(f"{ADVICE}我的电话{PHONE_NUMBER}。", may_be_published=True)
    # The form points at the number in the text; whoever sends the same again means it.
    expect(citizen.page.get_by_role("alert")).to_contain_text("手机号")
    citizen.page.get_by_role("button", name="仍然提交").click()
    citizen.keep_receipt()
    assert citizen.number.startswith("LT-")

    clerk.open_case(citizen.number)
    assert "签发答复" not in clerk.possible_steps
    clerk.take_step("登记")
    clerk.take_step("受理")
    clerk.take_step("交办", 交给谁办理="供电所", 交办意见="请研究第三条的期限。")

    handler = Staff(open_window(), make_member(Role.HANDLER, town, power_station))
    handler.open_case(citizen.number)
    handler.draft_reply(ANSWER, "A类", **{"A类：哪一天解决或采纳的": f"{timezone.localdate():%Y-%m-%d}"})
    handler.insist("已经核对过")
    expect(handler.page.get_by_text("已完成：起草答复。")).to_be_visible()
    assert "签发答复" not in handler.possible_steps
    citizen.look_up()
    expect(citizen.page.get_by_text(ANSWER)).to_have_count(0)

    chair.open_case(citizen.number)
    chair.sign_reply()

    citizen.look_up()
    expect(citizen.page.get_by_text(ANSWER)).to_be_visible()
    citizen.rate("满意")
    expect(citizen.page.get_by_text("您的评价：满意")).to_be_visible()

    clerk.open_case(citizen.number)
    clerk.take_step("整理公开稿", 标题="路灯修复期限")
    assert "审核并公开" not in clerk.possible_steps
    chair.open_case(citizen.number)
    chair.take_step("审核并公开", 我已通读公开稿="是")

    neighbor = Citizen(open_window(PHONE, javascript=False))
    neighbor.open_home_page()
    neighbor.follow("已答复的意见")
    neighbor.follow("路灯修复期限")
    published = neighbor.page.get_by_role("main")
    expect(published).to_contain_text(ADVICE)
    expect(published).to_contain_text(ANSWER)
    expect(published).to_contain_text("满意")
    assert PHONE_NUMBER not in neighbor.page.content()
