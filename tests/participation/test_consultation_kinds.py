"""What each kind needs before it is signed, and for how long it must be out: the values of the place decide."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from deadlines.actions import choose_profile, set_rule
from deadlines.proposals import ProfileProposal, RuleProposal
from organizations.models import Congress
from participation.consultations.kinds import all_rules
from participation.consultations.models import (
    Article,
    ConsultationIndexPage,
    ConsultationKind,
    ConsultationPage,
)
from participation.consultations.readiness import missing
from tests.factories.accounts import make_member
from tests.factories.liaison import list_page
from tests.factories.organizations import make_county
from tests.factories.participation import make_consultation
from tests.participation.editing import DRAFT, as_user, create, screen, the_page


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    """The rules in force before the consultations here begin."""
    with time_machine.travel(datetime(2026, 11, 10, 12, tzinfo=timezone.get_default_timezone())):
        yield


@pytest.fixture
def client(town: Congress) -> Client:
    return as_user(make_member(Role.CLERK, town))


def lacking(town: Congress, kind: str, **fields: object) -> set[str]:
    page = make_consultation(town, kind=kind, short_period_reason="经主任会议决定", **fields)
    page.articles = []
    return {one.field for one in missing(page)}


def test_every_kind_has_rules():
    assert set(all_rules()) == set(ConsultationKind.values)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("relayed_draft", {"pasted_text", "explanation"}),
        ("decision", {"pasted_text", "explanation"}),
        ("procedure", {"pasted_text", "explanation"}),
        ("projects", {"pasted_text"}),
        ("budget", {"key_questions"}),
        ("supervision", {"key_questions"}),
        ("question", {"key_questions"}),
    ],
)
def test_each_kind_says_what_it_lacks(town, kind, fields):
    assert lacking(town, kind) == fields
    assert lacking(town, kind, contact=" ") == fields | {"contact"}


def test_headings_alone_are_no_text(town):
    page = make_consultation(town, explanation="说明")
    page.articles = [Article(kind="heading", level=3, label="第一章", heading="总则")]
    assert [one.field for one in missing(page)] == ["pasted_text"]


def test_a_page_is_sent_to_be_signed_only_with_everything_it_needs(client, town):
    submit = {"action-submit": "1"}
    text = create(client, town, **submit).content.decode()
    assert "还没有条文" in text
    assert "草案和说明要一起公布" in text
    assert not ConsultationPage.objects.exists()
    create(client, town, pasted_text=DRAFT, explanation="为什么这样定。", **submit)
    assert the_page().current_workflow_state is not None


def test_a_draft_is_saved_with_whatever_there_is_and_the_editor_lists_the_rest(client, town):
    create(client, town)
    text = client.get(reverse("wagtailadmin_pages:edit", args=[the_page().pk])).content.decode()
    assert "送审以前还缺" in text
    assert "还没有条文" in text
    assert screen(the_page(), "import") in text


def test_a_complete_page_is_told_so_with_the_reckoning_of_its_period(client, town):
    create(client, town, pasted_text=DRAFT, explanation="为什么这样定。")
    text = client.get(reverse("wagtailadmin_pages:edit", args=[the_page().pk])).content.decode()
    assert "该有的都有了" in text
    assert "征求意见最短时间" in text


def test_a_question_needs_no_draft(client, town):
    create(client, town, kind="question", key_questions="村道该谁来管？", **{"action-submit": "1"})
    assert the_page().current_workflow_state is not None


def test_a_kind_begins_with_its_usual_words_and_names_its_law(client, town):
    index = list_page(town, ConsultationIndexPage)
    url = reverse("wagtailadmin_pages:add", args=["consultations", "consultationpage", index.pk])
    text = client.get(url, {"kind": "budget"}).content.decode()
    form = client.get(url, {"kind": "budget"}).context["form"]
    assert form.initial["kind"] == "budget"
    assert "听取选民和社会各界的意见" in form.initial["why"]
    assert "《预算法》第四十五条" in text
    assert client.get(url, {"kind": "<script>"}).context["form"].initial["kind"] == "decision"


def set_period(days: int, **fields: object) -> dict[str, object]:
    opens_at = datetime(2026, 12, 1, 8, tzinfo=timezone.get_default_timezone())
    return {"opens_at": opens_at, "closes_at": opens_at + timedelta(days=days)} | fields


def follow_zhejiang() -> None:
    county = make_county()
    proposal = ProfileProposal("zhejiang", timezone.localdate(), "本县在浙江")
    choose_profile(county=county, proposal=proposal, by=make_member(Role.COUNTY_OFFICE, county))


def relayed(town: Congress, days: int) -> ConsultationPage:
    """Return a relayed draft that is out for so many days, as it is before its reason is written."""
    reason = {"short_period_reason": "经主任会议决定"}
    page = make_consultation(town, **set_period(days, kind="relayed_draft"), **reason)
    page.short_period_reason = ""
    return page


def test_the_chosen_province_decides_how_long_a_relayed_draft_is_out(town):
    page = relayed(town, 20)
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert "30日" in str(refused.value)
    follow_zhejiang()
    page.clean()
    assert page.minimum.rule.amount == 20
    assert "浙江省地方立法条例" in str(page.minimum.rule.source)
    with pytest.raises(ValidationError):
        relayed(town, 19).clean()


def test_other_kinds_may_be_short_whatever_the_province_says(town):
    follow_zhejiang()
    page = make_consultation(town, **set_period(3))
    page.clean()
    assert page.is_short


def test_a_new_page_is_measured_by_the_rules_of_its_own_town(client, town):
    set_rule(
        congress=town,
        rule_id="consultation.minimum_draft",
        proposal=RuleProposal(timezone.localdate(), "本镇从严", "镇人大主席团决定", 40, "natural_day"),
        by=make_member(Role.CHAIR, town),
    )
    fields = {"kind": "relayed_draft", "closes_at": "2026-12-31 17:00"}
    text = create(client, town, **fields).content.decode()
    assert "40日" in text
    assert not ConsultationPage.objects.exists()


def test_columns_of_a_project_are_read_from_its_lines():
    row = Article(kind="project", text="建设内容：改造管道\n新建水池2座\n投资（万元）：320\n\n说明")
    assert row.cells == [("建设内容", "改造管道\n新建水池2座"), ("投资（万元）", "320\n说明")]
    assert Article(kind="project", text="").cells == []
