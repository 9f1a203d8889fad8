"""Answer templates in the admin."""

from wagtail import hooks

from participation.submissions.replies.viewsets import ReplyTemplateViewSet


@hooks.register("register_admin_viewset")
def reply_templates() -> ReplyTemplateViewSet:
    """Offer the register."""
    return ReplyTemplateViewSet()
