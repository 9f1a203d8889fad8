"""Drafts for the tests of comparing: made of office words, changed at random, with what became of each article."""

import random
from dataclasses import replace

from participation.consultations.comparing.texts import TextRow

DIGITS = "〇一二三四五六七八九"
_WORDS = (
    "村庄 污水 管网 农户 化粪池 设计 施工 维修 运行 单位 主管部门 镇人民政府 街道办事处 申请 "
    "报送 告知 结果 应当 可以 不得 罚款 责令 改正 公示 验收 资金 预算 监督 "
    "检查 报告 代表 会议 主席团 旁听 建议 办理 答复 公开 电话 期限 听取 意见 "
    "协商 补偿 规划 水源 电梯 业主 表决 备案 审查 登记 档案 巡查 险情 水库 "
    "大坝 防汛 预案 演练 学校 斑马线 路灯 渡口 候船亭 扶手 渠道 闸门 集市 摊位 "
    "喷淋 充电棚"
)
WORDS = _WORDS.split()


def number(n: int) -> str:
    """Return a Chinese numeral below 1,000 well enough for labels that differ."""
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    text += f"{DIGITS[tens]}十" if tens else ("零" if hundreds and ones else "")
    return text + (DIGITS[ones] if ones or not n else "")


def sentence(chance: random.Random, least: int = 15, most: int = 45) -> str:
    """Return a text of office words."""
    return (
        "，".join("".join(chance.choices(WORDS, k=5)) for _ in range(chance.randint(least, most) // 5)) + "。"
    )


def draft(size: int, chance: random.Random) -> list[TextRow]:
    """Return a draft with a chapter for every twelve articles."""
    rows: list[TextRow] = []
    for n in range(size):
        if n % 12 == 0:
            label = f"第{number(n // 12 + 1)}章"
            title = "".join(chance.sample(WORDS, 3))
            rows.append(TextRow(f"h{n}", "heading", label, title, "", level=3))
        rows.append(TextRow(f"k{n}", "article", f"第{number(n + 1)}条", "", sentence(chance)))
    return rows


def renumbered(rows: list[TextRow]) -> list[TextRow]:
    """Return the rows with articles counted from the first, and keys that say nothing of the old ones."""
    found, count = [], 0
    for row in rows:
        if not row.is_heading:
            count += 1
            row = replace(row, label=f"第{number(count)}条")
        found.append(replace(row, key=f"new-{row.key}"))
    return found


def settled(new: list[TextRow], proposals: list) -> list[TextRow]:
    """Return the new rows as they are after a person has accepted every proposal."""
    by_key = {one.new: one for one in proposals}
    return [replace(row, key=by_key[row.key].old or row.key, sources=by_key[row.key].sources) for row in new]
