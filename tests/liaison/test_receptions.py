"""The life of a reception day, and who keeps which."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from audit.models import Entry
from liaison.deputies.models import Deputy
from liaison.stations import actions
from liaison.stations.models import Reception
from tests.liaison.world import NOON, TODAY, World, make_reception, make_station, sign_in

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def test_a_planned_day_is_announced_stamped_and_told_to_the_ledger(world: World) -> None:
    clerk = world.liutang.users[Role.CLERK]
    announced = actions.announce(reception=world.liutang.reception, by=clerk)
    row = announced.reception
    assert (row.status, announced.warning) == ("announced", "")
    assert row.announced_at == datetime.datetime.fromisoformat(NOON)
    entry = Entry.objects.get(action="stations.reception.announce")
    assert (entry.actor, entry.congress) == (clerk, world.liutang.congress)
    with pytest.raises(ValidationError, match="已公告"):
        actions.announce(reception=row, by=clerk)


@pytest.mark.parametrize(("days", "late"), [(3, False), (2, True)])
def test_an_announcement_later_than_three_days_before_warns_and_names_the_rule(
    world: World, days: int, late: bool
) -> None:
    row = make_reception(world.liutang.station, TODAY + days * DAY, "planned")
    warning = actions.announce(reception=row, by=world.liutang.users[Role.CLERK]).warning
    assert ("至少提前3日" in warning and "2026年3月1日（星期日）" in warning) is late


def test_a_day_that_is_over_cannot_be_announced_nor_one_to_come_be_held(world: World) -> None:
    clerk = world.liutang.users[Role.CLERK]
    over = make_reception(world.liutang.station, TODAY, "planned")
    with pytest.raises(ValidationError, match="已经过去"):
        actions.announce(reception=over, by=clerk)
    coming = make_reception(world.liutang.station, TODAY + DAY)
    with pytest.raises(ValidationError, match="还没有到"):
        actions.hold(reception=coming, by=clerk)
    held = actions.hold(reception=make_reception(world.liutang.station, TODAY), by=clerk)
    assert held.status == "held"


def test_moving_keeps_the_old_day_with_its_reason_and_announces_the_new_one(world: World) -> None:
    clerk = world.liutang.users[Role.CLERK]
    row = make_reception(world.liutang.station, TODAY + 5 * DAY, topic="用水")
    row.deputies.add(world.liutang.deputy)
    to = TODAY + 8 * DAY
    moved = actions.move(
        reception=row,
        to=to,
        starts=datetime.time(14),
        ends=datetime.time(16),
        reason=" 代表\n参加大会 ",
        by=clerk,
    )
    row.refresh_from_db()
    assert (row.status, row.moved_to, row.change_reason) == ("moved", to, "代表 参加大会")
    assert row.reason == "改到2026年3月10日（星期二）。原因：代表 参加大会"
    new = moved.reception
    assert (new.status, new.date, new.topic, list(new.deputies.all())) == (
        "announced", to, "用水", [world.liutang.deputy],
    )  # fmt: skip
    with pytest.raises(ValidationError):
        actions.cancel(reception=row, reason="再改", by=clerk)


def test_a_move_is_refused_to_the_past_backwards_or_without_a_reason(world: World) -> None:
    clerk = world.liutang.users[Role.CLERK]
    row = make_reception(world.liutang.station, TODAY + 5 * DAY)
    good = {"to": TODAY + 6 * DAY, "starts": datetime.time(9), "ends": datetime.time(11), "reason": "修路"}
    for wrong in (
        {"to": TODAY - DAY}, {"ends": datetime.time(8)}, {"reason": "  "}, {"reason": "长" * 121}, {"to": row.date},
    ):  # fmt: skip
        with pytest.raises(ValidationError):
            actions.move(reception=row, by=clerk, **(good | wrong))  # type: ignore[arg-type]
    row.refresh_from_db()
    assert row.status == "announced"


def test_a_cancelled_day_says_why(world: World) -> None:
    row = make_reception(world.liutang.station, TODAY + 5 * DAY)
    actions.cancel(reception=row, reason="台风", by=world.liutang.users[Role.CLERK])
    row.refresh_from_db()
    assert (row.status, row.reason) == ("cancelled", "取消。原因：台风")


@pytest.mark.parametrize("role", [Role.CHAIR, Role.HANDLER, Role.DEPUTY, Role.SYSTEM_ADMIN, Role.AUDITOR])
def test_roles_without_the_right_take_no_step(world: World, role: Role) -> None:
    for user in (
        world.liutang.users[role],
        world.baishui.users[Role.CLERK],
        world.baishui.users[Role.OFFICER],
    ):
        with pytest.raises(PermissionDenied):
            actions.announce(reception=world.liutang.reception, by=user)
    assert Reception.objects.get(pk=world.liutang.reception.pk).status == "planned"


def test_an_officer_keeps_the_days_of_its_own_station_only(world: World, client: Client) -> None:
    other = make_station(world.liutang.congress, "柳塘镇南片联络点")
    row = make_reception(other, TODAY + 9 * DAY, "planned", topic="南片主题")
    officer = sign_in(client, world.liutang.users[Role.OFFICER])
    listed = officer.get(reverse("receptions:index")).content.decode()
    assert "柳塘镇联络站" in listed
    assert "南片" not in listed
    for name in ("edit", "inspect", "delete", "history", "usage"):
        for method in (officer.get, officer.post):
            assert (
                method(reverse(f"receptions:{name}", args=[row.pk]), {"step": "announce"}).status_code == 404
            )
    response = officer.post(reverse("receptions:add"), reception_data(other.pk))
    assert "请从列表中选择" in str(response.context["form"].errors["station"])
    assert (
        officer.post(reverse("receptions:add"), reception_data(world.liutang.station.pk)).status_code == 302
    )
    with pytest.raises(PermissionDenied):
        actions.announce(reception=row, by=world.liutang.users[Role.OFFICER])


def reception_data(station: int, **values: Any) -> dict[str, Any]:
    return {
        "station": station, "date": "2026-03-20", "starts": "09:00", "ends": "11:00", "place": "", "topic": "春耕",
        "deputies": [],
    } | values  # fmt: skip


def test_deputies_are_those_of_the_congress_and_those_placed_at_the_station(
    world: World, client: Client
) -> None:
    town = world.liutang
    placed = Deputy(congress=world.county, name="县代表甲", constituency="县选区", station=town.station)
    elsewhere = Deputy(congress=world.county, name="县代表乙", constituency="县选区")
    term = world.county.terms.create(ordinal=17, first_session_on=datetime.date(2022, 2, 1))
    for deputy in (placed, elsewhere):
        deputy.term = term
        deputy.full_clean()
        deputy.save()
    clerk = sign_in(client, town.users[Role.CLERK])
    for stranger in (elsewhere, world.baishui.deputy):
        response = clerk.post(
            reverse("receptions:add"), reception_data(town.station.pk, deputies=[stranger.pk])
        )
        assert response.context["form"].errors["deputies"]
        assert str(stranger) not in response.content.decode()
    both = [placed.pk, town.deputy.pk]
    assert (
        clerk.post(reverse("receptions:add"), reception_data(town.station.pk, deputies=both)).status_code
        == 302
    )
    assert Reception.objects.get(topic="春耕").deputies.count() == 2
    # A county clerk may choose all of them, but not for a station where they do not belong.
    county = sign_in(Client(), world.users[Role.CLERK])
    strange = reception_data(town.station.pk, deputies=[world.baishui.deputy.pk])
    response = county.post(reverse("receptions:add"), strange)
    assert "白水镇代表不是本人大的代表" in str(response.context["form"].errors["deputies"])


def test_what_was_announced_is_neither_edited_away_nor_deleted(world: World, client: Client) -> None:
    row = make_reception(world.liutang.station, TODAY + 5 * DAY)
    clerk = sign_in(client, world.liutang.users[Role.CLERK])
    response = clerk.post(
        reverse("receptions:edit", args=[row.pk]), reception_data(row.station_id, topic="新主题")
    )
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.date, row.topic) == (TODAY + 5 * DAY, "新主题")
    response = clerk.post(reverse("receptions:delete", args=[row.pk]))
    assert response.status_code == 409
    assert "不能删除，请办理改期或取消" in response.content.decode()
    actions.cancel(reception=row, reason="台风", by=world.liutang.users[Role.CLERK])
    clerk.post(reverse("receptions:edit", args=[row.pk]), reception_data(row.station_id, topic="偷改"))
    assert Reception.objects.get(pk=row.pk).topic == "新主题"
    planned = reverse("receptions:delete", args=[world.liutang.reception.pk])
    assert clerk.post(planned).status_code == 302
    assert not Reception.objects.filter(pk=world.liutang.reception.pk).exists()


def test_the_screen_takes_each_step_and_shows_refusals_beside_the_field(world: World, client: Client) -> None:
    row = world.liutang.reception
    clerk = sign_in(client, world.liutang.users[Role.CLERK])
    screen = reverse("receptions:inspect", args=[row.pk])
    assert "公告这一天" in clerk.get(screen).content.decode()
    assert clerk.post(screen, {"step": "nonsense"}).status_code == 302
    assert clerk.post(screen, {"step": "announce"}).status_code == 302
    assert "改期" in clerk.get(screen).content.decode()
    bad = clerk.post(screen, {"step": "cancel", "cancel-reason": " "})
    assert (bad.status_code, list(bad.context["cancel_form"].errors)) == (422, ["reason"])
    moved = {
        "step": "move",
        "move-to": "2020-01-01",
        "move-starts": "09:00",
        "move-ends": "11:00",
        "move-reason": "雨",
    }
    bad = clerk.post(screen, moved)
    assert (bad.status_code, list(bad.context["move_form"].errors)) == (422, ["to"])
    assert clerk.post(screen, moved | {"move-to": "2026-03-15"}).status_code == 302
    assert Reception.objects.get(pk=row.pk).status == "moved"


def test_a_reader_sees_the_screen_without_buttons_and_cannot_press_them(world: World, client: Client) -> None:
    chair = sign_in(client, world.liutang.users[Role.CHAIR])
    screen = reverse("receptions:inspect", args=[world.liutang.reception.pk])
    assert "公告这一天" not in chair.get(screen).content.decode()
    assert chair.post(screen, {"step": "announce"}).status_code == 404


def test_clerks_name_officers_and_only_from_their_own_congress(world: World, client: Client) -> None:
    town = world.liutang
    clerk = sign_in(client, town.users[Role.CLERK])
    address = reverse("officers:edit", args=[town.station.pk])
    listed = clerk.get(reverse("officers:index")).content.decode()
    assert ("柳塘镇联络站" in listed, "白水镇联络站" in listed) == (True, False)
    response = clerk.post(address, {"officers": [world.baishui.users[Role.OFFICER].pk]})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["officers"])
    assert clerk.post(address, {"officers": []}).status_code == 302
    assert not town.station.officers.exists()
    assert clerk.post(address, {"officers": [town.users[Role.OFFICER].pk]}).status_code == 302
    assert list(town.station.officers.all()) == [town.users[Role.OFFICER]]
    assert Entry.objects.filter(action="stations.stationpage.officers").count() == 2
    assert clerk.get(reverse("officers:edit", args=[99999999999999999999])).status_code == 404
    foreign = reverse("officers:edit", args=[world.baishui.station.pk])
    assert (clerk.get(foreign).status_code, clerk.post(foreign).status_code) == (404, 404)
    for role in (Role.OFFICER, Role.CHAIR, Role.SYSTEM_ADMIN, Role.DEPUTY):
        other = sign_in(Client(), town.users[role])
        assert other.get(reverse("officers:index")).status_code == 404
        assert other.post(address, {"officers": []}).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.name_officers(station=town.station, officers=[], by=town.users[Role.OFFICER])
