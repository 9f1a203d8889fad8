"""The states of an opinion, in the office's words and in the citizen's (``domain.md`` §3.6)."""

from django.utils.translation import gettext_lazy as _

RECEIVED, REGISTERED, MORE, ACCEPTED = "received", "registered", "more", "accepted"
ASSIGNED, ASKED, RETURNED, DRAFTED, REPLIED = "assigned", "asked", "returned", "drafted", "replied"
CLOSED, DECLINED, MERGED, WITHDRAWN = "closed", "declined", "merged", "withdrawn"
SET_ASIDE, POOLED = "set_aside", "pooled"

STATUSES = {
    RECEIVED: _("待登记"),
    REGISTERED: _("已登记"),
    MORE: _("待补充"),
    ACCEPTED: _("已受理"),
    ASSIGNED: _("办理中"),
    ASKED: _("办理中待补充"),
    RETURNED: _("已退回"),
    DRAFTED: _("待签发"),
    REPLIED: _("已答复"),
    CLOSED: _("已办结"),
    DECLINED: _("不予接收"),
    MERGED: _("已并入"),
    WITHDRAWN: _("已撤回"),
    SET_ASIDE: _("单独处理"),
    POOLED: _("列入研究"),
}
# What the citizen reads: no inner steps, no office words.
PUBLIC_STATUSES = {
    RECEIVED: _("已收到，等待登记"),
    REGISTERED: _("已登记，正在研究是否受理"),
    MORE: _("需要您补充情况"),
    ACCEPTED: _("已受理，正在安排办理"),
    ASSIGNED: _("正在办理"),
    ASKED: _("需要您补充情况"),
    RETURNED: _("正在重新安排办理"),
    DRAFTED: _("正在办理"),
    REPLIED: _("已答复"),
    CLOSED: _("已办结"),
    DECLINED: _("不属于受理范围"),
    MERGED: _("与其他意见合并办理"),
    WITHDRAWN: _("您已撤回"),
    SET_ASIDE: _("正在按规定处理"),
    POOLED: _("已列入草案修改研究，结果公布后可在这里查到"),
}

WAITING_FOR_SENDER = frozenset({MORE, ASKED})
IN_HAND = frozenset({RECEIVED, REGISTERED, ACCEPTED, ASSIGNED, RETURNED, DRAFTED})
HANDLED = frozenset({ASSIGNED, ASKED, DRAFTED})
RUNNING = IN_HAND | WAITING_FOR_SENDER
ANSWERED = frozenset({REPLIED, CLOSED})
ENDED = frozenset({CLOSED, DECLINED, MERGED, WITHDRAWN})
