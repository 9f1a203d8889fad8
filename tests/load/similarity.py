"""How fast and how well near-duplicates are found among 100,000 opinions.

    .venv/bin/python -m tests.load.similarity [--opinions 100000] [--database URL]

Makes a database of its own (SQLite in a temporary folder unless ``--database`` names an empty one), fills it
with campaigns, whose texts are edited the way people edit them, and with unrelated opinions, lets the job place
all of them, and prints time, and precision and recall of the pairs it puts together.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
PARSER = argparse.ArgumentParser(description=__doc__)
PARSER.add_argument("--opinions", type=int, default=100_000)
PARSER.add_argument("--seed", type=int, default=7)
PARSER.add_argument("--database", default="")
OPTIONS = PARSER.parse_args()
FOLDER = tempfile.TemporaryDirectory()
os.environ["DATABASE_URL"] = OPTIONS.database or f"sqlite:///{FOLDER.name}/similarity.sqlite3"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from casework.models import Case  # noqa: E402
from participation.submissions.models import Submission  # noqa: E402
from participation.submissions.similarity.actions import BATCH, cluster_batch  # noqa: E402
from participation.submissions.similarity.models import (  # noqa: E402
    Band,
    Cluster,
    DistinctText,
    Fingerprint,
)
from tests.factories.organizations import make_county  # noqa: E402

PLACES = "东西南北上中下前后新老大小"
GROUND = ("河", "山", "桥", "湾", "坪", "塘", "岭", "沟", "坝", "井", "园", "庙", "店", "渡")
THINGS = (
    "路灯", "水渠", "公交站", "垃圾池", "健身器材", "自来水", "变压器", "河道护栏", "斑马线", "公厕", "卫生室",
    "老人食堂",
    "停车位", "电动车充电桩", "排水沟", "广场舞音响", "菜市场", "快递柜", "学校围墙", "消防通道", "村道", "信号塔",
    "化粪池",
    "图书室", "门球场", "桥面", "水塔", "路牌", "树枝", "养老认证",
)  # fmt: skip
TROUBLES = (
    "坏了好久没人管", "一下雨就堵", "到了晚上吵得睡不着", "排队要等一上午", "离家太远走不动", "裂了一道大口子",
    "常年没人打扫",
    "总是停在半路", "收费一年比一年高", "看不清写的是什么", "被人占着堆东西", "夏天臭得开不了窗", "冬天结冰滑倒过人",
    "孩子放学都绕着走", "打电话也没有人接", "说修没修又过了一季", "去年报过一回没有下文", "压力小得洗不了菜",
    "两边说法不一样",
)  # fmt: skip
WISHES = (
    "能不能派人来看一看", "希望列进明年的实事", "请把责任单位公开出来", "盼着早点有个准信", "建议先修最急的一段",
    "请给老人留个窗口",
    "能不能换成声音小的", "请帮忙问问供电所", "想知道什么时候动工", "请镇里和村里商量个办法", "最好贴一张告示说明",
    "请组织大家开个会", "能不能把时间提前半小时", "请代表到现场走一趟", "希望有人定期检查",
)  # fmt: skip
OPENINGS = ("您好！", "尊敬的代表：", "领导好，", "各位代表好！", "", "", "")
CLOSINGS = ("谢谢！", "盼复。", "望解决", "", "", "", "麻烦了。")
OWN_WORDS = (
    "我家老人八十了，最怕这个。", "我在外面打工，也惦记家里。", "另外村口的石板也松了。", "我们组二十多户都有意见。",
    "上个月还摔了一个孩子。", "别处早就弄好了。", "要出力我们愿意出。",
)  # fmt: skip


def village(chance: random.Random) -> str:
    """Return an invented place."""
    return f"{chance.choice(PLACES)}{chance.choice(GROUND)}{chance.choice(('村', '组', '巷', '社区', '街'))}"


def single(chance: random.Random) -> str:
    """Return an opinion of somebody's own: one to three matters, in no fixed form."""
    parts = []
    for _ in range(chance.randint(1, 3)):
        parts.append(f"{village(chance)}的{chance.choice(THINGS)}{chance.choice(TROUBLES)}")
    chance.shuffle(parts)
    wish = "，".join(chance.sample(WISHES, chance.randint(1, 2)))
    told = chance.choice(OWN_WORDS) if chance.random() < 0.3 else ""
    return f"{chance.choice(OPENINGS)}{'，'.join(parts)}。{told}{wish}。{chance.choice(CLOSINGS)}"


def campaign(chance: random.Random) -> str:
    """Return the text that is handed round."""
    parts = [f"{village(chance)}的{thing}{chance.choice(TROUBLES)}" for thing in chance.sample(THINGS, 2)]
    return f"{'，'.join(parts)}。{'，'.join(chance.sample(WISHES, 2))}。"


def edited(text: str, chance: random.Random) -> str:
    """Return the text as one of many sends it: often as it is, else with greetings, typing errors, own words."""
    if chance.random() < 0.4:
        return text
    letters = list(text)
    for _ in range(chance.randint(0, 3)):
        place = chance.randrange(len(letters))
        kind = chance.randrange(3)
        if kind == 0:
            del letters[place]
        else:
            letters[place : place + (kind == 1)] = chance.choice("的了是在我们这那都很要去来")
    words = "".join(letters)
    if chance.random() < 0.3:
        words += chance.choice(OWN_WORDS)
    return f"{chance.choice(OPENINGS)}{words}{chance.choice(CLOSINGS)}"


def texts(number: int, chance: random.Random) -> list[tuple[int, str]]:
    """Return (label, text): three in ten belong to campaigns of very different sizes, all others stand alone."""
    made: list[tuple[int, str]] = []
    label = 0
    while len(made) < number * 3 // 10:
        label += 1
        size = min(int(chance.paretovariate(0.8) * 10), number // 20)
        original = campaign(chance)
        made += [(label, edited(original, chance)) for _ in range(size)]
    while len(made) < number:
        label += 1
        made.append((label, single(chance)))
    chance.shuffle(made)
    return made


def pairs(counts: Counter) -> int:
    """Return how many pairs there are within the groups."""
    return sum(size * (size - 1) // 2 for size in counts.values())


def judge(labels: dict[int, int], clusters: dict[int, int]) -> tuple[float, float]:
    """Return precision and recall of the pairs put together."""
    wanted = pairs(Counter(labels.values()))
    found = pairs(Counter(clusters.values()))
    right = pairs(Counter((labels[pk], cluster) for pk, cluster in clusters.items()))
    return right / found if found else 1.0, right / wanted if wanted else 1.0


def fill(made: list[tuple[int, str]]) -> dict[int, int]:
    """Write the opinions by the shortest way; return the label of each."""
    congress = make_county()
    labels: dict[int, int] = {}
    for start in range(0, len(made), 5000):
        part = made[start : start + 5000]
        cases = Case.objects.bulk_create(
            Case(number=f"QH-2026-{start + i:06d}", kind="submission", status="received", congress=congress,
                 summary=text[:60], received_at=datetime(2026, 1, 1, tzinfo=UTC))
            for i, (_label, text) in enumerate(part)
        )  # fmt: skip
        rows = Submission.objects.bulk_create(
            Submission(case=case, text=text, consent_version="x", age_statement="14plus",
                       token_hash=case.number, code_hash="x")
            for case, (_label, text) in zip(cases, part, strict=True)
        )  # fmt: skip
        labels |= {row.pk: label for row, (label, _text) in zip(rows, part, strict=True)}
    return labels


def main() -> None:
    """Fill, place, judge, print."""
    number = OPTIONS.opinions
    call_command("migrate", verbosity=0)
    labels = fill(texts(number, random.Random(OPTIONS.seed)))
    started, busy = time.perf_counter(), time.process_time()
    slowest, placed = 0.0, 0
    while True:
        turn = time.perf_counter()
        done = cluster_batch()
        slowest, placed = max(slowest, time.perf_counter() - turn), placed + done
        if done < BATCH:
            break
        if placed % 20_000 == 0:  # the time for a batch must not grow with what is stored
            last = time.perf_counter() - turn
            so_far, used = time.perf_counter() - started, time.process_time() - busy
            print(
                f"{placed:>9,} after {so_far:.0f} s ({used:.0f} s of processor), last batch {last:.2f} s",
                flush=True,
            )
    spent, busy = time.perf_counter() - started, time.process_time() - busy
    clusters = dict(Fingerprint.objects.exclude(cluster=None).values_list("pk", "cluster_id"))
    precision, recall = judge(labels, clusters)
    print(f"database            {connection.vendor}")
    print(f"opinions            {placed:,} in {len(set(labels.values())):,} matters")
    print(
        f"time                {spent:.1f} s, {placed / spent:,.0f}/s, slowest batch of {BATCH} {slowest:.2f} s"
    )
    print(f"clusters            {Cluster.objects.count():,}")
    print(f"wordings            {DistinctText.objects.count():,}, bands {Band.objects.count():,}")
    largest = Cluster.objects.order_by("-opinions").first()
    if largest is not None:
        print(f"largest             {largest.opinions} opinions, {largest.texts} wordings")
    print(f"pairs               precision {precision:.4f}, recall {recall:.4f}")
    turn = time.perf_counter()
    cluster_batch()
    print(f"a turn with nothing {time.perf_counter() - turn:.4f} s")


if __name__ == "__main__":
    main()
