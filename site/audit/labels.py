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
    "stations.stationpage.officers": _("调整联络站联络员"),
}
_details: dict[str, str | Promise] = {
    "reason": _("理由"),
    "removed": _("移除条数"),
    "position": _("链上位置"),
}


def name_actions(names: Mapping[str, str | Promise]) -> None:
    """Give names to actions."""
    _names.update(names)


def action_name(action: str) -> str:
    """Return the name of an action, or its code."""
    return str(_names.get(action, action))


def detail(name: str, value: object) -> str:
    """Return one detail of an entry in words."""
    return f"{_details.get(name, name)}：{value}"
