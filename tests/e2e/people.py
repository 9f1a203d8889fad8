"""The people of the stories, and what they do in their windows, said in their own words.

Each acts as a person would: looks for a link or a button by what it says, fills in a field by its label. Nobody
types an address, except the one that a poster or a slip shows.
"""

import re
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User

PASSWORD = "correct-horse-1"
# Programs send a form at once; whoever takes longer than two seconds is not asked a sum.
TIME_TO_WRITE = 2_100
SAVES_BY_ITSELF = 3_000


class Staff:
    """Somebody with an account, at the office's desktop."""

    def __init__(self, page: Page, user: User) -> None:
        """Sign in."""
        self.page = page
        page.goto("/admin/")
        page.get_by_label("用户名").fill(user.username)
        page.locator("[type=password]").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page).to_have_url(re.compile(r"/admin/$"))

    def go_home(self) -> None:
        """Open the home page of the office side."""
        self.page.goto("/admin/")

    def open_case(self, number: str) -> None:
        """Find an opinion in the list of what is in hand."""
        self.go_home()
        self.page.locator(".case-waiting").get_by_role("link", name="全部办件").click()
        self.page.get_by_role("link", name=number).click()
        expect(self.page.locator(".case-number").first).to_have_text(number)

    @property
    def possible_steps(self) -> list[str]:
        """What the case offers to this person now."""
        return self.page.locator("#steps").get_by_role("link", include_hidden=True).all_inner_texts()

    def take_step(self, step: str, **words: str) -> None:
        """Take a step of the open case; fields are named by their labels."""
        self.open_step(step)
        form = self.page.locator("form.case-main, form#reply-form")
        for label, value in words.items():
            fill(field(form, label), value)
        form.get_by_role("button", name=f"确认{step}").click()
        expect(self.page.get_by_text(f"已完成：{step}。")).to_be_visible()

    def open_step(self, step: str) -> None:
        """Press the button of a step; the rare ones are folded away."""
        expect(self.page.locator("#steps")).to_be_visible()
        rare = self.page.locator("#steps details summary")
        if rare.count() and self.page.locator("#steps details:not([open])").count():
            rare.click()
        self.page.locator("#steps").get_by_role("link", name=step, exact=True).click()

    def draft_reply(self, text: str, kind: str, **words: str) -> None:
        """Write the answer, say which kind it is with its own facts, and send it for signature."""
        self.open_step("起草答复")
        form = self.page.locator("form#reply-form")
        form.get_by_label("答复内容").fill(text)
        form.get_by_role("radio", name=kind).check()
        for label, value in words.items():
            fill(field(form, label), value)
        self.press(form, "送签")

    def report_promise(self, text: str) -> None:
        """Say what was done of what had been promised; what is found in the words is read and sent all the same."""
        self.open_step("报告落实情况")
        form = self.page.locator("form.case-main")
        form.get_by_label("落实情况").fill(text)
        self.press(form, "确认报告落实情况")
        if form.count():
            reason = form.get_by_label("仍然提交的理由")
            if reason.count():
                reason.fill("已经现场核对")
            self.press(form, "确认报告落实情况")
        expect(self.page.get_by_text("已完成：报告落实情况。")).to_be_visible()

    def press(self, form: Locator, button: str) -> None:
        """Press a button and wait for the answer, whether it is the next screen or the same with what is wrong."""
        with self.page.expect_navigation():
            form.get_by_role("button", name=button, exact=True).click()

    def insist(self, reason: str) -> None:
        """Send it as it is after reading what was found, and say why when that is asked."""
        form = self.page.locator("form#reply-form")
        if not form.count():
            return
        if form.get_by_label("仍然提交的理由").is_visible():
            form.get_by_label("仍然提交的理由").fill(reason)
        self.press(form, "送签")


def field(within: Page | Locator, label: str) -> Locator:
    """Find a field by its label; the admin names sections and links after fields too."""
    return within.get_by_label(label).and_(within.locator("input, select, textarea"))


def fill(field: Locator, value: str) -> None:
    """Write into a field, choose from a list, or tick a box."""
    if field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(label=value)
    elif field.get_attribute("type") == "checkbox":
        field.set_checked(value == "是")
    else:
        field.fill(value)


class Clerk(Staff):
    """人大干事: publishes with the chair's signature, takes opinions in, hands them out, masks what is published."""

    def write_consultation(self, title: str, **words: str) -> None:
        """Write a consultation from the home page's shortcut, with the draft pasted in, open from this morning on."""
        page = self.page
        self.go_home()
        page.get_by_role("link", name="新建征求意见").click()
        draft = words.pop("草案全文")
        page.get_by_placeholder("页面标题").fill(title)
        now = timezone.localtime()
        words |= {
            "开始时间": f"{now - timedelta(days=1):%Y-%m-%d} 08:00",
            "截止时间": f"{now + timedelta(days=30):%Y-%m-%d} 17:00",
        }
        for label, value in words.items():
            fill(field(page, label), value)
        # The editor saves by itself while one writes, and then shows its first tab again.
        page.wait_for_timeout(SAVES_BY_ITSELF)
        page.get_by_role("tab", name="草案条文").click()
        field(page, "粘贴草案全文").fill(draft)
        page.get_by_role("button", name="保存草稿").click()
        expect(page.locator(".messages")).to_contain_text("认出 5 条条文")

    def send_for_signature(self) -> None:
        """送审."""
        self.open_more_actions()
        self.page.locator("button[name=action-submit]").click()
        expect(self.page.locator(".messages")).to_contain_text("已送审")

    def open_more_actions(self) -> None:
        """Unfold what else can be done with the page."""
        self.page.locator("footer [data-w-dropdown-target=toggle]").click()

    def open_coding(self, title: str, article: str) -> None:
        """Open the opinions on one article of a draft."""
        open_coding(self.page, title, article)

    def group_opinions(self, title: str, article: str, summary: str, opinions: list[str]) -> None:
        """Tick opinions that say the same, sum them up, and open the group."""
        page = self.page
        self.open_coding(title, article)
        for text in opinions:
            page.get_by_label(text).check()
        page.get_by_label("意见概括").fill(summary)
        page.get_by_role("button", name="勾选的归为新的一组").click()
        page.get_by_role("link", name=summary).first.click()

    def decide_group(self, decision: str, reason: str, wording: str) -> None:
        """Say what becomes of the open group, and send it for approval."""
        form = self.page.locator(".case-side form").first
        fill(field(form, "采纳情况"), decision)
        fill(field(form, "理由"), reason)
        fill(field(form, "修改后的条文"), wording)
        form.get_by_role("button", name="保存并送审").click()
        expect(self.page.get_by_text("您起草的，由另一人批准。")).to_be_visible()

    @property
    def can_approve(self) -> bool:
        """Return whether the open group could be approved by this person."""
        return self.page.get_by_role("button", name="批准", exact=True).count() > 0

    def read_in_new_text(self, page_id: int, text: str) -> None:
        """Read the next text in, look at what became of each article, and take it over."""
        page = self.page
        page.goto(f"/admin/consultations/{page_id}/draft/")
        page.get_by_role("link", name="导入新稿").click()
        page.get_by_label("或者粘贴文字").fill(text)
        page.get_by_role("button", name="读出来看看").click()
        expect(page.get_by_text("新增 1")).to_be_visible()
        page.get_by_role("button", name="确认收入").click()
        expect(page.get_by_text("到草稿")).to_be_visible()

    def name_the_text(self, page_id: int, stage: str, note: str) -> None:
        """Say in the page's form which text it is and why it was changed."""
        page = self.page
        page.goto(f"/admin/pages/{page_id}/edit/")
        fill(field(page, "稿次"), stage)
        fill(field(page, "这次改动的说明"), note)

    def write_result(self, title: str, intro: str, next_steps: str) -> None:
        """Write what the result says besides the table, and send it to be signed."""
        page = self.page
        open_table(page, title)
        page.get_by_role("link", name="起草结果").click()
        form = page.locator(".case-main form")
        fill(field(form, "说明"), intro)
        fill(field(form, "下一步"), next_steps)
        form.get_by_role("button", name="保存并送签").click()
        expect(page.get_by_text("您起草的，由另一人签发。")).to_be_visible()


def open_table(page: Page, title: str) -> None:
    """Open the coding table of a draft from the menu."""
    page.goto("/admin/adoption/")
    page.get_by_role("link", name=title).click()


def open_coding(page: Page, title: str, article: str) -> None:
    """Open one article in it."""
    open_table(page, title)
    page.get_by_role("link", name=article).first.click()


class Chair(Staff):
    """主席: reads what others have written and signs it."""

    def sign_page(self, title: str) -> None:
        """Find a page among what waits on the home page, read it, and sign it."""
        page = self.page
        self.go_home()
        page.get_by_role("link", name=title).first.click()
        page.get_by_role("link", name="审阅、签发或退回").first.click()
        with page.context.expect_page() as preview:
            page.get_by_role("link", name="预览将公开的页面").click()
        expect(preview.value.get_by_role("heading", name=title)).to_be_visible()
        preview.value.close()
        page.get_by_role("button", name="签发", exact=True).click()

    def approve_group(self, title: str, article: str, summary: str) -> None:
        """Read a group with its opinions and approve what becomes of it."""
        page = self.page
        open_coding(page, title, article)
        page.get_by_role("link", name=summary).first.click()
        page.get_by_role("button", name="批准", exact=True).click()
        expect(page.get_by_text("已批准").first).to_be_visible()

    def publish_result(self, title: str) -> None:
        """Sign the result."""
        page = self.page
        open_table(page, title)
        page.get_by_role("link", name="结果待签发").click()
        page.get_by_role("button", name="签发公布").click()
        expect(page.get_by_text("第1版").first).to_be_visible()

    def sign_reply(self) -> None:
        """Read the answer beside the opinion, with what was found in it, and sign it."""
        self.open_step("签发答复")
        form = self.page.locator("form#reply-form")
        expect(form).to_be_visible()
        seen = form.get_by_label("我看过上面的提示")
        if seen.count():
            seen.check()
        form.get_by_role("button", name="确认签发答复").click()
        expect(self.page.get_by_text("已完成：签发答复。")).to_be_visible()


class Citizen:
    """群众: on a phone, without an account."""

    number = ""
    code = ""

    def __init__(self, page: Page) -> None:
        """Take out the phone."""
        self.page = page

    def open_home_page(self) -> None:
        """Open the site."""
        self.page.goto("/")

    def follow(self, link: str) -> None:
        """Follow a link."""
        self.page.get_by_role("link", name=link).first.click()

    def write(self, text: str, *, may_be_published: bool = False, photo: Path | None = None) -> None:
        """Write an opinion into the form and send it."""
        page = self.page
        page.get_by_role("textbox", name="您的意见").first.fill(text)
        if may_be_published:
            page.get_by_label("把这条意见和答复公开在网站上").check()
        if photo is not None:
            page.get_by_label("照片").set_input_files(photo)
        page.wait_for_timeout(TIME_TO_WRITE)
        self.send()

    def send(self) -> None:
        """Press the button."""
        self.page.get_by_role("button", name="提交意见").click()

    def keep_receipt(self) -> None:
        """Write down number and code."""
        expect(self.page.get_by_role("heading", name="意见已收到")).to_be_visible()
        self.number, self.code = self.page.locator(".receipt__value").all_inner_texts()

    def look_up(self) -> None:
        """Ask with number and code how far the matter is."""
        page = self.page
        self.open_home_page()
        self.follow("查询我的意见")
        page.get_by_label("受理编号").fill(self.number)
        page.get_by_label("查询码").fill(self.code)
        page.get_by_role("button", name="查询", exact=True).click()
        expect(page.get_by_role("heading", name="我的意见")).to_be_visible()

    def rate(self, rating: str, comment: str = "") -> None:
        """Judge the answer."""
        page = self.page
        page.get_by_label(rating, exact=True).check()
        page.get_by_label("想说的话").fill(comment)
        page.get_by_role("button", name="提交评价").click()
