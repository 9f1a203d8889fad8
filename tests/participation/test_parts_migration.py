"""Opinions from before there were parts: each becomes one part, and what came in is counted."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from participation.consultations.models import OpinionCount
from participation.submissions.actions.opinions import Target
from participation.submissions.models import OpinionPart
from tests.factories.organizations import make_town
from tests.factories.participation import make_consultation, make_submission

BEFORE = ("submissions", "0010_unsatisfied")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_old_opinions_become_parts_and_are_counted() -> None:
    town = make_town()
    draft = make_consultation(town)
    article = draft.articles.all()[1]
    on_article, whole, other = (
        make_submission(town, target=target, contact="0000-1111111", text=text)
        for target, text in (
            (Target(town, consultation=draft), "写清责任。"),
            (Target(town, consultation=draft), "总的赞成。"),
            (Target(town), "路灯坏了。"),
        )
    )
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    OpinionPart.objects.all().delete()
    OpinionCount.objects.all().delete()
    try:
        MigrationExecutor(connection).migrate([BEFORE])
        old = (
            MigrationExecutor(connection)
            .loader.project_state([BEFORE])
            .apps.get_model("submissions", "Submission")
        )
        old.objects.filter(pk=on_article.pk).update(
            article_key=article.key, article_label="第二条 责任", article_text=article.text
        )
    finally:
        MigrationExecutor(connection).migrate(latest)
    parts = OpinionPart.objects.order_by("pk")
    assert [
        (one.submission_id, one.kind, one.article_key, one.label, one.wording, one.text) for one in parts
    ] == [
        (on_article.pk, "article", article.key, "第二条 责任", article.text, "写清责任。"),
        (whole.pk, "whole", None, "", "", "总的赞成。"),
    ]
    assert other.pk not in {one.submission_id for one in parts}
    counted = {row.scope: (row.opinions, row.people) for row in OpinionCount.objects.all()}
    assert counted == {article.key.hex: (1, 1), "whole": (1, 1), "total": (2, 1)}
