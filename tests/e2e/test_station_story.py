"""From the poster on a station's wall to an answer that was redone once, as its people live it."""

import io
from pathlib import Path

import pytest
import segno
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.roles import Role
from liaison.stations.models import StationPage
from organizations.models import Congress
from tests.e2e.conftest import OpenWindow
from tests.e2e.people import Chair, Citizen, Clerk, Staff
from tests.factories.accounts import make_member
from tests.factories.liaison import make_station
from tests.factories.organizations import make_town
from tests.support.browser import PHONE

STATION = "东河代表联络站"
COMPLAINT = "东河村口的路灯坏了快一个月，小孩放晚自习看不见路。"
FIRST_ANSWER = "已转告有关单位，请耐心等待。"
SECOND_ANSWER = "联络站已约供电所到场，更换镇流器后路灯已亮，请您再看一看。"
GPS, GPS_LATITUDE = 0x8825, 2  # where a camera notes the place


@pytest.fixture
def town() -> Congress:
    """柳塘镇."""
    return make_town()


@pytest.fixture
def station(town: Congress, settings: Settings, live_server: LiveServer) -> StationPage:
    """A station whose poster shows the address at which this test's server answers."""
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    return make_station(town, STATION)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo as a phone takes it, with the place where it was taken."""
    image = Image.new("RGB", (640, 480), "#556b2f")
    exif = image.getexif()
    exif.get_ifd(GPS)[GPS_LATITUDE] = (31.0, 12.0, 30.0)
    image.save(tmp_path / "路灯.jpg", exif=exif)
    assert has_place((tmp_path / "路灯.jpg").read_bytes())
    return tmp_path / "路灯.jpg"


def has_place(data: bytes) -> bool:
    """Tell whether a picture says where it was taken."""
    return bool(Image.open(io.BytesIO(data)).getexif().get_ifd(GPS))


def read_poster(page: Page) -> str:
    """Go from the site to the station's poster; return the address under the code, which the code holds too."""
    page.goto("/")
    page.get_by_role("link", name="代表联络站", exact=True).click()
    page.get_by_role("link", name=STATION).click()
    page.get_by_role("link", name="打印本站海报").click()
    address = page.locator(".qr__url").inner_text()
    drawn = page.locator(".qr__image path[stroke]").get_attribute("d")
    code = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=4)
    assert drawn
    assert f'd="{drawn}"' in code
    return address


def prints_well(page: Page, *values: str) -> None:
    """Check that the values stand on paper, and what is only for the screen does not."""
    page.emulate_media(media="print")
    for value in values:
        expect(page.get_by_text(value, exact=True)).to_be_visible()
    expect(page.get_by_role("navigation", name="主导航")).to_be_hidden()
    expect(page.get_by_role("button", name="打印这张回执")).to_be_hidden()
    page.emulate_media(media="screen")
    expect(page.get_by_role("button", name="打印这张回执")).to_be_visible()


def photo_behind(page: Page, address: str) -> tuple[int, bytes]:
    """Ask for a photo with the cookies of this window."""
    answer = page.request.get(address, max_redirects=0)
    return answer.status, answer.body()


def test_an_opinion_by_the_code_on_the_poster_is_redone_once(
    town: Congress, station: StationPage, photo: Path, open_window: OpenWindow, expected_console: list[str]
) -> None:
    expected_console.append("status of 422")  # how a form is answered that must be put right
    citizen = Citizen(open_window(PHONE))
    address = read_poster(open_window())
    citizen.page.goto(address)
    expect(citizen.page.locator("[aria-labelledby=opinion-target]")).to_contain_text(STATION)
    citizen.write(COMPLAINT, photo=photo)
    citizen.keep_receipt()
    prints_well(citizen.page, citizen.number, citizen.code)

    clerk = Clerk(open_window(), make_member(Role.CLERK, town))
    clerk.open_case(citizen.number)
    expect(clerk.page.get_by_text("扫码-站")).to_be_visible()
    picture = clerk.page.locator(".case-photos img").get_attribute("src") or ""
    status, data = photo_behind(clerk.page, picture)
    assert status == 200
    assert not has_place(data)
    status, data = photo_behind(citizen.page, picture)
    assert status == 302
    assert data == b""
    clerk.take_step("登记", 类别="公共安全")
    clerk.take_step("受理")
    clerk.take_step("交办", 交给谁办理=STATION)

    officer_account = make_member(Role.OFFICER, town)
    station.officers.add(officer_account)
    officer = Staff(open_window(), officer_account)
    officer.open_case(citizen.number)
    # An empty answer is pointed out; whoever insists says why, and the signer reads it.
    officer.draft_reply(FIRST_ANSWER, "D类")
    expect(officer.page.locator("#reply-checks")).to_contain_text("请修改或写理由")
    officer.insist("先告知已转办，办好再说明")
    expect(officer.page.get_by_text("已完成：起草答复。")).to_be_visible()
    chair = Chair(open_window(), make_member(Role.CHAIR, town))
    chair.open_case(citizen.number)
    chair.open_step("签发答复")
    expect(chair.page.get_by_role("main")).to_contain_text("先告知已转办")
    chair.go_home()
    chair.open_case(citizen.number)
    chair.sign_reply()

    citizen.look_up()
    expect(citizen.page.get_by_text(FIRST_ANSWER)).to_be_visible()
    citizen.rate("不满意", "灯还是不亮。")
    expect(citizen.page.get_by_role("main")).to_contain_text("将重新办理一次")
    expect(citizen.page.get_by_label("不满意", exact=True)).to_have_count(0)

    officer.open_case(citizen.number)
    expect(officer.page.get_by_role("main")).to_contain_text("灯还是不亮。")
    officer.draft_reply(
        SECOND_ANSWER, "A类", **{"A类：哪一天解决或采纳的": f"{timezone.localdate():%Y-%m-%d}"}
    )
    officer.insist("已经核对过")
    expect(officer.page.get_by_text("已完成：起草答复。")).to_be_visible()
    chair.open_case(citizen.number)
    chair.sign_reply()

    citizen.look_up()
    expect(citizen.page.get_by_text("重新办理后的答复")).to_be_visible()
    expect(citizen.page.get_by_text(SECOND_ANSWER)).to_be_visible()
    expect(citizen.page.get_by_text("已经重新办理过一次")).to_be_visible()
    citizen.rate("基本满意")
    expect(citizen.page.get_by_text("您的评价：基本满意")).to_be_visible()
    expect(citizen.page.locator(".page-title")).to_contain_text("已办结")
    expect(citizen.page.get_by_role("button", name="提交评价")).to_have_count(0)
    clerk.open_case(citizen.number)
    assert "整理公开稿" not in clerk.possible_steps
