"""Reading an address: nothing is an error, and what is not used is said."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from search import criteria
from search.registry import Kind, Registry, Town

TOWN = Town("liutang", "柳塘镇", "000100010002")


@pytest.fixture(scope="module")
def registry() -> Registry:
    """One town and one kind."""
    found = Registry()
    found.register_towns(lambda: [TOWN])
    found.register_kind(Kind("page", "页面", lambda: Page))
    return found


def read(address: str, registry: Registry) -> criteria.Criteria:
    return criteria.read(QueryDict(address), registry)


def test_an_empty_address_asks_for_nothing(registry: Registry) -> None:
    asked = read("", registry)
    assert (asked.text, asked.town, asked.kind, asked.sort, asked.page, asked.notes) == (
        "", None, None, criteria.RELEVANCE, 1, [],
    )  # fmt: skip


def test_every_choice_is_read(registry: Registry) -> None:
    asked = read("q=%E7%94%B5%E6%A2%AF&town=liutang&kind=page&sort=newest&page=3", registry)
    assert (asked.text, asked.town, asked.kind, asked.newest_first, asked.page) == (
        "电梯", TOWN, registry.kinds["page"], True, 3,
    )  # fmt: skip
    assert asked.notes == []


@pytest.mark.parametrize(
    ("address", "note"),
    [
        ("town=nowhere", "没有这个乡镇、街道，已搜索全县。"),
        ("kind=%00", "没有这个类别，已搜索全部内容。"),
        ("sort=title;drop", "没有这种排序，已按相关程度排列。"),
        ("page=abc", "页码不对，已显示第一页。"),
        ("page=0", "页码不对，已显示第一页。"),
        ("page=-1", "页码不对，已显示第一页。"),
        ("page=%EF%BC%93", "页码不对，已显示第一页。"),
        ("page=1e3", "页码不对，已显示第一页。"),
        ("page=" + "9" * 5000, "页码不对，已显示第一页。"),
        ("page=51", "最多显示前 1000 条结果，请把搜索内容写得更具体。"),
        ("q=" + "a" * 101, "搜索内容太长，只按前 100 个字搜索。"),
        ("q=" + "a" * 100_000, "搜索内容太长，只按前 100 个字搜索。"),
    ],
    ids=lambda value: value[:20],
)
def test_what_cannot_be_used_falls_back_and_says_so(address: str, note: str, registry: Registry) -> None:
    asked = read(address, registry)
    assert asked.notes == [note]
    assert asked.page <= criteria.MAX_PAGE


def test_control_characters_read_as_blanks(registry: Registry) -> None:
    assert read("q=%00a%0Ab%00", registry).text == "a b"


@given(st.dictionaries(st.sampled_from(["q", "town", "kind", "sort", "page", "x"]), st.text(max_size=200)))
def test_any_parameters_are_read(params: dict[str, str]) -> None:
    asked = criteria.read(params, Registry())
    assert 1 <= asked.page <= criteria.MAX_PAGE
    assert len(asked.text) <= 100
    assert asked.text.isprintable()


def test_a_key_is_registered_once(registry: Registry) -> None:
    with pytest.raises(ImproperlyConfigured):
        registry.register_kind(Kind("page", "又一个", lambda: Page))
