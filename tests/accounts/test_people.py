"""人员与角色: whom an administrator sees, what it may do with them, and what it never can."""

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership, User
from accounts.roles import Role
from audit.models import Entry
from organizations.actions import grant_role
from organizations.people import actions
from tests.liaison.world import TOWN_ROLES, World, make_user, sign_in


def data(world: World, **values: Any) -> dict[str, Any]:
    return {
        "username": "liutang.new", "display_name": "新干事", "congress": world.liutang.congress.pk,
        "role": Role.CLERK.value, "office": "",
    } | values  # fmt: skip


@pytest.fixture
def admin(world: World, client: Client) -> Client:
    return sign_in(client, world.liutang.users[Role.SYSTEM_ADMIN])


@pytest.mark.parametrize("role", [role for role in TOWN_ROLES if role != Role.SYSTEM_ADMIN])
def test_only_account_managers_enter(world: World, client: Client, role: Role) -> None:
    sign_in(client, world.liutang.users[role])
    target = world.liutang.users[Role.DEPUTY]
    for address in (
        reverse("people:index"),
        reverse("people:add"),
        reverse("people:detail", args=[target.pk]),
    ):
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


def test_the_list_holds_accounts_of_ones_own_scope_only(world: World, admin: Client) -> None:
    User.objects.create_superuser("root", password="long-enough-word")
    page = admin.get(reverse("people:index")).content.decode()
    assert "liutang.clerk" in page
    assert "baishui." not in page
    assert "qinghe." not in page
    assert "root" not in page
    assert "baishui." not in admin.get(reverse("people:index"), {"q": "baishui"}).content.decode()
    county = sign_in(Client(), world.users[Role.SYSTEM_ADMIN])
    assert "baishui.clerk" in county.get(reverse("people:index")).content.decode()


def test_an_account_of_the_other_town_is_not_found(world: World, admin: Client) -> None:
    address = reverse("people:detail", args=[world.baishui.users[Role.CLERK].pk])
    for step in ("", "grant", "revoke", "lock", "unlock", "password"):
        assert admin.post(address, {"step": step}).status_code == 404
    assert admin.get(address).status_code == 404


def test_a_new_account_gets_a_long_password_shown_once(world: World, admin: Client) -> None:
    response = admin.post(reverse("people:add"), data(world))
    password = response.context["password"]
    assert len(password.replace("-", "")) == 16
    assert password in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    account = User.objects.get(username="liutang.new")
    assert account.check_password(password)
    assert (account.is_superuser, account.is_staff) == (False, False)
    assert account.memberships.get().role == Role.CLERK
    again = admin.post(reverse("people:add"), data(world, username="LIUTANG.new"))
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["username"])
    told = ["accounts.user.open", "accounts.membership.grant"]
    actors = Entry.objects.filter(action__in=told).values_list("actor", flat=True)
    assert list(actors) == [world.liutang.users[Role.SYSTEM_ADMIN].pk] * 2
    assert password not in str(list(Entry.objects.values_list("data", flat=True)))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": "张三"}, "username"), ({"username": "x" * 31}, "username"), ({"username": ""}, "username"),
        ({"username": "a b"}, "username"), ({"display_name": " "}, "display_name"), ({"role": "superuser"}, "role"),
        ({"congress": "x"}, "congress"), ({"role": "handler"}, "office"), ({"office": "OFFICE"}, "office"),
        ({"role": "handler", "office": "FOREIGN"}, "office"), ({"congress": "FOREIGN"}, "congress"),
    ],
)  # fmt: skip
def test_bad_input_is_answered_beside_the_field_and_creates_nobody(
    world: World, admin: Client, wrong: dict[str, Any], field: str
) -> None:
    numbers = {"congress": world.baishui.congress.pk, "office": world.baishui.office.pk}
    values = {key: numbers[key] if value == "FOREIGN" else value for key, value in wrong.items()}
    values = {key: world.liutang.office.pk if value == "OFFICE" else value for key, value in values.items()}
    before = User.objects.count()
    response = admin.post(
        reverse("people:add"), data(world, is_superuser="on", is_staff="on", **values) | values
    )
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert User.objects.count() == before
    assert "白水镇" not in response.content.decode()


def test_roles_that_must_not_meet_are_refused_beside_the_field(world: World, admin: Client) -> None:
    clerk = world.liutang.users[Role.CLERK]
    address = reverse("people:detail", args=[clerk.pk])
    grant = {"step": "grant", "congress": world.liutang.congress.pk, "role": Role.CHAIR.value, "office": ""}
    response = admin.post(address, grant)
    assert response.status_code == 422
    assert "不能由同一人担任" in str(response.context["form"].errors["role"])
    assert admin.post(address, grant | {"role": Role.OFFICER.value}).status_code == 302
    assert clerk.memberships.filter(role=Role.OFFICER, is_active=True).exists()


def test_nobody_changes_its_own_roles_or_account(world: World, admin: Client) -> None:
    me = world.liutang.users[Role.SYSTEM_ADMIN]
    address = reverse("people:detail", args=[me.pk])
    grant = {"step": "grant", "congress": world.liutang.congress.pk, "role": Role.CLERK.value, "office": ""}
    assert "不能给自己授予角色" in str(admin.post(address, grant).context["form"].errors["role"])
    mine = me.memberships.get()
    admin.post(address, {"step": "revoke", "membership": mine.pk})
    admin.post(address, {"step": "lock"})
    me.refresh_from_db()
    assert (me.is_active, me.memberships.filter(is_active=True).count()) == (True, 1)


def test_a_role_is_taken_back_and_an_account_locked_and_unlocked(world: World, admin: Client) -> None:
    clerk = world.liutang.users[Role.CLERK]
    address = reverse("people:detail", args=[clerk.pk])
    foreign = world.baishui.users[Role.CLERK].memberships.get()
    for number in (foreign.pk, "x", "", 0, "9" * 40):
        assert admin.post(address, {"step": "revoke", "membership": number}).status_code == 404
    assert Membership.objects.get(pk=foreign.pk).is_active
    assert (
        admin.post(address, {"step": "revoke", "membership": clerk.memberships.get().pk}).status_code == 302
    )
    assert not clerk.memberships.get().is_active
    assert not clerk.groups.exists()
    admin.post(address, {"step": "lock"})
    request = RequestFactory().post("/admin/login/")
    assert authenticate(request, username=clerk.username, password="long-enough-word") is None
    admin.post(address, {"step": "unlock"})
    clerk.refresh_from_db()
    assert clerk.is_active


def test_a_town_cannot_take_over_an_account_that_also_works_for_the_county(
    world: World, admin: Client
) -> None:
    clerk = world.liutang.users[Role.CLERK]
    grant_role(user=clerk, congress=world.county, role=Role.CLERK)
    address = reverse("people:detail", args=[clerk.pk])
    before = clerk.password
    for step in ("password", "lock"):
        assert admin.post(address, {"step": step}).status_code == 302
    clerk.refresh_from_db()
    assert (clerk.password, clerk.is_active) == (before, True)
    assert "青禾县" not in admin.get(address).content.decode().split("<main")[-1].split("case-side")[0]
    with pytest.raises(PermissionDenied):
        actions.reset_password(account=clerk, by=world.baishui.users[Role.SYSTEM_ADMIN])
    county = sign_in(Client(), world.users[Role.SYSTEM_ADMIN])
    assert county.post(address, {"step": "password"}).status_code == 200


def test_a_superuser_is_never_within_reach(world: World) -> None:
    root = User.objects.create_superuser("root", password="long-enough-word")
    grant_role(user=root, congress=world.liutang.congress, role=Role.CLERK)
    county = sign_in(Client(), world.users[Role.SYSTEM_ADMIN])
    assert county.post(reverse("people:detail", args=[root.pk]), {"step": "password"}).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.reset_password(account=root, by=world.users[Role.SYSTEM_ADMIN])


def test_the_list_costs_the_same_for_one_and_for_many(world: World, admin: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            admin.get(reverse("people:index"))
        return len(counted)

    queries()
    few = queries()
    for number in range(15):
        make_user(f"liutang.extra{number}", world.liutang.congress, Role.OFFICER)
    assert queries() == few


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=999999999999", "?q=%00", "?q=" + "长" * 900])
def test_odd_parameters_never_break_the_list(world: World, admin: Client, query: str) -> None:
    assert admin.get(reverse("people:index") + query).status_code == 200
