"""A published result as its page shows it: what was frozen, beside the text it is about and what became of that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from participation.adoption.models import TONES, Decision, ResultReport
from participation.adoption.snapshot import HIDDEN, SMALL
from participation.consultations.comparing.diffing import Budget, Run, diff, paragraphs
from participation.consultations.models import ConsultationPage, DraftVersion, VersionArticle
from participation.submissions.suppression import Hidden


@dataclass(frozen=True)
class Group:
    """What became of like opinions."""

    summary: str
    decision: str
    tone: str
    reason: str
    wording: str
    opinions: str


@dataclass(frozen=True)
class ArticleResult:
    """What became of the opinions on one article. ``change`` is its text from then to now; none when it is the same."""

    name: str
    opinions: int
    groups: tuple[Group, ...]
    text: str
    anchor: str
    change: list[list[Run]]
    now: str


@dataclass(frozen=True)
class Result:
    """All of the page. ``later`` is the text the changes lead to."""

    report: ResultReport
    counts: dict[str, Any]
    decisions: list[tuple[str, str, int]]
    articles: list[ArticleResult]
    base: DraftVersion | None
    later: DraftVersion | None


def number_words(value: int | str) -> str:
    """Return a number of the snapshot in words: hidden ones as everywhere else."""
    if value == SMALL:
        return str(Hidden.SMALL)
    return str(Hidden.COMPLEMENT) if value == HIDDEN else str(value)


def result_of(page: ConsultationPage, report: ResultReport, data: dict[str, Any] | None = None) -> Result:
    """Return a result ready to show; ``data`` in place of the frozen content for a preview."""
    content = report.data if data is None else data
    base, later = texts_of(page, content["version"])
    before, after = _rows(base), _rows(later)
    budget = Budget()
    articles = [_article(entry, content["groups"], before, after, budget) for entry in content["articles"]]
    tallied = content["decisions"]
    decisions = [
        (str(label), TONES[value], tallied[value]) for value, label in Decision.choices if tallied.get(value)
    ]
    return Result(report, _counts(content["counts"]), decisions, articles, base, later)


def texts_of(page: ConsultationPage, number: int | None) -> tuple[DraftVersion | None, DraftVersion | None]:
    """Return the text the opinions were about, and the last one that was public after it, here or where it went on."""
    own = list(page.versions.order_by("number"))
    base = next((version for version in own if version.number == number), None)
    following = ConsultationPage.objects.live().public().filter(follows=page)
    later = DraftVersion.objects.filter(page__in=following).order_by("-published_at").first()
    if later is None and own and base is not None and own[-1].number > base.number:
        later = own[-1]
    return base, later


def _rows(version: DraftVersion | None) -> list[VersionArticle]:
    return list(version.rows.order_by("position")) if version is not None else []


def _article(
    entry: dict[str, Any],
    groups: dict[str, Any],
    before: Sequence[VersionArticle],
    after: Sequence[VersionArticle],
    budget: Budget,
) -> ArticleResult:
    old = _row(entry["scope"], before)
    now = [row for row in after if row.key.hex == entry["scope"] or entry["scope"] in row.sources]
    change: list[list[Run]] = []
    if old is not None and after:
        text = "\n".join(row.text for row in now)
        change = paragraphs(diff(old.text, text, budget)) if text != old.text else []
    names = f"{entry['label']} {entry['heading']}".strip()
    return ArticleResult(
        name=names or _("条文"),
        opinions=entry["opinions"],
        groups=tuple(_group(groups[key]) for key in entry["groups"]),
        text=old.text if old is not None else "",
        anchor=f"r-{entry['scope'][:12]}",
        change=change,
        now=_now(old, now, bool(after)),
    )


def _row(scope: str, rows: Iterable[VersionArticle]) -> VersionArticle | None:
    return next((row for row in rows if row.key.hex == scope), None)


def _now(old: VersionArticle | None, now: Sequence[VersionArticle], has_later: bool) -> str:
    """Return where the article is in the later text, in words; empty when it is where it was."""
    if old is None or not has_later:
        return ""
    if not now:
        return _("这一条已经删去。")
    labels = "、".join(row.label or str(row) for row in now)
    return _("现在是%(labels)s。") % {"labels": labels} if labels != old.label else ""


def _group(entry: dict[str, Any]) -> Group:
    return Group(
        entry["summary"],
        entry["decision_label"] or _("还没有定"),
        TONES.get(entry["decision"], "warning"),
        entry["reason"],
        entry["wording"],
        number_words(entry["opinions"]),
    )


def _counts(found: dict[str, Any]) -> dict[str, Any]:
    """Return the numbers with hidden ones in words."""
    ways = [
        way | {"opinions": number_words(way["opinions"]), "people": number_words(way["people"])}
        for way in found["channels"]
    ]
    deputies = found["deputies"]
    return found | {
        "channels": ways,
        "deputies": number_words(deputies) if deputies is not None else "",
    }
