"""The whole life of a draft with two texts: put out, spoken to, worked through, changed, and answered."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from organizations.models import Congress
from participation.adoption.actions import answer_pooled
from participation.consultations.models import ConsultationPage
from tests.e2e.conftest import OpenWindow
from tests.e2e.people import Chair, Citizen, Clerk
from tests.factories.accounts import make_member
from tests.factories.organizations import make_town
from tests.support.browser import PHONE

TITLE = "柳塘镇村道养护办法（草案）"
FIRST = """第一条〔目的〕 为了养护村道，保障出行安全，制定本办法。
第二条〔适用范围〕 本办法适用于本镇范围内的村道。
第三条〔巡查〕 村民委员会每季度至少巡查一次村道，发现坑洼应当在三十日内修补。
第四条〔经费〕 村道养护经费由镇财政和村集体共同承担。
第五条〔施行〕 本办法自公布之日起施行。"""
SECOND = """第一条〔目的〕 为了养护村道，保障出行安全，制定本办法。
第二条〔适用范围〕 本办法适用于本镇范围内的村道。
第三条〔警示〕 暂时不能修补的路段，村民委员会应当设置警示牌和夜间反光标志。
第四条〔巡查〕 村民委员会每季度至少巡查一次村道，发现坑洼应当在十五日内修补。
第五条〔经费〕 村道养护经费由镇财政和村集体共同承担。
第六条〔施行〕 本办法自公布之日起施行。"""
ADVICE = "坑洼三十天才补，骑电动车的摔了好几个，建议改成十五天。"
SUMMARY = "修补期限三十日太长，改为十五日"
WORDING = "村民委员会每季度至少巡查一次村道，发现坑洼应当在十五日内修补。"
REASON = "巡查中发现的坑洼量不大，镇养护队十五日内可以补完。"


@pytest.fixture
def town() -> Congress:
    """柳塘镇."""
    return make_town()


def the_closing_hour_passes() -> ConsultationPage:
    """The calendar goes on; nobody does anything."""
    ConsultationPage.objects.update(closes_at=timezone.now() - timedelta(hours=2))
    return ConsultationPage.objects.get(title=TITLE)


def test_a_draft_from_its_first_text_to_the_fate_of_every_opinion(
    town: Congress, open_window: OpenWindow
) -> None:
    clerk = Clerk(open_window(), make_member(Role.CLERK, town))
    clerk.write_consultation(
        TITLE,
        类型="决议、决定草案",
        为什么征求意见="村道坑洼多，养护责任不清，将在下次人代会上审议。",
        通俗说明="说清楚村道谁来巡查、几天补好、钱从哪里来。",
        重点问题="几天补好合适？",
        联系人和电话="柳塘镇人大办公室 0000-1234567",
        起草说明="去年以来收到村道的意见较多。",
        草案全文=FIRST,
    )
    clerk.send_for_signature()
    chair = Chair(open_window(), make_member(Role.CHAIR, town))
    chair.sign_page(TITLE)

    citizen = Citizen(open_window(PHONE, javascript=False))
    citizen.open_home_page()
    citizen.follow(TITLE)
    citizen.follow("对这一条提意见（第三条）")
    citizen.page.get_by_role("textbox").first.fill(ADVICE)
    citizen.page.wait_for_timeout(2_100)
    citizen.send()
    citizen.keep_receipt()

    clerk.open_case(citizen.number)
    clerk.take_step("登记")
    clerk.take_step("受理")
    clerk.take_step("列入研究")
    citizen.look_up()
    expect(citizen.page.get_by_text("已列入草案修改研究").first).to_be_visible()

    page = the_closing_hour_passes()
    clerk.group_opinions(TITLE, "第三条 巡查", SUMMARY, [ADVICE])
    clerk.decide_group("采纳", REASON, WORDING)
    assert not clerk.can_approve
    chair.approve_group(TITLE, "第三条 巡查", SUMMARY)

    clerk.read_in_new_text(page.pk, SECOND)
    clerk.name_the_text(page.pk, "二次审议稿", "根据征求到的意见修改。")
    clerk.send_for_signature()
    citizen.page.goto(page.get_url())
    expect(citizen.page.get_by_role("main")).not_to_contain_text("警示牌")
    chair.sign_page(TITLE)

    clerk.write_result(TITLE, "意见逐条研究后修改了草案。", "提请镇人民代表大会会议审议。")
    citizen.page.goto(f"/consultations/{page.pk}/result/")
    expect(citizen.page.get_by_role("main")).not_to_contain_text(REASON)
    chair.publish_result(TITLE)
    answer_pooled()  # the clock of the site does it at its next turn

    citizen.open_home_page()
    citizen.page.goto(page.get_url())
    citizen.follow("意见采纳情况")
    told = citizen.page.get_by_role("main")
    expect(told).to_contain_text(SUMMARY)
    expect(told).to_contain_text("采纳")
    expect(told).to_contain_text(REASON)
    citizen.look_up()
    mine = citizen.page.get_by_role("main")
    expect(mine).to_contain_text(ADVICE)
    expect(mine).to_contain_text("采纳")
    expect(mine).to_contain_text(REASON)
    expect(mine).to_contain_text("已办结")

    neighbor = Citizen(open_window(PHONE, javascript=False))
    neighbor.page.goto(f"/consultations/{page.pk}/compare/")
    changed = neighbor.page.get_by_role("main")
    expect(changed).to_contain_text("新增")
    expect(changed.locator("ins", has_text="十五").first).to_be_visible()
    expect(changed.locator("del", has_text="三十").first).to_be_visible()
