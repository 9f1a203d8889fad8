"""Opinions in the worklist's filter, in exports, in the index of words and in the printed file."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from casework.kinds import CaseDetails, Flag, Section
from casework.models import Case
from participation.submissions.models import Category, Channel, PublishedCopy, Rating, Submission, Supplement

LABELS = {
    name: dict(choices.choices)
    for name, choices in (("category", Category), ("channel", Channel), ("rating", Rating))
}


def filter_fields() -> dict[str, forms.Field]:
    """Return category and channel."""
    return {
        "category": forms.ChoiceField(
            label=_("类别"), required=False, choices=[("", _("全部类别")), *Category.choices]
        ),
        "channel": forms.ChoiceField(
            label=_("渠道"), required=False, choices=[("", _("全部渠道")), *Channel.choices]
        ),
    }


def filters(values: dict[str, Any]) -> Q:
    """Return the condition for the category and the channel chosen."""
    chosen = {f"submission__{name}": values[name] for name in ("category", "channel") if name in values}
    return Q(**chosen)


FLAGS = {
    "unsatisfied": Flag(_("评价不满意"), lambda: Q(submission__rating=Rating.NOT)),
    "deputy": Flag(_("应邀代表的意见"), lambda: Q(submission__from_deputy=True)),
}


def label(name: str, value: str) -> str:
    """Return a choice in words."""
    return str(LABELS[name].get(value, value))


def details(keys: Sequence[int]) -> dict[int, CaseDetails]:
    """Return what exports show of these opinions; names and contacts are not even read."""
    columns = ("case_id", "category", "channel", "place", "text", "rating")
    rows = Submission.objects.filter(case__in=keys).values_list(*columns)
    return {
        pk: CaseDetails(
            label("category", category), label("channel", channel), place, text, label("rating", rating)
        )
        for pk, category, channel, place, text, rating in rows
    }


def words(keys: Sequence[int]) -> dict[int, str]:
    """Return the text by which these opinions are found."""
    rows = Submission.objects.filter(case__in=keys).values_list("case_id", "text", "place")
    texts = {pk: f"{text}\n{place}" for pk, text, place in rows}
    added = Supplement.objects.filter(submission__case__in=keys).values_list("submission__case", "text")
    for pk, text in added:
        texts[pk] = f"{texts[pk]}\n{text}"
    return texts


def dossier(case: Case) -> tuple[Section, ...]:
    """Return the opinion's parts of the printed file; who sent it is not among them."""
    submission = (
        Submission.objects.select_related(
            "station", "deputy", "consultation", "published_copy", "merged_into__case"
        )
        .defer("name", "contact")
        .get(case=case)
    )
    submission.case = case
    facts = (
        (_("对象"), submission.target_name),
        *([(_("身份"), now_("应邀代表（不记录是哪一位）"))] if submission.from_deputy else []),
        (_("渠道"), submission.get_channel_display()),
        (_("类别"), submission.get_category_display() if submission.category else now_("未归类")),
        (_("地点"), submission.place or now_("未填")),
        (_("年龄说明"), submission.get_age_statement_display()),
        (
            _("公开意愿"),
            now_("同意隐去个人信息后公开") if submission.consents_to_publication else now_("不同意公开"),
        ),
        *_outcome(submission),
    )
    original = Section(_("群众原文"), facts, _original(submission), with_photos=True)
    supplements = tuple((_moment(row.at), row.text) for row in submission.supplements.all())
    parts = [original]
    if supplements:
        parts.append(Section(_("提交人补充"), texts=supplements))
    copy = getattr(submission, "published_copy", None)
    if copy is not None:
        parts.append(_copy(copy))
    return tuple(parts)


def _original(submission: Submission) -> tuple[tuple[str, str], ...]:
    """Return what was written: an opinion on a draft article by article, with the wording of that time."""
    found = list(submission.parts.all())
    if len(found) < 2 and not any(part.wording for part in found):
        return ((now_("原文"), submission.text),)
    texts: list[tuple[str, str]] = []
    for part in found:
        if part.wording:
            texts.append((now_("提交时的条文：%(about)s") % {"about": part.about}, part.wording))
        texts.append((now_("原文：%(about)s") % {"about": part.about}, part.text))
    return tuple(texts)


def _outcome(submission: Submission) -> list[tuple[Any, str]]:
    """Return what became of it beside the answer."""
    facts: list[tuple[Any, str]] = []
    if submission.merged_into is not None:
        facts.append((_("并入"), submission.merged_into.case.number))
    if submission.rated_at is not None:
        rating = label("rating", submission.rating) or now_("不满意（已重新办理）")
        facts.append((_("评价"), f"{rating} {submission.rating_comment}".strip()))
    return facts


def _copy(copy: PublishedCopy) -> Section:
    """Return the masked copy and where it stands."""
    states = [
        (now_("整理"), copy.prepared_at),
        (now_("公开"), copy.published_at),
        (now_("撤下"), copy.withdrawn_at),
    ]
    told = "；".join(f"{verb} {_moment(at)}" for verb, at in states if at is not None)
    texts = ((now_("意见"), copy.text), (now_("答复"), copy.reply))
    return Section(_("公开稿"), ((_("标题"), copy.title), (_("状态"), told)), texts)


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def sender(case: Case) -> tuple[tuple[str, str], ...]:
    """Return who sent it. The caller has checked the right and written down the reason."""
    submission = Submission.objects.get(case=case)
    return (
        (now_("姓名"), submission.name or now_("未填")),
        (now_("联系方式"), submission.contact or now_("未填")),
    )
