"""Opinions of the demo that came by word of mouth, and five of one campaign in three wordings."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from accounts.roles import Role
from home.demo.clock import clock_at, office_moment
from home.demo.world import World
from participation.submissions.actions.intake import enter_submission
from participation.submissions.actions.storing import Opinion, Target, store_opinion
from participation.submissions.models import AgeStatement, Channel
from participation.submissions.similarity.actions import cluster_batch

TOWN = "liutang"
BUS = "老街的公交站取消以后，老人看病要走两里路，请恢复站点，早晚高峰多加两班车。"
CAMPAIGN = (
    BUS,
    BUS,
    f"代表您好！{BUS}谢谢！",
    BUS.replace("两里路", "三里路"),
    f"{BUS}另外站台要装一条长凳。",
)


@dataclass(frozen=True)
class Told:
    """What somebody said: ``days`` ago, and entered the day after."""

    channel: str
    text: str
    days: int
    place: str = ""
    language_note: str = ""


TOLD = (
    Told(Channel.PHONE, "东村水塔的水这几天有股铁锈味，烧开了也有，请来看看。", 3, place="东村"),
    Told(
        Channel.VISIT,
        "腿脚不便，去镇上办养老认证要人背，能不能到家里来认。",
        4,
        language_note="用本地话讲，由工作人员转写",
    ),
    Told(Channel.LETTER, "村小学门口的公路没有斑马线，车开得快，家长都不放心，请画线立牌。", 2),
)


def enter_at_the_office(world: World) -> None:
    """Enter what was told, send the campaign, and let the job find what belongs together."""
    congress, clerk = world.congresses[TOWN], world.user(TOWN, Role.CLERK)
    for number, told in enumerate(TOLD):
        received = timezone.localdate(office_moment(world.now, told.days))
        opinion = Opinion(
            target=Target(congress),
            text=told.text,
            age_statement=AgeStatement.ADULT_OR_14,
            channel=told.channel,
            place=told.place,
        )
        with clock_at(office_moment(world.now, told.days - 1)):
            enter_submission(
                opinion=opinion,
                token=str(uuid5(NAMESPACE_URL, f"demo:intake:{number}")),
                by=clerk,
                received_on=received,
                language_note=told.language_note,
            )
    for number, text in enumerate(CAMPAIGN):
        opinion = Opinion(target=Target(congress), text=text, age_statement=AgeStatement.ADULT_OR_14)
        with clock_at(office_moment(world.now, 2 + number / 10)):
            store_opinion(opinion=opinion, token=str(uuid5(NAMESPACE_URL, f"demo:campaign:{number}")))
    while cluster_batch():
        pass
