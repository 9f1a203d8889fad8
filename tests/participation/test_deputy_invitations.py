"""Asking deputies: invitations, personal ways in, opinions that are marked and tied to nobody."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit.models import Entry
from liaison.deputies.models import Deputy, DeputyGroup, DeputyStatus
from notifications.models import Message
from organizations.models import Congress
from participation.consultations.actions import inviting
from participation.consultations.invited import asked_on, invitation_of, personal_path
from participation.consultations.models import Audience, ConsultationPage, Invitation
from participation.submissions.models import Submission
from tests.factories.accounts import make_member
from tests.factories.liaison import make_deputy, make_station
from tests.factories.organizations import make_street, make_town
from tests.factories.pages import read
from tests.factories.participation import make_consultation, make_submission
from tests.participation.citizen import filled, only_submission, page, ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(town: Congress) -> User:
    """The town's clerk."""
    return make_member(Role.CLERK, town)


@pytest.fixture
def draft(town: Congress) -> ConsultationPage:
    """A draft for deputies only."""
    return make_consultation(town, audience=Audience.DEPUTIES, key_questions="水管谁修？")


def with_mail(town: Congress, name: str) -> Deputy:
    user = make_member(Role.DEPUTY, town)
    user.email = f"deputy{user.pk}@example.cn"
    user.save()
    return make_deputy(town, name, user=user)


@pytest.fixture
def deputies(town: Congress) -> list[Deputy]:
    """Two with an address, one without, one who no longer serves."""
    make_deputy(town, "辞任者", status=DeputyStatus.ENDED)
    return [with_mail(town, "代表甲"), with_mail(town, "代表乙"), make_deputy(town, "代表丙")]


def screen(draft: ConsultationPage, name: str = "") -> str:
    return f"/admin/consultations/{draft.pk}/invitations/{name}"


def invited(draft: ConsultationPage, deputy: Deputy) -> Invitation:
    return Invitation.objects.get(consultation=draft, deputy=deputy)


def ask(draft: ConsultationPage, deputies: list[Deputy], clerk: User) -> list[str]:
    """Invite; return the personal addresses."""
    inviting.invite(page=draft, deputies=deputies, how="single", by=clerk)
    return [personal_path(invited(draft, deputy)) for deputy in deputies]


def test_all_in_office_are_asked_once_and_those_with_an_address_get_a_letter(
    client: Client, draft: ConsultationPage, deputies: list[Deputy], clerk: User
) -> None:
    client.force_login(clerk)
    for _again in range(2):
        assert client.post(screen(draft), {"how": "all"}).status_code == 302
    assert asked_on(draft).invited == 3
    letters = Message.objects.filter(kind="consultation.invitation")
    assert letters.count() == 2
    body = letters.get(key=f"invitation:{invited(draft, deputies[0]).pk}:letter").body
    base = django_settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    assert f"{base}{personal_path(invited(draft, deputies[0]))}" in body
    assert draft.title in body
    assert "代表甲" not in body
    shown = page(client.get(screen(draft)))
    assert "已邀请 3 人，已答复 0 人" in shown
    assert "打印个人链接（1 位没有邮箱）" in shown
    assert Entry.objects.filter(action="consultation.invite").count() == 2


def test_a_group_a_station_and_single_ones_can_be_asked(
    client: Client, draft: ConsultationPage, deputies: list[Deputy], clerk: User, town: Congress
) -> None:
    client.force_login(clerk)
    group = DeputyGroup.objects.create(congress=town, name="农业小组")
    group.members.add(deputies[0], Deputy.objects.get(name="辞任者"))
    client.post(screen(draft), {"how": "group", "group": group.pk})
    assert [row.deputy for row in draft.invitations.all()] == [deputies[0]]
    station = make_station(town)
    Deputy.objects.filter(pk=deputies[1].pk).update(station=station)
    client.post(screen(draft), {"how": "station", "station": station.pk})
    client.post(screen(draft), {"how": "single", "deputies": [deputies[2].pk]})
    assert asked_on(draft).invited == 3
    for how, field in (("group", "group"), ("station", "station"), ("single", "deputies")):
        assert field in client.post(screen(draft), {"how": how}).context["form"].errors


def test_deputies_groups_and_stations_of_others_cannot_be_asked(
    client: Client, draft: ConsultationPage, clerk: User
) -> None:
    client.force_login(clerk)
    other = make_town("白水镇", "baishui", "BS")
    group = DeputyGroup.objects.create(congress=other, name="外镇小组")
    for fields in (
        {"how": "group", "group": group.pk},
        {"how": "station", "station": make_station(other).pk},
        {"how": "single", "deputies": [make_deputy(other).pk]},
    ):
        assert client.post(screen(draft), fields).status_code == 422
    assert asked_on(draft).invited == 0
    stranger = make_member(Role.CLERK, other)
    client.force_login(stranger)
    for name in ("", "slips/"):
        assert client.get(screen(draft, name)).status_code == 404
    assert client.post(screen(draft, "remind/")).status_code == 404
    with pytest.raises(PermissionDenied):
        inviting.invite(page=draft, deputies=[], how="all", by=stranger)


def test_a_street_asks_the_deputies_at_its_stations(client: Client, town: Congress) -> None:
    street = make_street()
    draft = make_consultation(street)
    county = make_deputy(town.get_parent(), "县代表", station=make_station(street))
    client.force_login(make_member(Role.CLERK, street))
    client.post(screen(draft), {"how": "all"})
    assert [row.deputy for row in draft.invitations.all()] == [county]


def test_the_personal_form_takes_articles_and_marks_the_opinion(
    client: Client, draft: ConsultationPage, deputies: list[Deputy], clerk: User
) -> None:
    [address, *_others] = ask(draft, deputies, clerk)
    first, second = draft.articles.all()
    shown = page(client.get(address))
    assert "请您以人大代表身份就" in shown
    assert 'name="contact"' not in shown
    assert f'value="{first.key.hex[:12]}"' in shown
    chosen = f"{address}?article={first.key.hex[:12]}&article={second.key.hex[:12]}"
    form = page(client.get(chosen))
    action = re.search(r'<form method="post" action="([^"]+)"', form)
    assert action is not None
    assert action[1].startswith(address)
    box = f"part-{second.key.hex[:12]}"
    fields = filled("") | {box: "代表的意见。", "name": "代表甲", "contact": "13800001111"}
    assert client.post(action[1].replace("&amp;", "&"), fields).status_code == 303
    sent = only_submission()
    assert (sent.from_deputy, sent.name, sent.contact, sent.deputy) == (True, "", "", None)
    assert sent.parts.get().article_key == second.key
    counted = {row.scope: (row.opinions, row.deputies) for row in draft.opinion_counts.all()}
    assert counted == {second.key.hex: (1, 1), "total": (1, 1)}
    assert (asked_on(draft).invited, asked_on(draft).answered) == (3, 1)
    assert "其中应邀代表 1 条" in read(client, draft)


def test_whoever_has_answered_is_thanked_and_may_add(
    client: Client, draft: ConsultationPage, deputies: list[Deputy], clerk: User
) -> None:
    [address, *_others] = ask(draft, deputies, clerk)
    for _time in range(2):
        assert client.post(address, filled("还有一点。", ticket=ticket())).status_code == 303
    assert "您已经答复过，谢谢" in page(client.get(address))
    assert asked_on(draft).answered == 1
    assert Submission.objects.filter(from_deputy=True).count() == 2


def test_no_row_leads_from_an_opinion_to_its_deputy(
    client: Client, draft: ConsultationPage, deputies: list[Deputy], clerk: User
) -> None:
    [address, *_others] = ask(draft, deputies, clerk)
    client.post(address, filled("保密的意见。"))
    sent, row = only_submission(), invited(draft, deputies[0])
    names = {field.name for field in Invitation._meta.fields}
    assert names == {"id", "consultation", "deputy", "invited_by", "invited_at", "answered"}
    assert row.invited_at < sent.case.received_at
    told = str(list(Entry.objects.filter(object_id=sent.case.number).values()))
    for word in ("代表甲", deputies[0].user.username, str(row.pk) + ".", personal_path(row)):
        assert word not in told
    assert not Entry.objects.filter(object_type="invitation").exists()


@pytest.mark.parametrize("token", ["1", "1.x", "x.y", "." * 200, "1:2", "１.a"])
def test_an_address_that_is_none_of_ours_opens_nothing(
    client: Client, draft: ConsultationPage, token: str
) -> None:
    assert client.get(f"/consultations/{draft.pk}/deputy/{token}/").status_code == 404


def test_an_address_holds_for_its_own_draft_only_and_ends_with_it(
    client: Client, draft: ConsultationPage, deputies: list[Deputy], clerk: User, town: Congress
) -> None:
    [address, *_others] = ask(draft, deputies, clerk)
    other = make_consultation(town)
    assert client.get(address.replace(f"/{draft.pk}/", f"/{other.pk}/", 1)).status_code == 404
    token = address.rstrip("/").split("/")[-1]
    assert invitation_of(draft.pk, token) is not None
    type(draft).objects.filter(pk=draft.pk).update(closes_at=timezone.now() - timedelta(hours=1))
    late = client.post(address, filled("迟到的意见。"))
    assert "截止" in late.context["problem"]
    assert "迟到的意见。" in page(late)
    assert asked_on(draft).answered == 0
    type(draft).objects.filter(pk=draft.pk).update(live=False)
    assert client.get(address).status_code == 404


def test_a_reminder_goes_to_those_who_have_not_answered_and_nobody_sees_to_whom(
    client: Client, draft: ConsultationPage, deputies: list[Deputy], clerk: User
) -> None:
    [address, *_others] = ask(draft, deputies, clerk)
    client.post(address, filled("答复。"))
    client.force_login(clerk)
    for _again in range(2):
        client.post(screen(draft, "remind/"))
    [reminder] = Message.objects.filter(kind="consultation.invitation_reminder")
    assert reminder.recipient == deputies[1].user.email
    outbox = page(client.get(reverse("notifications:outbox"), {"state": "queued"}))
    row = outbox[outbox.index("提醒代表提意见</td>") :].split("</tr>")[0]
    assert "（不显示）" in row
    assert "@example.cn" not in row
    shown = page(client.get(screen(draft)))
    assert "已邀请 3 人，已答复 1 人" in shown
    answered = shown[: shown.index("再邀请")]
    assert not any(deputy.name in answered for deputy in deputies)


def test_slips_are_printed_for_those_without_an_address_and_the_ledger_knows(
    client: Client, draft: ConsultationPage, deputies: list[Deputy], clerk: User
) -> None:
    ask(draft, deputies, clerk)
    client.force_login(clerk)
    some = client.get(screen(draft, "slips/"))
    assert "代表丙" in page(some)
    assert "代表甲" not in page(some)
    assert personal_path(invited(draft, deputies[2])) in page(some)
    assert "no-store" in some["Cache-Control"]
    assert page(client.get(screen(draft, "slips/"), {"all": "1"})).count("只给您一个人用</span>") == 3
    assert Entry.objects.filter(action="consultation.print_invitations").count() == 2


def test_a_deputy_with_an_account_finds_the_way_on_the_front_page(
    client: Client, draft: ConsultationPage, deputies: list[Deputy], clerk: User
) -> None:
    addresses = ask(draft, deputies, clerk)
    client.force_login(deputies[0].user)
    home = page(client.get("/admin/"))
    assert f'href="{addresses[0]}"' in home
    assert addresses[1] not in home
    client.force_login(clerk)
    assert "请您提意见的草案" not in page(client.get("/admin/"))


def test_nobody_is_asked_before_it_is_public_or_when_it_is_over(
    town: Congress, deputies: list[Deputy], clerk: User
) -> None:
    now = timezone.now()
    for fields in ({"live": False}, {"closes_at": now - timedelta(days=1)}, {"is_withdrawn": True}):
        draft = make_consultation(town, **({"opens_at": now - timedelta(days=9)} | fields))
        with pytest.raises(ValidationError):
            inviting.invite(page=draft, deputies=deputies, how="all", by=clerk)
        with pytest.raises(ValidationError):
            inviting.remind(page=draft, by=clerk)
    assert not Invitation.objects.exists()


def test_deputies_opinions_stand_apart_in_the_worklist(
    client: Client, draft: ConsultationPage, deputies: list[Deputy], clerk: User, town: Congress
) -> None:
    [address, *_others] = ask(draft, deputies, clerk)
    client.post(address, filled("代表说的话。"))
    make_submission(town, text="群众说的话。")
    client.force_login(clerk)
    listed = page(client.get("/admin/cases/", {"tab": "all", "flag": "deputy"}))
    assert "代表说的话。" in listed
    assert "群众说的话。" not in listed
    number = Submission.objects.get(from_deputy=True).case.number
    assert "代表意见" in page(client.get(f"/admin/cases/{number}/"))


def test_queries_of_the_screen_do_not_grow_with_deputies(
    client: Client, draft: ConsultationPage, clerk: User, town: Congress, django_assert_max_num_queries
) -> None:
    client.force_login(clerk)

    def count() -> int:
        with django_assert_max_num_queries(60) as seen:
            client.get(screen(draft))
        return len(seen)

    ask(draft, [make_deputy(town, "代表一")], clerk)
    count()
    few = count()
    ask(draft, [make_deputy(town, f"代表{number}") for number in range(40)], clerk)
    assert count() == few


def test_a_group_holds_deputies_of_its_own_congress_only(client: Client, town: Congress, clerk: User) -> None:
    client.force_login(clerk)
    own, foreign = (
        make_deputy(town, "本镇代表"),
        make_deputy(make_town("白水镇", "baishui", "BS"), "外镇代表"),
    )
    fields = {"congress": town.pk, "name": "农业小组"}
    client.post("/admin/deputy-groups/new/", fields | {"members": [own.pk]})
    assert list(DeputyGroup.objects.get().members.all()) == [own]
    refused = client.post("/admin/deputy-groups/new/", fields | {"name": "别的", "members": [foreign.pk]})
    assert refused.status_code == 200
    assert DeputyGroup.objects.count() == 1
