"""What happens between the question and the answer, and an accusation that stays hidden, as its people live it."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from organizations.models import Congress
from tests.e2e.conftest import OpenWindow
from tests.e2e.people import Chair, Citizen, Staff
from tests.factories.accounts import make_member
from tests.factories.organizations import make_county, make_office, make_town
from tests.support.browser import PHONE

LAMP = "柳塘桥头的路灯坏了半个月，夜里走路看不见，请派人修一修。"
PROMISE = "更换柳塘桥东头第二根杆的路灯"
ANSWER = (
    "您反映的柳塘桥头路灯，供电所到场检查，是第二根杆的灯头烧坏，配件已经采购，到货后立即更换；"
    "急用请打供电所值班电话。"
)
REPORT = "柳塘桥东头第二根杆的路灯已由供电所更换，当晚试灯正常亮起。"


def day(days: int) -> str:
    """Return a day from today as a date field takes it."""
    return f"{timezone.localdate() + timedelta(days=days):%Y-%m-%d}"


def send(citizen: Citizen, text: str) -> None:
    """Write to the town from the home page."""
    citizen.open_home_page()
    citizen.follow("身边的难事")
    citizen.page.get_by_label("向哪里提").select_option(label="柳塘镇人大")
    citizen.write(text)
    citizen.keep_receipt()


def test_a_matter_is_asked_about_delayed_supervised_promised_and_done(
    open_window: OpenWindow, expected_console: list[str]
) -> None:
    expected_console.append("status of 422")
    town: Congress = make_town()
    power = make_office(town, "供电所")
    citizen = Citizen(open_window(PHONE, javascript=False))
    send(citizen, LAMP)

    clerk = Staff(open_window(), make_member(Role.CLERK, town))
    clerk.open_case(citizen.number)
    clerk.take_step("登记", 类别="供水供电供气")
    clerk.take_step("受理")
    clerk.take_step("交办", 交给谁办理="供电所")

    handler = Staff(open_window(), make_member(Role.HANDLER, town, power))
    handler.open_case(citizen.number)
    handler.take_step("请提交人补充", 请提交人补充什么="桥头有三根杆，请问是哪一根？")
    citizen.look_up()
    main = citizen.page.get_by_role("main")
    expect(main).to_contain_text("桥头有三根杆，请问是哪一根？")
    expect(main).to_contain_text("办理期限暂停计算")
    citizen.page.locator("textarea").first.fill("东头第二根。")
    citizen.page.get_by_role("button", name="提交补充").click()
    expect(citizen.page.get_by_role("main")).to_contain_text("东头第二根。")

    handler.open_case(citizen.number)
    expect(handler.page.get_by_role("main")).to_contain_text("东头第二根。")
    handler.take_step("申请延期", 延期至=day(20), 延期理由="灯头停产，要另外订货。")
    clerk.open_case(citizen.number)
    clerk.take_step("同意延期", 告知群众的延期原因="灯头要订货。")
    citizen.look_up()
    expect(citizen.page.get_by_role("main")).to_contain_text("灯头要订货。")

    county = Staff(open_window(), make_member(Role.COUNTY_OFFICE, make_county()))
    county.open_case(citizen.number)
    county.take_step("督办", 督办要求="请先装临时照明。")
    clerk.open_case(citizen.number)
    clerk.take_step("督办反馈", 反馈="今晚先挂临时灯。")

    handler.open_case(citizen.number)
    facts = {"B类：承诺哪一天以前完成": day(10), "B类：承诺做什么": PROMISE}
    handler.draft_reply(ANSWER, "B类", **facts)
    handler.insist("配件到货日期由厂家确定")
    expect(handler.page.get_by_text("已完成：起草答复。")).to_be_visible()
    chair = Chair(open_window(), make_member(Role.CHAIR, town))
    chair.open_case(citizen.number)
    chair.sign_reply()

    citizen.look_up()
    expect(citizen.page.get_by_role("main")).to_contain_text(PROMISE)
    handler.open_case(citizen.number)
    handler.report_promise(REPORT)
    citizen.look_up()
    expect(citizen.page.get_by_role("main")).to_contain_text(REPORT)
    for inner in ("请先装临时照明", "灯头停产"):
        expect(citizen.page.get_by_role("main")).not_to_contain_text(inner)


def test_an_accusation_is_hidden_from_the_accused_and_passed_on(
    open_window: OpenWindow, expected_console: list[str]
) -> None:
    expected_console += ["status of 422", "status of 404"]
    town = make_town()
    accused = make_member(Role.CHAIR, town)
    citizen = Citizen(open_window(PHONE, javascript=False))
    send(citizen, "我要举报某某主任收钱办事。")

    clerk = Staff(open_window(), make_member(Role.CLERK, town))
    clerk.open_case(citizen.number)
    clerk.take_step("登记", 类别="其他")
    clerk.open_step("单独处理")
    form = clerk.page.locator("form.case-main")
    form.get_by_label(accused.display_name).check()
    form.get_by_label("为什么单独处理").fill("检举控告")
    form.get_by_role("button", name="确认单独处理").click()
    expect(clerk.page.get_by_text("已完成：单独处理。")).to_be_visible()
    expect(clerk.page.locator("table")).not_to_contain_text(citizen.number)

    chair = Staff(open_window(), accused)
    chair.page.goto(f"/admin/cases/{citizen.number}/")
    expect(chair.page.get_by_text("收钱办事")).to_have_count(0)
    chair.page.goto("/admin/cases/?tab=all")
    expect(chair.page.get_by_text(citizen.number)).to_have_count(0)

    county = Staff(open_window(), make_member(Role.COUNTY_OFFICE, make_county()))
    county.open_case(citizen.number)
    county.take_step("转纪检监察", **{"纪检监察机关的名称、地址、电话": "县纪委监委信访室"})
    citizen.look_up()
    expect(citizen.page.get_by_role("main")).to_contain_text("县纪委监委信访室")
