"""The opinion form behind a deputy's personal address: the same form, without name and contact."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from participation.consultations.invited import invitation_of
from participation.consultations.models import ANSWERABLE, Invitation
from participation.submissions import draft_targets, targets
from participation.submissions.actions.deputies import submit_as_deputy
from participation.submissions.forms.opinion import OpinionForm
from participation.submissions.targets import Addressee, Asked
from participation.submissions.views.opinion import OpinionView


@method_decorator(sensitive_post_parameters(), name="dispatch")
class DeputyView(OpinionView):
    """``/consultations/<page>/deputy/<token>/?article=``."""

    invitation: Invitation
    token = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the invitation; 404 for whatever is none of ours."""
        self.token = kwargs.pop("token")
        found = invitation_of(kwargs.pop("page_id"), self.token)
        if found is None:
            raise Http404
        self.invitation = found
        return super().dispatch(request, *args, **kwargs)

    def find(self, asked: Asked) -> Addressee:
        """Return the draft of the invitation with the articles that were chosen."""
        page = self.invitation.consultation
        found = draft_targets.find_draft(
            page, asked.articles, about=asked.about, opened_at=asked.opened_at, is_invited=True
        )
        return Addressee(
            found.target,
            problem=found.problem,
            notice=found.notice or self._thanks(),
            fallback=found.fallback,
            intended=found.intended,
        )

    def store(self, form: OpinionForm) -> None:
        """Store it as a deputy's."""
        submit_as_deputy(opinion=form.opinion(), token=form.token, invitation=self.invitation)

    def address(self, addressee: Addressee) -> str:
        """Return the personal address, as long as it takes opinions."""
        if addressee.target is None:
            return super().address(addressee)
        query = targets.parameters(addressee.target)
        del query["consultation"]
        address = reverse("participation:opinion_deputy", args=[self.invitation.consultation_id, self.token])
        return f"{address}?{urlencode(query, doseq=True)}" if query else address

    def further(self, addressee: Addressee) -> dict[str, Any]:
        """Offer the articles, since the reading page leads to the form for everybody."""
        if addressee.target is None:
            return {}
        rows = self.invitation.consultation.articles.filter(kind__in=ANSWERABLE)
        chosen = {article.key for article in addressee.target.chosen}
        return {
            "is_deputy": True,
            "heading": _("请您以人大代表身份就《%(title)s》提意见")
            % {"title": self.invitation.consultation.title},
            "to_choose": [(row, row.key in chosen) for row in rows.defer("text", "plain_note")],
            "own_address": self.request.path,
        }

    def form_options(self) -> dict[str, Any]:
        """Ask neither name nor contact."""
        return {"is_anonymous": True}

    def _thanks(self) -> str:
        """Say that an opinion has come, which does not keep the deputy from sending another."""
        if not self.invitation.answered:
            return ""
        return _("您已经答复过，谢谢。截止前还可以再补充，每次都有单独的回执。")
