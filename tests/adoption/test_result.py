"""The published result: complete, by two persons, frozen; small numbers hidden; every sender finds the own fate."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.adoption import actions
from participation.adoption.models import Fate, OpinionGroup
from participation.adoption.queries.results import missing
from participation.adoption.snapshot import snapshot
from participation.consultations.models import ConsultationPage
from participation.submissions import actions as opinions
from participation.submissions.models import Submission
from participation.submissions.projection import public_status
from tests.factories.adoption import Desk, worked_through
from tests.factories.organizations import make_town
from tests.factories.pages import read
from tests.factories.participation import make_submission, shown_code

pytestmark = pytest.mark.django_db


def result_url(desk: Desk) -> str:
    return reverse("participation:result", args=[desk.page.pk])


def test_nothing_is_published_before_all_is_grouped_and_approved() -> None:
    desk = Desk(make_town())
    desk.opinions(2)
    report = actions.draft_result(page=desk.page, intro="说明", next_steps="", by=desk.clerk)
    assert len(missing(desk.page)) == 2
    desk.close()
    with pytest.raises(ValidationError, match="2条意见没有归类"):
        actions.submit_result(report=report, by=desk.clerk)
    group = desk.group()
    assert missing(desk.page) == ["还有1组没有写好处理意见送审。"]
    desk.decide(group)
    assert missing(desk.page) == ["还有1组没有批准。"]
    actions.approve(group=group, by=desk.chair)
    assert missing(desk.page) == []
    actions.submit_result(report=report, by=desk.clerk)
    with pytest.raises(PermissionDenied):
        actions.publish_result(report=report, by=desk.clerk)
    actions.publish_result(report=report, by=desk.chair)


def test_not_before_the_time_is_over_with_its_grace() -> None:
    desk = Desk(make_town())
    with time_machine.travel(desk.page.closes_at + timedelta(minutes=20), tick=False):
        assert missing(desk.page) == ["征求意见还没有截止。"]
    with time_machine.travel(desk.page.closes_at + timedelta(minutes=40), tick=False):
        assert missing(desk.page) == []


def test_an_opinion_that_comes_between_submitting_and_publishing_stops_it() -> None:
    desk = worked_through(make_town())
    report = actions.draft_result(page=desk.page, intro="说明", next_steps="", by=desk.clerk)
    actions.submit_result(report=report, by=desk.clerk)
    desk.page.closes_at = timezone.now() + timedelta(days=1)
    ConsultationPage.objects.filter(pk=desk.page.pk).update(closes_at=desk.page.closes_at)
    desk.opinion()
    desk.close()
    with pytest.raises(ValidationError, match="1条意见没有归类"):
        actions.publish_result(report=report, by=desk.chair)


def test_what_was_published_stays_whatever_changes_later(client: Client) -> None:
    desk = worked_through(make_town())
    report = desk.publish()
    before = json.dumps(report.data, sort_keys=True)
    OpinionGroup.objects.update(summary="后来改的", reason="后来改的", opinions=99)
    report.refresh_from_db()
    assert json.dumps(report.data, sort_keys=True) == before
    page = read(client, result_url(desk))
    assert "写清责任" in page
    assert "后来改的" not in page
    with pytest.raises(ValidationError):
        actions.publish_result(report=report, by=desk.chair)
    with pytest.raises(ValidationError):
        actions.send_back_result(report=report, reason="x", by=desk.chair)


def test_a_correction_is_a_new_edition_and_the_old_one_stays(client: Client) -> None:
    desk = worked_through(make_town())
    desk.publish()
    with pytest.raises(ValidationError):
        actions.draft_result(page=desk.page, intro="更正", next_steps="", by=desk.clerk)
    group = OpinionGroup.objects.get()
    actions.draft_result(
        page=desk.page, intro="更正后的说明", next_steps="", correction_note="采纳情况写错", by=desk.clerk
    )
    actions.reopen(group=group, reason="写错", by=desk.chair)
    desk.approve(group, "not", reason="与上位法不符。", summary="写清责任和经费")
    desk.publish("更正后的说明", correction_note="采纳情况写错")
    page = read(client, result_url(desk))
    assert "采纳情况写错" in page
    assert "与上位法不符。" in page
    old = read(client, result_url(desk), edition="1")
    assert "这是以前的版本" in old
    assert "与上位法不符。" not in old
    assert Fate.objects.filter(report__edition=2).count() == 7


def test_the_result_names_nobody_and_quotes_no_opinion(client: Client) -> None:
    desk = Desk(make_town())
    desk.opinion("我家在东河村三组，电话13800001234。", name="王小明", contact="13800001234")
    desk.opinions(6)
    desk.close()
    desk.approve(desk.group())
    desk.publish()
    for address in (result_url(desk), reverse("participation:consultation_json", args=[desk.page.pk])):
        page = read(client, address)
        for word in ("王小明", "13800001234", "东河村三组"):
            assert word not in page


def shown(desk: Desk) -> list:
    data = snapshot(desk.page)
    return [data["groups"][key]["opinions"] for article in data["articles"] for key in article["groups"]]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ((7,), [7]),
        ((3,), ["<5"]),
        ((6, 8), [6, 8]),
        ((6, 8, 2), [6, "hidden", "<5"]),
        ((2, 1), ["<5", "<5"]),
        ((6, 2), ["hidden", "hidden"]),  # eight in two groups: both could be four
    ],
)
def test_small_groups_are_hidden_with_what_would_give_them_away(sizes, expected) -> None:
    desk = Desk(make_town())
    for number, size in enumerate(sizes):
        desk.group(parts=desk.opinions(size), summary=f"第{number}种")
    assert shown(desk) == expected


def test_channels_are_told_only_when_nobody_can_be_found_behind_one() -> None:
    desk = Desk(make_town())
    desk.opinions(8)
    desk.opinions(6, channel="qr_station")
    desk.opinions(3, channel="letter", from_deputy=True)
    desk.group()
    counts = snapshot(desk.page)["counts"]
    ways = {way["channel"]: (way["opinions"], way["people"]) for way in counts["channels"]}
    assert ways == {"web": (8, 8), "qr": ("hidden", "hidden"), "office": ("hidden", "<5")}
    assert (counts["opinions"], counts["people"], counts["deputies"]) == (17, 17, "<5")


def test_people_who_left_the_same_address_count_once_and_those_left_out_not_at_all() -> None:
    desk = Desk(make_town())
    desk.opinions(4, contact="13800001234")
    gone = desk.opinion("不要了。")
    desk.opinions(3)
    opinions.withdraw(submission=gone)
    desk.group()
    counts = snapshot(desk.page)["counts"]
    assert (counts["opinions"], counts["people"]) == (7, 4)


def status_of(submission: Submission):
    return public_status(
        Submission.objects.select_related("case__congress", "consultation").get(pk=submission.pk)
    )


def test_every_sender_finds_the_fate_of_each_part() -> None:
    desk = Desk(make_town())
    mine = desk.opinion(parts=[(0, "写清谁来修。"), (1, "每年公开一次。")])
    assert "结果将于" in status_of(mine).outcome.promise
    desk.close()
    desk.approve(desk.group(0), "partly", wording="村道由村民委员会负责，镇里补助。")
    desk.approve(desk.group(1, summary="每年公开"), "not", reason="另有规定。")
    desk.publish()
    status = status_of(mine)
    assert status.outcome.url == result_url(desk)
    assert [(part.fate.decision, part.fate.reason) for part in status.parts if part.fate] == [
        ("partly", ""),
        ("not", "另有规定。"),
    ]
    assert status.parts[0].fate.wording == "村道由村民委员会负责，镇里补助。"


def test_the_senders_page_shows_it(client: Client) -> None:
    desk = Desk(make_town())
    token = "a" * 32
    target = opinions.opinions.Target(desk.congress, consultation=desk.page, article=desk.article())
    mine = make_submission(desk.congress, token=token, target=target, text="写清谁来修。")
    desk.opinions(5)
    desk.close()
    desk.approve(desk.group(), "not", reason="第八条已经写了。")
    desk.publish()
    url = reverse("participation:opinion_query")
    client.post(url, {"number": mine.case.number, "code": shown_code(token)})
    page = read(client, reverse("participation:opinion_status"))
    assert "您的意见怎么处理的" in page
    assert "第八条已经写了。" in page
    assert result_url(desk) in page


def test_merged_groups_tell_the_fate_of_the_one_that_stands() -> None:
    desk = Desk(make_town())
    a, b = desk.opinion("写清谁来修。"), desk.opinion("写清谁来管。")
    first = desk.group(parts=[a.parts.get().pk])
    second = desk.group(parts=[b.parts.get().pk], summary="写清管理")
    actions.merge_groups(group=first, into=second, by=desk.clerk)
    desk.close()
    desk.approve(OpinionGroup.objects.get(pk=second.pk))
    desk.publish()
    assert status_of(a).parts[0].fate.summary == "写清管理"


def test_the_public_page_promises_a_day_and_says_so_when_it_has_passed(client: Client) -> None:
    desk = Desk(make_town())
    desk.close(days_ago=1)
    assert "结果将于" in read(client, result_url(desk))
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        page = read(client, result_url(desk))
        assert "还没有公布" in page
        assert "应于" in page
        assert "还没有公布" in read(client, desk.page)
        status = status_of(desk_submission(desk))
        assert status.outcome.is_late


def desk_submission(desk: Desk) -> Submission:
    ConsultationPage.objects.filter(pk=desk.page.pk).update(closes_at=timezone.now() + timedelta(days=1))
    desk.page = ConsultationPage.objects.get(pk=desk.page.pk)
    found = desk.opinion()
    desk.close(days_ago=60)
    return found
