"""What the actions of the ledger are called on screen.

The ledger keeps codes; whoever records an action may give its name here, in ``AppConfig.ready()``. An action
without name is shown by its code.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_names: dict[str, str | Promise] = {
    "case.read_contact": _("查看提交人信息"),
    "ledger.demo_removed": _("移除演示县的审计记录"),
    "ledger.export": _("导出审计记录"),
    "submission.submit": _("提交意见"),
    "submission.erase_identity": _("到期清除身份信息"),
    "case.print_contact": _("打印含个人信息的卷宗"),
    "export.direct": _("导出办件"),
    "submission.choose_notification": _("提交人选择通知方式"),
    "submission.answer_together": _("合并办理"),
    "deadlines.set_days": _("修改工作日历"),
    "deadlines.announce_year": _("确认日历录入完毕"),
    "deadlines.fill_calendar": _("填入放假安排"),
    "deadlines.set_rule": _("修改期限规则"),
    "deadlines.choose_profile": _("选择省市标准"),
    "stations.stationpage.officers": _("调整联络站联络员"),
}
_details: dict[str, str | Promise] = {
    "reason": _("理由"),
    "removed": _("移除条数"),
    "position": _("链上位置"),
    "from": _("原状态"),
    "to": _("新状态"),
    "event": _("过程序号"),
    "channel": _("渠道"),
    "photos": _("照片张数"),
    "category": _("类别"),
    "received_on": _("收到日期"),
    "told_notice": _("已当面告知"),
    "class": _("办理结果"),
    "weaknesses": _("检查提示"),
    "until": _("延期至"),
    "role": _("岗位"),
    "minor": _("可能是未成年人"),
    "words": _("说明"),
    "kind": _("内容"),
    "format": _("格式"),
    "query": _("条件"),
    "count": _("件数"),
}


def name_actions(names: Mapping[str, str | Promise]) -> None:
    """Give names to actions."""
    _names.update(names)


def action_name(action: str) -> str:
    """Return the name of an action, or its code."""
    return str(_names.get(action, action))


def detail(name: str, value: object) -> str:
    """Return one detail of an entry in words."""
    shown = (_("是") if value else _("否")) if isinstance(value, bool) else value
    return f"{_details.get(name, name)}：{shown}"
