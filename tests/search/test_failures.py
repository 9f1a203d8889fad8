"""When indexing fails, what was saved stays saved, and the log says so."""

import logging
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from wagtail.search.backends import get_search_backend

from home.models import StandardPage
from search import database
from tests.search.conftest import Write


def refuse(*_args: Any) -> Any:
    """Stand in for an index that cannot be written: the database itself raises."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM a_table_that_is_missing")


def test_a_row_survives_a_failing_index(
    write: Write, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR), transaction.atomic():
        broken.setattr(
            database.SearchBackend.index_class, "columns", lambda self, document: {"title": refuse()}
        )
        page = write("电梯", title="留下")
        assert StandardPage.objects.filter(pk=page.pk).exists()
    assert StandardPage.objects.filter(title="留下").exists()
    assert StandardPage.objects.search("电梯").count() == 0
    assert "Exception raised while adding" in caplog.text
    page.save()
    assert StandardPage.objects.search("电梯").count() == 1


def test_a_failing_statement_is_rolled_back_to_its_savepoint(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write("电梯")
    index = get_search_backend().get_index_for_model(StandardPage)
    too_long = {"title": None, "body": None, "autocomplete": None}
    monkeypatch.setattr(type(index), "columns", lambda self, document: too_long)
    with transaction.atomic():
        with pytest.raises(DatabaseError):
            index.add_items(StandardPage, [page])
        assert StandardPage.objects.filter(pk=page.pk).exists()


def test_index_rows_go_with_the_transaction(write: Write) -> None:
    with transaction.atomic():
        write("电梯")
        assert StandardPage.objects.search("电梯").count() == 1
        transaction.set_rollback(True)
    assert StandardPage.objects.search("电梯").count() == 0


def test_nothing_to_index_is_no_statement(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        get_search_backend().get_index_for_model(StandardPage).add_items(StandardPage, [])
