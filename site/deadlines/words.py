"""A due date in words: one line beside the date, the full reckoning for a popover or print, a plain one for citizens.

``architecture.md`` §5 rule 1: the screen shows the rule, the base date and the arithmetic.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from deadlines.arithmetic import ONE
from deadlines.units import LEVEL_LABELS, Level, Sense

if TYPE_CHECKING:
    from deadlines.due import DueDate


def chinese_date(day: date) -> str:
    """Return a date as it is written in official Chinese, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_date(day: date) -> str:
    """Return month and day."""
    return f"{day.month}月{day.day}日"


def notes(due: "DueDate") -> list[str]:
    """Return what was special about the count, in short."""
    found = []
    if due.counted.rest_days:
        found.append(_("其间休息日%(days)d天不计") % {"days": len(due.counted.rest_days)})
    if due.counted.is_month_end:
        found.append(_("当月没有%(day)d日，取月末") % {"day": due.base.day})
    if due.counted.still_days:
        found.append(_("暂停的%(days)d天不计") % {"days": due.counted.still_days})
    if due.is_rolled:
        found.append(_("期满日%(day)s为休息日，顺延") % {"day": short_date(due.counted.ends)})
    if due.unannounced:
        years = "、".join(str(year) for year in due.unannounced)
        found.append(_("%(years)s年放假安排尚未公布，暂按周一至周五计") % {"years": years})
    return found


def one_line(due: "DueDate") -> str:
    """Return rule, base date, arithmetic and source in one line."""
    form = (
        _("%(label)s：%(base)s之前%(value)s，即%(due)s（%(notes)s依据：%(source)s）")
        if due.rule.sense is Sense.BEFORE
        else _("%(label)s：自%(base)s起%(value)s，至%(due)s（%(notes)s依据：%(source)s）")
    )
    return form % {
        "label": due.rule.label,
        "base": chinese_date(due.base),
        "value": due.rule.value_text,
        "due": chinese_date(due.on),
        "notes": "".join(f"{note}；" for note in notes(due)),
        "source": due.rule.source,
    }


def detail(due: "DueDate") -> list[str]:
    """Return the reckoning step by step, a line for each step."""
    lines = [
        _("规则：%(label)s，%(value)s") % {"label": due.rule.label, "value": due.rule.value_text},
        _("依据：%(source)s（%(level)s）") % {"source": due.rule.source, "level": level_text(due)},
        _("起算：%(base)s当日不计入，自%(next)s起算（《民法典》第二百零一条）")
        % {"base": chinese_date(due.base), "next": chinese_date(due.base + ONE)}
        if due.rule.sense is not Sense.BEFORE
        else _("起算：自%(base)s向前推算，当日不计入") % {"base": chinese_date(due.base)},
    ]
    lines += _month_line(due)
    if due.counted.rest_days:
        lines.append(_("休息日不计：%(days)s") % {"days": ranges(due.counted.rest_days, due.holiday_names)})
    if due.makeup_days:
        days = "、".join(short_date(day) for day in due.makeup_days)
        lines.append(_("调休上班日照常计入：%(days)s") % {"days": days})
    if due.counted.still_days:
        lines.append(_("等待期间期限暂停：%(days)d天不计") % {"days": due.counted.still_days})
    end = _("最迟：%(end)s") if due.rule.sense is Sense.BEFORE else _("期满：%(end)s")
    lines.append(end % {"end": chinese_date(due.counted.ends)})
    if due.is_rolled:
        lines.append(
            _("顺延：%(rest)s，顺延至下一个工作日%(due)s（%(source)s）")
            % {
                "rest": ranges(due.rolled_days, due.holiday_names),
                "due": chinese_date(due.on),
                "source": due.roll_source,
            }
        )
    if due.unannounced:
        years = "、".join(str(year) for year in due.unannounced)
        lines.append(_("%(years)s年放假安排尚未公布，暂按周一至周五计，公布后重新计算") % {"years": years})
    return lines


def _month_line(due: "DueDate") -> list[str]:
    """Return how the months were counted, a line or none."""
    if due.counted.month_ends is None:
        return []
    form = (
        _("月份：%(months)s后的当月没有%(day)d日，取该月最后一日%(end)s（《民法典》第二百零二条）")
        if due.counted.is_month_end
        else _("月份：%(months)s后的对应日，%(end)s（《民法典》第二百零二条）")
    )
    values = {
        "months": due.rule.value_text,
        "day": due.base.day,
        "end": chinese_date(due.counted.month_ends),
    }
    return [form % values]


def level_text(due: "DueDate") -> str:
    """Return at which level the value was set, with its name and first day where a county or town set it."""
    effective = due.effective
    if effective.level is Level.NATIONAL:
        return str(LEVEL_LABELS[effective.level])
    if effective.level is Level.PROFILE:
        return _("%(where)s标准") % {"where": effective.where}
    return _("%(where)s设定，自%(day)s起执行") % {
        "where": effective.where,
        "day": chinese_date(effective.valid_from or due.base),
    }


def public_line(due: "DueDate", promised_on: date | None = None) -> str:
    """Return the reckoning for the citizen: no rule's name, no level, no suspension of somebody else's."""
    special = notes(due)
    form = (
        _("最迟%(due)s：%(base)s之前%(value)s%(notes)s。依据：%(source)s。")
        if due.rule.sense is Sense.BEFORE
        else _("最迟%(due)s：自%(base)s的次日起计算%(value)s%(notes)s。依据：%(source)s。")
    )
    text = form % {
        "due": chinese_date(due.on),
        "base": chinese_date(due.base),
        "value": due.rule.value_text,
        "notes": f"（{'；'.join(special)}）" if special else "",
        "source": due.rule.source,
    }
    if promised_on is not None and promised_on != due.on:
        text += _("办理机关另行确定的日期为%(day)s。") % {"day": chinese_date(promised_on)}
    return text


def ranges(days: Iterable[date], names: dict[date, str]) -> str:
    """Return days in words, neighbors joined: ``10月1日至10月8日（国庆节）、10月11日（周末）``."""
    groups: list[list[date]] = []
    for day in sorted(days):
        if groups and groups[-1][-1] + ONE == day and _name(groups[-1][-1], names) == _name(day, names):
            groups[-1].append(day)
        else:
            groups.append([day])
    return "、".join(
        (short_date(group[0]) if len(group) == 1 else f"{short_date(group[0])}至{short_date(group[-1])}")
        + f"（{_name(group[0], names)}）"
        for group in groups
    )


def _name(day: date, names: dict[date, str]) -> str:
    return names.get(day) or _("周末")
