"""App registration of ``participation.consultations``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    """Consultations and their articles."""

    name = "participation.consultations"
    label = "consultations"
    verbose_name = _("征求意见")

    def ready(self) -> None:
        """Add this list to the section of every new congress, its pages to the search, its words to the ledger."""
        from audit.labels import name_actions
        from participation.consultations import letters
        from participation.consultations.models import ConsultationPage
        from participation.consultations.provisioning import register
        from search.registry import Kind, site_search

        register()
        letters.register()
        name_actions(
            {
                "consultation.import": _("导入草案"),
                "consultation.undo_import": _("恢复到导入前的草案"),
                "consultation.begin": _("以上一次的条文开始"),
                "consultation.extend": _("送审延长期限"),
                "consultation.withdraw": _("送审撤回征求意见"),
                "consultation.resume": _("送审恢复征求意见"),
                "consultation.invite": _("邀请代表提意见"),
                "consultation.remind_deputies": _("提醒还没有答复的代表"),
                "consultation.print_invitations": _("打印代表个人链接"),
            }
        )
        site_search.register_kind(
            Kind("consultation", _("征求意见"), lambda: ConsultationPage, prefetch=("articles",))
        )
