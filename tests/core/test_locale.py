"""The staff side speaks Chinese only, leads nowhere outside, and its catalogs are what their sources say."""

import ast
import json
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from accounts.roles import Role
from home.notices.models import NoticeIndexPage
from organizations.models import Congress
from tests.factories.accounts import make_member
from tests.factories.liaison import list_page, make_station
from tests.factories.organizations import make_town
from tests.factories.pages import make_notice
from tests.factories.participation import make_consultation, make_submission

CATALOGS = ["django", "djangojs"]
LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr)(?:\[0\])? )?(".*")')
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]*>")
# Links of Wagtail's texts to its makers' site, left out of ours.
OUTSIDE = re.compile(r"%\((?:editor_)?guide_link\)s|enable-javascript\.com")
# Where Wagtail's page search knows no name for what it found, and says "None".
NAMELESS = "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"
# What is Latin in Chinese texts too: file formats, units, numbers of cases, the short names of techniques;
# and "Root", the title which Wagtail's migration gives to the top of the tree, a row of data.
ALLOWED = re.compile(
    r"\b(?:JPG|JPEG|PNG|WEBP|PDF|OFD|Excel|Word|Esc|[KM]B|HTML|URL|Root|JavaScript|CSV|XLSX|[A-Z]{2}-\d{4}-\d{6})\b"
)
Entry = dict[str, str]


def read_po(path: Path) -> Iterator[Entry]:
    """Give each entry as its parts."""
    entry: Entry = {}
    part = ""
    for line in [*path.read_text("utf-8").splitlines(), 'msgid ""']:
        if not (match := LINE.fullmatch(line)):
            continue
        name, value = match[1] or part, ast.literal_eval(match[2])
        if match[1] in {"msgctxt", "msgid"} and "msgstr" in entry:
            yield entry
            entry = {}
        entry[name] = entry.get(name, "") + value
        part = name


def catalog_path(project: Path, name: str) -> Path:
    """Return where a catalog's source is."""
    return project / "locale" / "zh_Hans" / "LC_MESSAGES" / f"{name}.po"


@pytest.mark.parametrize("name", CATALOGS)
def test_the_compiled_catalog_says_what_its_source_says(project: Path, name: str) -> None:
    """A machine without gettext gets the compiled file, so it must not lag behind."""
    source: dict[Any, str] = {}
    for entry in read_po(catalog_path(project, name)):
        key = "\x04".join(filter(None, [entry.get("msgctxt"), entry["msgid"]]))
        source[(key, 0) if "msgid_plural" in entry else key] = entry["msgstr"]
    with catalog_path(project, name).with_suffix(".mo").open("rb") as compiled:
        assert GNUTranslations(compiled)._catalog == source  # type: ignore[attr-defined]
    assert len(source) > 40


@pytest.mark.parametrize("name", CATALOGS)
def test_every_translation_keeps_the_placeholders_and_tags_of_its_source(project: Path, name: str) -> None:
    """A lost placeholder loses a name; a misspelled one is a server error."""
    wrong = []
    for entry in read_po(catalog_path(project, name)):
        said = sorted(set(PLACEHOLDER.findall(entry["msgstr"])))
        forms = [entry["msgid"], entry.get("msgid_plural", entry["msgid"])]
        if any(OUTSIDE.search(form) for form in forms):
            assert not OUTSIDE.search(entry["msgstr"]), entry["msgid"]
        elif entry["msgid"] == NAMELESS:
            assert set(said) == set(PLACEHOLDER.findall(NAMELESS)) - {"%(model_name)s"}
        elif said not in [sorted(set(PLACEHOLDER.findall(form))) for form in forms]:
            wrong.append((entry["msgid"], entry["msgstr"]))
    assert wrong == []


def words(soup: BeautifulSoup) -> Iterator[str]:
    """Give every text a person can see or hear on the page."""
    for unseen in soup.select("script, style, svg, kbd, [hidden]"):
        unseen.decompose()
    for keys in soup.select("#keyboard-shortcuts-dialog td"):
        keys.decompose()
    yield from soup.stripped_strings
    for tag in soup.find_all(True):
        assert isinstance(tag, Tag)
        for name in ("placeholder", "title", "aria-label", "alt"):
            yield str(tag.get(name) or "")
        if tag.name == "input" and tag.get("type") in {"submit", "button"}:
            yield str(tag.get("value") or "")


def english(html: str) -> set[str]:
    """Return the texts with English words in them, those of the side menu included."""
    soup = BeautifulSoup(html, "html.parser")
    menu = re.findall(r'"label": ("[^"]*")', html)
    texts = [*words(soup), *(json.loads(label) for label in menu)]
    return {text for text in texts if re.search(r"[A-Za-z]{2,}", ALLOWED.sub("", text))}


def ways_out(html: str) -> set[str]:
    """Return the addresses of other hosts on the page, those of the side menu included."""
    soup = BeautifulSoup(html, "html.parser")
    found = {str(tag.get(name) or "") for tag in soup.find_all(True) for name in ("href", "src", "action")}
    found.update(re.findall(r'"url": "([^"]*)"', html))
    return {address for address in found if re.match(r"(?:https?:)?//", address)}


@pytest.fixture
def town() -> Congress:
    """The town whose staff look around."""
    return make_town()


def signed_in(client: Client, role: Role, town: Congress) -> User:
    """Sign somebody in whose name has no Latin letter."""
    user = make_member(role, town, username="在岗人员")
    user.display_name = "在岗人员"
    user.save()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def screens(town: Congress) -> list[str]:
    """Make one of everything and return the addresses of the screens on which the work is done."""
    notices = list_page(town, NoticeIndexPage).pk
    pages: list[Page] = [make_notice(town, "停水公告"), make_station(town), make_consultation(town)]
    case = make_submission(town).case
    return [
        "/admin/",
        f"/admin/pages/{notices}/",
        f"/admin/pages/{notices}/history/",
        f"/admin/pages/add/notices/noticepage/{notices}/",
        *(f"/admin/pages/{page.pk}/{screen}/" for page in pages for screen in ("edit", "history")),
        f"/admin/pages/{pages[0].pk}/delete/",
        f"/admin/pages/{pages[0].pk}/move/",
        "/admin/pages/search/?q=公告",
        "/admin/choose-page/",
        "/admin/images/",
        "/admin/images/multiple/add/",
        "/admin/images/chooser/",
        "/admin/documents/",
        "/admin/documents/multiple/add/",
        "/admin/documents/chooser/",
        "/admin/cases/",
        f"/admin/cases/{case.number}/",
        f"/admin/cases/{case.number}/register/",
        "/admin/account/",
    ]


def body(client: Client, address: str) -> str:
    """Return the page, or what a dialog receives."""
    response = client.get(address, follow=True)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    if response.headers["Content-Type"].startswith("application/json"):
        return str(response.json()["html"])
    return response.content.decode()


def without_time_zones(html: str) -> str:
    """Take away the names of time zones, which are what the standard calls them."""
    return re.sub(r"<option value=\"[\w/+-]+\">[\w/+-]+</option>", "", html)


@pytest.mark.django_db
def test_a_clerk_meets_neither_english_nor_a_way_out(client: Client, town: Congress) -> None:
    """On none of the screens of daily work."""
    signed_in(client, Role.CLERK, town)
    addresses = screens(town)
    pages = {address: without_time_zones(body(client, address)) for address in addresses}
    assert {address: found for address, html in pages.items() if (found := english(html))} == {}
    assert {address: found for address, html in pages.items() if (found := ways_out(html))} == {}


@pytest.mark.django_db
def test_signing_off_is_in_chinese(client: Client, town: Congress) -> None:
    """From the home page of the chair to the locked edit screen, while a notice waits."""
    notice = make_notice(town, "停水公告", live=False)
    author = make_member(Role.CLERK, town, username="起草人员")
    author.display_name = "起草人员"
    author.save()
    notice.save_revision(user=author)
    notice.get_workflow().start(notice, author)
    signed_in(client, Role.CHAIR, town)
    for address in ("/admin/", f"/admin/pages/{notice.pk}/edit/", f"/admin/sign-off/{notice.pk}/"):
        html = body(client, address)
        assert (english(html), ways_out(html)) == (set(), set()), address
    assert "等您审核" in body(client, "/admin/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/login/", "/admin/no-such-screen/"])
def test_the_doors_are_in_chinese(client: Client, town: Congress, address: str) -> None:
    """Signing in, and the page that is not there."""
    if "login" not in address:
        signed_in(client, Role.CLERK, town)
    html = client.get(address).content.decode()
    assert "数字人大" in html
    assert english(html) == set()
    assert ways_out(html) == set()


@pytest.mark.django_db
def test_scripts_of_the_admin_get_their_chinese(client: Client, town: Congress) -> None:
    """Wagtail limits this catalog to its own package, but the project's words win all the same."""
    signed_in(client, Role.CLERK, town)
    catalog = client.get("/admin/jsi18n/").content.decode()
    assert json.dumps("插入内容块") in catalog


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.CLERK, ["处理意见", "发布公告", "安排接待日", "新建征求意见"]),
        (Role.DEPUTY, ["处理意见"]),
        (Role.AUDITOR, []),
    ],
)
def test_the_home_page_offers_the_tasks_of_the_role(
    client: Client, town: Congress, role: Role, expected: list[str]
) -> None:
    """Each leads to a screen that opens; nobody is offered what would be refused."""
    signed_in(client, role, town)
    soup = BeautifulSoup(body(client, "/admin/"), "html.parser")
    links = soup.select(".home-tasks a")
    assert [link.get_text(strip=True) for link in links] == expected
    assert {client.get(str(link["href"])).status_code for link in links} <= {200}
