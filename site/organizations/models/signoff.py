"""签发: the sign-off of a page by a second person (``domain.md`` §2.3, §4 "maker is not checker")."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import Page, Task, TaskState

from accounts.models import User
from accounts.roles import Permission
from organizations.scope import congress_for_page, has_permission


class SendBackForm(forms.Form):
    """Why a page goes back to its author."""

    comment = forms.CharField(label=_("退回理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))


class SignOffLock(WorkflowLock):
    """Says what is true here: nobody edits a page that waits, not even its signer."""

    def get_message(self, user: User) -> str:
        """Return the line at the head of the edit screen."""
        return str(_("本页正在等待签发，任何人都不能修改。签发人审阅后签发或退回，送签人可以撤回。"))

    def get_description(self, user: User, can_lock: bool = False) -> str:
        """Return the same for the side panel."""
        return self.get_message(user)


class SignOffTask(Task):
    """A page appears only after somebody who did not write it has signed it.

    The signer holds the right to sign in the page's congress or in one above it, and has made none of the
    changes that would appear. While the page waits for a signature nobody can change it: what is signed is
    what appears.
    """

    lock_class = SignOffLock

    class Meta:
        verbose_name = _("签发（由第二人审核）")
        verbose_name_plural = _("签发（由第二人审核）")

    @classmethod
    def get_description(cls) -> str:
        """Explain the task in the list of task types."""
        return str(_("由本级或上级有签发权的人审核，起草人、修改人不能签发自己的稿件"))

    def authors(self, page: Page) -> set[int]:
        """Return the ids of the people whose changes are not yet published."""
        revisions = page.revisions.all()
        if page.live_revision_id:
            # A later save may also have overwritten the published revision in place: then only its time is new.
            revisions = revisions.filter(
                Q(pk__gt=page.live_revision_id) | Q(created_at__gt=page.last_published_at)
            )
        people = set(revisions.values_list("user_id", flat=True))
        state = page.current_workflow_state
        if state is not None:
            people.add(state.requested_by_id)
        return {person for person in people if person is not None}

    def may_sign(self, page: Page, user: User) -> bool:
        """Return whether ``user`` may sign ``page`` as it now stands."""
        congress = congress_for_page(page)
        return (
            congress is not None
            and has_permission(user, Permission.SIGN_PAGE, congress)
            and user.pk not in self.authors(page)
        )

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, Any, bool]]:
        """Return the buttons for a signer: send back with a reason, or sign."""
        if not self.may_sign(obj, user):
            return []
        return [("reject", _("退回修改"), True), ("approve", _("签发"), False)]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        """Ask for the reason when a page is sent back."""
        return SendBackForm if action == "reject" else super().get_form_for_action(action)

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        """Sign or send back, after checking once more that this person may, and that it is what was submitted."""
        page = Page.objects.select_for_update().get(pk=task_state.workflow_state.object_id)
        if not self.may_sign(page, user):
            raise PermissionDenied(_("起草、修改过本稿的人不能签发，请由另一位有签发权的人审核。"))
        if action_name == "approve" and page.latest_revision_id != task_state.revision_id:
            raise PermissionDenied(_("送签以后稿件又有改动，请退回，重新送签。"))
        super().on_action(task_state, user, action_name, **kwargs)

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        """Let the signer open the page."""
        return self.may_sign(obj, user)

    def locked_for_user(self, obj: Page, user: User) -> bool:
        """Lock the page for everyone while it waits for a signature."""
        return True

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        """Return what waits for this person's signature, for the admin's home page."""
        if not user.holds(Permission.SIGN_PAGE):
            return TaskState.objects.none()
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        ids = dict(waiting.values_list("pk", "workflow_state__object_id"))
        pages = Page.objects.in_bulk([int(object_id) for object_id in ids.values()])
        mine = [
            pk
            for pk, object_id in ids.items()
            if int(object_id) in pages and self.may_sign(pages[int(object_id)], user)
        ]
        return TaskState.objects.filter(pk__in=mine)
