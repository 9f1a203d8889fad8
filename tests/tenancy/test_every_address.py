"""Every role of one town asks every address of the site for what belongs to another town.

The addresses come from the URL configuration: a new one is walked without a change here, and none is exempt.
"""

import io
import logging
import zipfile
from http.cookies import Morsel

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.roles import Role
from tests.factories.accounts import make_member
from tests.factories.organizations import make_office, make_town
from tests.tenancy.addresses import Address, addresses
from tests.tenancy.planting import SECRET, Planted, plant

pytestmark = pytest.mark.django_db

TOWNS = {"柳塘镇": ("liutang", "LT"), "白水镇": ("baishui", "BS")}
WORDS = SECRET.encode(), SECRET.encode("unicode_escape"), SECRET.encode("utf-16-le")


@pytest.fixture(autouse=True)
def _quiet():
    """Thousands of refusals need no log lines."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def town(name: str):
    return make_town(name, *TOWNS[name])


def member(role: Role, congress):
    return make_member(role, congress, make_office(congress) if role == Role.HANDLER else None)


def text_of(response: HttpResponse) -> bytes:
    """Return what the reader gets: pages, downloads, and the inside of spreadsheets; not what was asked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body += b"".join(book.read(name) for name in book.namelist())
    return body + str(response.headers).encode()


def gives_away(response: HttpResponse) -> bool:
    body = text_of(response)
    return any(word in body for word in WORDS)


def visits(client: Client, user, address: Address, planted: Planted):
    """Yield each way of asking: plainly, by sending a form, and for lists with a search and an export."""
    ids = [*planted.values["page"], *planted.values["image"], *planted.values["document"]]
    noise = {"id": ids, "export": "xlsx", "parent": planted.values["page"], "next": "/admin/"}
    noise |= {"collection_id": planted.values["collection"], "congress": str(planted.congress.pk)}
    ways = [("get", {}), ("post", {"id": ids})]
    if address.is_list:
        ways += [("get", noise), ("get", noise | {"q": SECRET[:3], "export": ""})]
    for method, data in ways:
        if user is not None and not client.cookies.get("sessionid", Morsel()).value:
            client.force_login(user)
        yield method, getattr(client, method)(address.path, data, headers={"accept": "text/html"})


def walk(user, planted: Planted) -> tuple[list[str], list[str]]:
    """Return the addresses that gave something away, and those that broke."""
    leaks, broken = [], []
    client = Client(raise_request_exception=False)
    for address in addresses(planted):
        for method, response in visits(client, user, address, planted):
            if gives_away(response):
                leaks.append(f"{method} {address.path} ({address.name}) -> {response.status_code}")
            if response.status_code >= 500 and "failwhale" not in address.path:
                broken.append(f"{method} {address.path} ({address.name})")
    return leaks, broken


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("ours", "theirs"), [("柳塘镇", "白水镇"), ("白水镇", "柳塘镇")])
def test_no_address_shows_or_changes_a_row_of_the_other_town(role: Role, ours: str, theirs: str) -> None:
    planted = plant(town(theirs))
    before = planted.snapshot()
    leaks, broken = walk(member(role, town(ours)), planted)
    assert not leaks, "\n".join(leaks)
    assert not broken, "\n".join(broken)
    assert planted.snapshot() == before


def test_the_walk_finds_what_the_towns_own_people_see() -> None:
    """The walk can fail: asked by the town itself, the same addresses show the planted words."""
    planted = plant(town("白水镇"))
    leaks, broken = walk(planted.people[Role.CLERK], planted)
    names = {leak.split("(")[1].split(")")[0] for leak in leaks}
    for expected in (
        "casework:worklist",
        "casework:case",
        "adoption:article",
        "adoption:group",
        "adoption:result",
        "wagtailadmin_pages:edit",
        "deputies:edit",
        "receptions:edit",
    ):
        assert expected in names
    assert not broken, "\n".join(broken)


def test_nobody_without_an_account_sees_any_of_it() -> None:
    leaks, broken = walk(None, plant(town("白水镇")))
    assert not leaks, "\n".join(leaks)
    assert not broken, "\n".join(broken)
