"""What the deeds of the coding table are called in the ledger."""

from django.utils.translation import gettext_lazy as _

from audit.labels import name_actions

NAMES = {
    "adoption.group": _("意见归为一组"),
    "adoption.group_all": _("未归类的意见全部归为一组"),
    "adoption.add": _("意见归入已有的一组"),
    "adoption.move": _("意见移到另一组"),
    "adoption.split_off": _("意见另立一组"),
    "adoption.ungroup": _("意见退回未归类"),
    "adoption.merge": _("合并两组意见"),
    "adoption.unmerge": _("撤销合并两组意见"),
    "adoption.decide": _("起草处理意见"),
    "adoption.submit": _("处理意见送审"),
    "adoption.take_back": _("取回处理意见"),
    "adoption.approve": _("批准处理意见"),
    "adoption.send_back": _("退回处理意见"),
    "adoption.reopen": _("重新研究处理意见"),
    "adoption.draft_result": _("起草意见采纳情况"),
    "adoption.submit_result": _("意见采纳情况送签"),
    "adoption.take_back_result": _("取回意见采纳情况"),
    "adoption.send_back_result": _("退回意见采纳情况"),
    "adoption.publish_result": _("公布意见采纳情况"),
    "adoption.export": _("导出意见汇总表"),
}


def register() -> None:
    """Give them their names."""
    name_actions(NAMES)
