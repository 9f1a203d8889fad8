"""Consultations as open data: what stands on their pages, in a form that programs read (``domain.md`` §8.4).

Only what everybody may read anyway: texts that were published, kept counts, published results with small numbers
hidden. No opinion, no person. The fields are documented by :mod:`participation.adoption.schema`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from organizations.tenancy import Tenants
from participation.adoption.models import Decision, ResultReport
from participation.adoption.queries.access import published
from participation.adoption.schema import FORMAT, VERSION
from participation.consultations.models import (
    TOTAL,
    ConsultationPage,
    DraftVersion,
    OpinionCount,
    VersionArticle,
)

LIST_COLUMNS = (
    "id", "title", "url", "congress", "kind", "stage", "state", "opens_at", "closes_at", "is_withdrawn", "opinions",
    "people", "result_due_on", "result_published_at", "result_url",
)  # fmt: skip
ARTICLE_COLUMNS = (
    "version", "published_at", "stage", "position", "key", "kind", "level", "label", "heading", "text", "opinions",
    "people",
)  # fmt: skip
RESULT_COLUMNS = (
    "edition",
    "scope",
    "label",
    "heading",
    "summary",
    "opinions",
    "decision",
    "reason",
    "wording",
)


def moment(value: datetime | None) -> str | None:
    """Return a time with its offset from UTC, in the time of the place."""
    return timezone.localtime(value).isoformat(timespec="seconds") if value is not None else None


def absolute(path: str) -> str:
    """Return the whole address of a path on this site."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


def pages_with_numbers() -> Any:
    """Return the public consultations with their totals and results, in a fixed number of queries."""
    totals = OpinionCount.objects.filter(scope=TOTAL)
    reports = published().order_by("-edition").defer("data", "intro", "next_steps")
    return (
        ConsultationPage.objects.live()
        .public()
        .prefetch_related(
            Prefetch("opinion_counts", totals, to_attr="totals"),
            Prefetch("result_reports", reports, to_attr="published_results"),
            Prefetch("versions", DraftVersion.objects.order_by("number"), to_attr="public_versions"),
        )
    )


def summary_of(page: Any, tenants: Tenants, now: datetime) -> dict[str, Any]:
    """Return a consultation as it stands in the list."""
    owner = tenants.owner(page)
    if owner is not None:
        page.congress = owner  # what the page would ask the tree for
    total = page.totals[0] if page.totals else None
    report = page.published_results[0] if page.published_results else None
    path = page.get_url() or ""
    return {
        "id": page.pk,
        "title": page.title,
        "url": path if path.startswith("http") else absolute(path),
        "data_url": absolute(reverse("participation:consultation_json", args=[page.pk])),
        "congress": {"name": owner.name, "slug": owner.slug} if owner is not None else None,
        "kind": page.kind,
        "kind_label": str(page.get_kind_display()),
        "stage": page.stage,
        "stage_label": str(page.get_stage_display()),
        "state": page.phase_at(now).value,
        "opens_at": moment(page.opens_at),
        "closes_at": moment(page.closes_at),
        "is_withdrawn": page.is_withdrawn,
        "follows": page.follows_id,
        "counts": {"opinions": total.opinions if total else 0, "people": total.people if total else 0},
        "versions": [_version(version) for version in page.public_versions],
        "result": {
            "due_on": None if page.is_withdrawn else page.result_due.on.isoformat(),
            "published_at": moment(report.published_at) if report is not None else None,
            "edition": report.edition if report is not None else None,
            "url": absolute(reverse("participation:result", args=[page.pk])) if report is not None else None,
        },
    }


def _version(version: DraftVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "stage": version.stage,
        "stage_label": str(version.get_stage_display()),
        "published_at": moment(version.published_at),
        "note": version.note,
    }


def list_of(pages: Sequence[Any], tenants: Tenants, now: datetime, next_url: str) -> dict[str, Any]:
    """Return one page of the list, and where the next one is."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "schema": absolute(reverse("participation:data_schema")),
        "consultations": [summary_of(page, tenants, now) for page in pages],
        "next": next_url or None,
    }


def whole(page: Any, tenants: Tenants, now: datetime) -> dict[str, Any]:
    """Return a consultation with its texts, its counts and its results."""
    counts = {row.scope: row for row in OpinionCount.objects.filter(consultation=page)}
    rows: dict[int, list[VersionArticle]] = {}
    for row in VersionArticle.objects.filter(version__page=page).order_by("version", "position"):
        rows.setdefault(row.version_id, []).append(row)
    found = summary_of(page, tenants, now)
    found["versions"] = [
        _version(version) | {"rows": [_row(row) for row in rows.get(version.pk, [])]}
        for version in page.public_versions
    ]
    found["counts"]["by_scope"] = [
        {"scope": scope, "opinions": row.opinions, "people": row.people}
        for scope, row in sorted(counts.items())
        if scope != TOTAL
    ]
    results = [_result(report) for report in published().filter(consultation=page).order_by("edition")]
    return {
        "format": FORMAT,
        "version": VERSION,
        "schema": absolute(reverse("participation:data_schema")),
        "consultation": found,
        "results": results,
    }


def _row(row: VersionArticle) -> dict[str, Any]:
    return {
        "key": row.key.hex,
        "sources": row.sources,
        "kind": row.kind,
        "level": row.level,
        "label": row.label,
        "heading": row.heading,
        "text": row.text,
    }


def _result(report: ResultReport) -> dict[str, Any]:
    data = report.data
    return {
        "edition": report.edition,
        "published_at": moment(report.published_at),
        "correction_note": report.correction_note,
        "intro": report.intro,
        "next_steps": report.next_steps,
        "text_version": data["version"],
        "counts": data["counts"],
        "decisions": data["decisions"],
        "articles": [
            entry | {"groups": [data["groups"][key] for key in entry["groups"]]} for entry in data["articles"]
        ],
    }


def list_rows(entries: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    """Return the list as lines of a table."""
    for one in entries:
        flat = one | {
            "congress": (one["congress"] or {}).get("name", ""),
            "kind": one["kind_label"],
            "stage": one["stage_label"],
            "opinions": one["counts"]["opinions"],
            "people": one["counts"]["people"],
            "result_due_on": one["result"]["due_on"],
            "result_published_at": one["result"]["published_at"],
            "result_url": one["result"]["url"],
        }
        yield [flat[name] for name in LIST_COLUMNS]


def article_rows(found: dict[str, Any]) -> Iterator[list[Any]]:
    """Return the rows of all versions as lines of a table; the numbers of an article stand at its last version."""
    consultation = found["consultation"]
    numbers = {one["scope"]: one for one in consultation["counts"]["by_scope"]}
    last: dict[str, int] = {
        row["key"]: version["number"] for version in consultation["versions"] for row in version["rows"]
    }
    for version in consultation["versions"]:
        for position, row in enumerate(version["rows"], start=1):
            is_last = last[row["key"]] == version["number"]
            count = numbers.get(row["key"], {"opinions": 0, "people": 0}) if is_last else {}
            yield [
                version["number"], version["published_at"], version["stage_label"], position, row["key"], row["kind"],
                row["level"], row["label"], row["heading"], row["text"], count.get("opinions"), count.get("people"),
            ]  # fmt: skip


def result_rows(found: dict[str, Any]) -> Iterator[list[Any]]:
    """Return the groups of all published results as lines of a table."""
    for result in found["results"]:
        for article in result["articles"]:
            for group in article["groups"]:
                yield [
                    result["edition"], article["scope"], article["label"], article["heading"], group["summary"],
                    group["opinions"], str(Decision(group["decision"]).label), group["reason"], group["wording"],
                ]  # fmt: skip
