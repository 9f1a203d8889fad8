"""The screens that the office works on, wide and narrow: whole, quiet, and accessible where they are ours.

The windows watch themselves for errors of scripts and breaches of the content security policy. Of Wagtail's own
furniture (menu, breadcrumbs, page editor) only what we put into it is checked with axe.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from accounts.roles import Role
from organizations.models import Congress
from tests.e2e.conftest import AXE_OPTIONS, OpenWindow
from tests.e2e.people import Staff
from tests.factories.accounts import make_member
from tests.factories.organizations import make_town
from tests.factories.participation import Staff as Makers
from tests.factories.participation import make_consultation, make_submission
from tests.support.browser import DESKTOP, PHONE

OURS = ":is(main .nice-padding, main .home)"  # without Wagtail's header and sidebar


@pytest.fixture
def town() -> Congress:
    """柳塘镇 with an opinion at each turn of its way in the office."""
    town = make_town()
    makers = Makers(town)
    make_submission(town, token="received")
    makers.assigned(make_submission(town, token="in hand", place="东河村", contact="办公室0000-1234567"))
    makers.drafted(make_submission(town, token="drafted"))
    makers.replied(make_submission(town, token="replied", consents_to_publication=True))
    return town


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def clerk(request: pytest.FixtureRequest, town: Congress, open_window: OpenWindow) -> Iterator[Page]:
    """The window of the town's clerk, signed in."""
    window: ViewportSize = request.param
    return Staff(open_window(window), make_member(Role.CLERK, town)).page


def is_well(page: Page) -> None:
    """Check that nothing sticks out at the side, and our part of the screen with axe."""
    page.wait_for_load_state("load")
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{page.url} is {width} px wider than the window"
    found = Axe().run(page, context=OURS, options=AXE_OPTIONS)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def test_the_home_page_and_the_worklist(clerk: Page) -> None:
    is_well(clerk)
    clerk.locator(".case-waiting").get_by_role("link", name="全部办件").click()
    expect(clerk.locator(".worklist-table tbody tr")).to_have_count(4)
    is_well(clerk)
    clerk.get_by_label("编号或内容").fill("没有这样的意见")
    clerk.get_by_role("button", name="查找").click()
    expect(clerk.get_by_text("没有符合条件的办件。")).to_be_visible()
    is_well(clerk)


@pytest.mark.parametrize(
    ("state", "step"),
    [("待登记", "登记"), ("办理中", "请提交人补充"), ("待签发", "起草答复"), ("已答复", "整理公开稿")],
)
def test_a_case_and_its_steps(state: str, step: str, clerk: Page, expected_console: list[str]) -> None:
    expected_console.append("status of 422")  # how a form is answered that must be put right
    clerk.locator(".case-waiting").get_by_role("link", name="全部办件").click()
    clerk.locator(".worklist-table tr", has_text=state).get_by_role("link").click()
    expect(clerk.locator("#steps")).to_be_visible()
    is_well(clerk)
    clerk.locator("#steps").get_by_role("link", name=step, exact=True).click()
    send = clerk.get_by_role("button", name="送签" if step == "起草答复" else f"确认{step}")
    expect(send).to_be_visible()
    is_well(clerk)
    # What is missing is said beside its field.
    form = clerk.locator("form.case-main, form#reply-form")
    for field in form.locator("textarea, input:not([type=hidden]):not([type=radio])").all():
        if field.is_visible():
            field.fill("")
    send.click()
    expect(form.locator(".errorlist").first).to_be_visible()
    is_well(clerk)


def test_the_editor_of_a_consultation(town: Congress, clerk: Page) -> None:
    page = make_consultation(town, "道路养护办法（草案）")
    clerk.goto(f"/admin/pages/{page.pk}/edit/")
    for tab in ("草案条文", "摘要", "定时发布", "内容"):
        clerk.get_by_role("tab", name=tab).click()
        expect(clerk.get_by_role("tabpanel", name=tab)).to_be_visible()
        width = clerk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{tab} is {width} px wider than the window"
