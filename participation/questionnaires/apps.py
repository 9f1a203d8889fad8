"""App registration of ``participation.questionnaires``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionnairesConfig(AppConfig):
    """Questionnaires and what was answered."""

    name = "participation.questionnaires"
    label = "questionnaires"
    verbose_name = _("问卷")

    def ready(self) -> None:
        """Offer the pages to the search, the answers to the exports, and names to the ledger."""
        from audit.labels import name_actions
        from participation.questionnaires import exports
        from participation.questionnaires.models import QuestionnairePage
        from search.registry import Kind, site_search

        exports.register()
        site_search.register_kind(
            Kind("questionnaire", _("问卷"), lambda: QuestionnairePage, prefetch=("questions",))
        )
        name_actions(
            {"questionnaire.publish": _("公布问卷"), "questionnaire.read_texts": _("查看问卷文字回答")}
        )
