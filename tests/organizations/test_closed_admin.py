"""Wagtail's own screens that know nothing of tenants are closed, and menus show nothing a role has no use for."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.admin.menu import admin_menu
from wagtail.images.tests.utils import get_test_image_file

from accounts.models import User
from accounts.roles import Role
from library.models import CustomImage
from organizations.closed_urls import is_closed
from tests.liaison.world import TOWN_ROLES, World, sign_in

NUMBERS = {"pk": 1, "page_pk": 1, "workflow_pk": 1, "task_id": 1, "redirect_id": 1, "collection_id": 1}
WORDS = {"app_label": "organizations", "model_name": "office", "app_name": "home", "action_name": "copy"}


def names(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns if patterns is not None else get_resolver("wagtail.admin.urls").url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{prefix}{pattern.name}", pattern


def closed_addresses() -> list[str]:
    found = []
    for name, pattern in names():
        if is_closed(name):
            given = {key: NUMBERS.get(key) or WORDS.get(key, 1) for key in pattern.pattern.converters}
            try:
                found.append(reverse(name, kwargs=given))
            except NoReverseMatch:
                continue
    return found


def test_the_list_of_closed_addresses_is_what_it_is_meant_to_be() -> None:
    found = closed_addresses()
    for start in ("reports/site-history", "reports/page-types-usage", "users/", "groups/", "sites/", "collections/",
                  "redirects/", "workflows/", "snippets/", "api/main/images"):  # fmt: skip
        assert any(address.startswith(f"/admin/{start}") for address in found), start


@pytest.mark.parametrize("role", TOWN_ROLES)
def test_every_technical_address_is_closed_to_every_role(world: World, client: Client, role: Role) -> None:
    sign_in(client, world.liutang.users[role])
    for address in closed_addresses():
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code == 404, address
        assert client.get(address + "?export=csv").status_code == 404, address


def test_a_technical_account_still_reaches_them_and_a_stranger_is_sent_to_sign_in(world: World) -> None:
    address = reverse("wagtailadmin_reports:site_history")
    assert "/admin/login/" in Client().get(address)["Location"]
    root = User.objects.create_superuser("root", password="long-enough-word")
    assert sign_in(Client(), root).get(address).status_code == 200


@pytest.mark.parametrize("role", TOWN_ROLES)
def test_pages_of_the_other_town_are_not_found_on_any_screen(
    world: World, client: Client, role: Role
) -> None:
    sign_in(client, world.liutang.users[role])
    page = world.baishui.station
    for name, pattern in names():
        keys = set(pattern.pattern.converters) or set(pattern.pattern.regex.groupindex)
        of_page = keys & {"page_id", "parent_page_id", "page_to_move_id", "pk"}
        if not name.startswith("wagtailadmin_pages:") or not of_page:
            continue
        given: dict[str, Any] = dict.fromkeys(keys, page.pk)
        given |= {"content_type_app_name": "stations", "content_type_model_name": "stationpage"}
        given |= {"revision_id_a": "live", "revision_id_b": "latest", "action_name": "approve"}
        address = reverse(name, kwargs={key: given[key] for key in keys})
        for method in (client.get, client.post):
            assert method(address).status_code == 404, (name, address)


def test_images_of_the_other_town_are_not_found(world: World, client: Client) -> None:
    foreign = CustomImage.objects.create(
        title="白水照片", file=get_test_image_file(), collection=world.baishui.congress.collection
    )
    own = CustomImage.objects.create(
        title="柳塘照片", file=get_test_image_file(), collection=world.liutang.congress.collection
    )
    sign_in(client, world.liutang.users[Role.CLERK])
    assert client.get(reverse("wagtailimages:edit", args=[own.pk])).status_code == 200
    for name in ("edit", "delete", "image_usage"):
        assert client.get(reverse(f"wagtailimages:{name}", args=[foreign.pk])).status_code == 404
    for number in (foreign.pk, "x", 99999999999999999999):
        assert client.get(reverse("wagtailimages_chooser:chosen", args=[number])).status_code == 404
    many = reverse("wagtailimages_chooser:chosen_multiple")
    assert client.get(many, {"id": [own.pk, foreign.pk]}).status_code == 404
    assert client.get(many, {"id": [own.pk]}).status_code == 200
    for address in (reverse("wagtailimages:index"), reverse("wagtailimages_chooser:choose")):
        assert "白水照片" not in client.get(address).content.decode()


def said(response: Any) -> str:
    """What an answer says, whether as HTML or as escaped JSON."""
    text: str = response.content.decode()
    return json.dumps(json.loads(text), ensure_ascii=False) if text.startswith("{") else text


def test_the_page_chooser_shows_no_drafts_of_the_other_town(world: World, client: Client) -> None:
    draft = world.baishui.station
    type(draft).objects.filter(pk=draft.pk).update(live=False)
    sign_in(client, world.liutang.users[Role.CLERK])
    parent = draft.get_parent()
    body = client.get(reverse("wagtailadmin_choose_page_child", args=[parent.pk]))
    assert draft.title not in said(body)
    found = client.get(reverse("wagtailadmin_choose_page_search"), {"q": draft.title})
    assert said(found).count(draft.title) <= said(found).count(f'value="{draft.title}"')
    chosen = client.get(reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": [draft.pk]})
    assert chosen.status_code == 404
    type(draft).objects.filter(pk=draft.pk).update(live=True)
    many = client.get(reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": [draft.pk]})
    assert many.json()["result"][0]["id"] == draft.pk
    odd = client.get(reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": ["x"]})
    assert odd.status_code == 404


EXPECTED = {
    Role.CLERK: {"liaison", "registers"}, Role.CHAIR: {"liaison", "registers"},
    Role.OFFICER: {"liaison"}, Role.HANDLER: set(),
    Role.DEPUTY: set(), Role.SYSTEM_ADMIN: {"people"}, Role.AUDITOR: set(),
}  # fmt: skip


@pytest.mark.parametrize("role", TOWN_ROLES)
def test_each_role_sees_the_menus_it_has_use_for(world: World, role: Role) -> None:
    request = RequestFactory().get("/admin/")
    request.user = world.liutang.users[role]
    shown = {item.name for item in admin_menu.menu_items_for_request(request)}
    ours = {"liaison", "registers", "people"}
    assert shown & ours == EXPECTED[role]
    assert not shown & {"reports", "help", "settings", "snippets", "redirects", "users", "groups", "sites"}


def test_every_combination_of_role_and_menu_is_named() -> None:
    assert set(itertools.chain(EXPECTED)) == set(TOWN_ROLES)
