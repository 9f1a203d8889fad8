"""All that is held about one opinion, for the person who sent it (个保法 45; ``domain.md`` §6.1).

With it goes who read name and contact: when, in which role and for what reason, never by name.
"""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from audit.models import Entry
from casework.access import READ_CONTACT, reason_label
from core import retention
from notifications.actions import forget
from notifications.models import Message
from participation.submissions.models import Submission
from participation.submissions.projection import public_status
from participation.submissions.queries import own_photos

MOST_READS = 200


def register() -> None:
    """Name the outbox as a place where a sender's address is kept."""
    retention.register("messages", _erase_recipients, _messages_about)


def own_data(submission: Submission) -> dict[str, Any]:
    """Return everything held about an opinion, by headings in the sender's words."""
    status = public_status(submission)
    case = submission.case
    return {
        _("编号"): case.number,
        _("收到时间"): _moment(case.received_at),
        _("渠道"): submission.get_channel_display(),
        _("对象"): status.target_name,
        _("状态"): status.state_label,
        _("类别"): status.category,
        _("地点"): submission.place,
        _("意见内容"): submission.text,
        _("逐条意见"): [
            {_("对象"): part.about, _("提交时的条文"): part.wording, _("内容"): part.text}
            for part in status.parts
        ],
        _("补充"): [{_("时间"): _moment(note.at), _("内容"): note.text} for note in status.supplements],
        _("照片"): [{_("名称"): photo.name, _("字节"): photo.size} for photo in own_photos(submission)],
        _("称呼"): submission.name,
        _("联系方式"): submission.contact,
        _("进展通知"): submission.notify_by,
        _("年龄说明"): submission.get_age_statement_display(),
        _("告知书版本"): submission.consent_version,
        _("同意公开"): _yes(submission.consents_to_publication),
        _("已在网站公开"): _yes(status.is_published),
        _("评价"): status.rating_label,
        _("评价说明"): submission.rating_comment,
        _("办理进度"): [
            {_("时间"): _moment(step.at), _("进度"): step.title, _("说明"): step.text}
            for step in status.steps
            if step.at is not None
        ],
        _("答复"): [
            {_("时间"): _moment(reply.at), _("单位"): reply.body_name, _("内容"): reply.text}
            for reply in status.replies
        ],
        _("发给您的通知"): retention.held_elsewhere(case.number).get("messages", []),
        _("谁看过称呼和联系方式"): contact_reads(case.number),
        _("个人信息删除时间"): _moment(submission.identity_erased_at)
        if submission.identity_erased_at
        else "",
    }


def contact_reads(number: str) -> list[dict[str, str]]:
    """Return each reading of name and contact: when, by which role, for what reason."""
    entries = Entry.objects.filter(object_type="case", object_id=number, action=READ_CONTACT).order_by("-id")
    roles = dict(Role.choices)
    return [
        {
            _("时间"): _moment(entry.at),
            _("角色"): str(roles.get(entry.data.get("role", ""), _("工作人员"))),
            _("原因"): str(reason_label(entry.data.get("reason", ""))),
        }
        for entry in entries[:MOST_READS]
    ]


def as_text(data: dict[str, Any]) -> str:
    """Return the same as a page of text that any telephone opens."""
    lines: list[str] = []
    for label, value in data.items():
        if isinstance(value, list):
            lines.append(f"{label}：" + ("" if value else _("无")))
            lines += ["  - " + "；".join(f"{k}：{v}" for k, v in row.items() if v != "") for row in value]
        else:
            lines.append(f"{label}：{value if value != '' else _('无')}")
    return "\r\n".join(lines) + "\r\n"


def _erase_recipients(numbers: Sequence[str]) -> None:
    forget(numbers=numbers)


def _messages_about(number: str) -> list[dict[str, Any]]:
    """Return what was written to the sender, without the address: it is the contact above, or erased."""
    messages = Message.objects.filter(about=number).defer("recipient").order_by("id")
    return [
        {
            _("时间"): _moment(message.sent_at or message.created_at),
            _("方式"): message.get_channel_display(),
            _("标题"): message.subject,
            _("状态"): message.get_state_display(),
        }
        for message in messages[:MOST_READS]
    ]


def _moment(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def _yes(value: bool) -> str:
    return str(_("是") if value else _("否"))
