"""Near-duplicates: found, counted by people and by wordings, kept apart when they are not the same."""

import random
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from casework.models import Visibility
from organizations.models import Congress
from participation.submissions import actions
from participation.submissions.actions.accusation import AccusedParties
from participation.submissions.models import Submission
from participation.submissions.similarity import texts
from participation.submissions.similarity.actions import cluster_batch
from participation.submissions.similarity.models import Band, Cluster, DistinctText, Fingerprint
from tests.factories.accounts import make_member
from tests.factories.organizations import make_town
from tests.factories.participation import Staff, make_submission

CAMPAIGN = "柳塘镇老街的公交站取消以后，老人看病要走两里路，请恢复站点，早晚高峰多加两班车。"
# domain.md §10.4, numbers 1 and 22: one lamp, no words in common.
LAMP, SAME_LAMP = "村东头那盏路灯坏了快一个月了,小孩放晚自习看不见路。", "村口第二根杆子不亮。"
OTHERS = (
    "第九条里说户内管道农户自己接,老人家自己哪里接得动,能不能写明村里帮忙。",
    "赶集那天摆摊把消防通道堵死了,请管一管。",
    "自来水下午四点以后就没压力,整条街都这样,不是我一家。",
    "建议把文化广场的健身器材修一修,两个已经生锈断了。",
    "养老金认证要下载三个软件,老人不会弄,能不能到村里来认。",
)
WORDS = "路灯水渠公交学校医院垃圾桥梁河道广场停车养老看病摆摊噪音电线树木道路自来水操场护栏"


def place_all() -> None:
    """Let the job run until nothing waits."""
    call_command("cluster_opinions", "--all", verbosity=0)


def sent(congress: Congress, *words: str, **fields: Any) -> list[Submission]:
    """Send these texts."""
    return [make_submission(congress, text=text, **fields) for text in words]


def cluster_of(submission: Submission) -> Cluster | None:
    """The cluster an opinion is in."""
    return Fingerprint.objects.select_related("cluster").get(submission=submission).cluster


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (CAMPAIGN, f"领导您好！{CAMPAIGN}谢谢！"),
        (CAMPAIGN, CAMPAIGN.replace("，", ",").replace("。", "") + "　"),
        ("ＡＢＣ小区的电梯坏了三天了", "abc小区的电梯坏了三天了。"),
    ],
)
def test_courtesy_width_case_and_punctuation_make_no_other_text(first: str, second: str) -> None:
    assert texts.essence(first) == texts.essence(second)


def test_a_greeting_alone_is_left_as_it_is() -> None:
    assert texts.essence("领导好，谢谢！") != ""


@pytest.mark.django_db
def test_people_and_wordings_are_counted_apart(town: Congress) -> None:
    sent(town, CAMPAIGN, contact="办公室甲")
    sent(town, CAMPAIGN, contact="办公室甲")  # one person twice
    sent(town, CAMPAIGN.replace("两里", "三里"), contact="办公室乙")
    sent(town, CAMPAIGN + "另外站台要装一条长凳。")  # no contact: one person
    place_all()
    cluster = Cluster.objects.get()
    assert (cluster.opinions, cluster.persons, cluster.texts) == (4, 3, 3)


@pytest.mark.django_db
def test_a_single_opinion_is_no_cluster_and_the_second_turn_finds_the_first(town: Congress) -> None:
    (first,) = sent(town, CAMPAIGN)
    place_all()
    assert cluster_of(first) is None
    (second,) = sent(town, CAMPAIGN + "请答复。")
    place_all()
    assert cluster_of(first) == cluster_of(second) != None  # noqa: E711
    assert cluster_batch() == 0  # nothing waits any more


@pytest.mark.django_db
def test_the_same_matter_in_other_words_is_not_found_by_its_letters(town: Congress) -> None:
    """Only words are compared: #22 of the patterns stays for the clerk, who merges it by its number."""
    lamp, copy, other_words = sent(town, LAMP, LAMP.replace("快一个月", "一个多月"), SAME_LAMP)
    place_all()
    assert cluster_of(lamp) == cluster_of(copy) is not None
    assert cluster_of(other_words) is None


@pytest.mark.django_db
def test_everyday_opinions_about_other_things_stay_apart(town: Congress) -> None:
    sent(town, LAMP, *OTHERS)
    place_all()
    assert not Cluster.objects.exists()
    assert Fingerprint.objects.count() == 1 + len(OTHERS)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(12, 200), st.integers(12, 200))
def test_unrelated_texts_are_never_near_enough(seed: int, first: int, second: int) -> None:
    chance = random.Random(seed)
    one = "".join(chance.choice(WORDS) for _ in range(first))
    other = "".join(chance.choice(WORDS) for _ in range(second))
    assert texts.nearness(one, other) < texts.needed(one, other)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(max_size=120))
def test_a_comparison_loses_no_character(first: str, second: str) -> None:
    parts = texts.compare(first, second)
    assert "".join(part.text for part in parts if part.kind != "gone") == second
    assert "".join(part.text for part in parts if part.kind != "new") == first


def test_a_comparison_shows_the_point_that_was_added() -> None:
    parts = texts.compare(CAMPAIGN, CAMPAIGN + "另外站台要装一条长凳。")
    assert [part.text for part in parts if part.kind == "new"] == ["另外站台要装一条长凳。"]
    assert not [part for part in parts if part.kind == "gone"]


@pytest.mark.django_db
def test_towns_and_drafts_do_not_mix(town: Congress) -> None:
    other = make_town("白水镇", "baishui", "BS")
    here, there = sent(town, CAMPAIGN)[0], sent(other, CAMPAIGN)[0]
    place_all()
    assert cluster_of(here) is None
    assert cluster_of(there) is None


@pytest.mark.django_db
def test_a_restricted_opinion_never_joins_and_leaves_at_once(town: Congress) -> None:
    staff = Staff(town)
    first, second, third = sent(town, CAMPAIGN, CAMPAIGN, CAMPAIGN)
    third.case.visibility = Visibility.RESTRICTED
    third.case.save()
    place_all()
    assert Cluster.objects.get().opinions == 2
    actions.register(case=second.case, by=staff.clerk, category="other")
    fingerprints = Fingerprint.objects.filter(cluster__isnull=False)
    actions.withdraw(submission=first)
    assert not fingerprints.exists()  # of a pair one is left: no cluster
    assert not Cluster.objects.exists()
    assert DistinctText.objects.get().sample_id in {second.pk}
    place_all()
    assert not Cluster.objects.exists()  # nor does the next turn bring it back


@pytest.mark.django_db
def test_setting_aside_takes_an_opinion_out_in_the_same_step_and_bringing_back_returns_it(
    town: Congress,
) -> None:
    chair = make_member(Role.CHAIR, town)
    first, _second = sent(town, CAMPAIGN, CAMPAIGN)
    place_all()
    actions.set_aside(case=first.case, by=chair, reason="涉及个人", accused=AccusedParties())
    assert not Cluster.objects.exists()
    actions.bring_back(case=first.case, by=chair, reason="不是检举")
    place_all()
    assert Cluster.objects.get().opinions == 2


@pytest.mark.django_db
def test_an_opinion_sent_to_another_town_is_placed_among_those_there(town: Congress) -> None:
    other, staff = make_town("白水镇", "baishui", "BS"), Staff(town)
    moved, _stays, there = *sent(town, CAMPAIGN, CAMPAIGN), *sent(other, CAMPAIGN)
    place_all()
    actions.register(case=moved.case, by=staff.clerk, category="other")
    actions.transfer(case=moved.case, by=staff.clerk, to=other, reason="站点在白水镇")
    assert cluster_of(moved) is None
    place_all()
    assert cluster_of(moved) == cluster_of(there) is not None
    assert Cluster.objects.get().congress == other


@pytest.mark.django_db
def test_a_campaign_of_many_wordings_keeps_few_bands(town: Congress) -> None:
    sent(town, *(CAMPAIGN + f"我家在{chr(0x4E00 + number)}村。" for number in range(40)))
    place_all()
    assert Cluster.objects.get().texts == 40
    most = max(
        Band.objects.filter(value=value).count() for value in Band.objects.values_list("value", flat=True)
    )
    assert most <= 8


@pytest.mark.django_db
def test_the_statements_of_a_batch_do_not_grow_with_it(
    town: Congress, django_assert_max_num_queries: Any
) -> None:
    def placing(number: int) -> int:
        sent(town, *(f"{CAMPAIGN}{chr(0x4E00 + i)}{number}" for i in range(number)))
        with django_assert_max_num_queries(60) as queries:
            cluster_batch()
        return len(queries)

    placing(3)
    assert placing(12) == placing(24)
