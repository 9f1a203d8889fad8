"""The list of changes between settled versions, in the order a reader meets them."""

import random
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from participation.consultations.comparing.changes import Kind, ancestors, changes, counts
from participation.consultations.comparing.matching import match
from participation.consultations.comparing.texts import TextRow, in_order, text_rows
from tests.participation.comparing import draft, renumbered, sentence, settled


def row(key: str, label: str, text: str = "", sources: tuple[str, ...] = (), **more) -> TextRow:
    """Return an article whose text is its key unless told."""
    return TextRow(key, "article", label, "", text or f"{key}的条文。", sources=sources, **more)


def shape(found) -> list[tuple[tuple[str, ...], str, str]]:
    """Return kinds and labels of each change."""
    return [
        (
            tuple(kind.value for kind in one.kinds),
            "+".join(r.label for r in one.old),
            "+".join(r.label for r in one.new),
        )
        for one in found
    ]


def test_deleted_articles_stand_where_they_stood():
    old = [row("a", "一"), row("b", "二"), row("c", "三"), row("d", "四")]
    new = [row("x", "一"), row("b", "二", "改了。"), row("d", "三")]
    assert shape(changes(old, new)) == [
        (("deleted",), "一", ""),
        (("new",), "", "一"),
        (("changed",), "二", "二"),
        (("deleted",), "三", ""),
        (("renumbered",), "四", "三"),
    ]


def test_several_things_can_happen_to_one_article():
    old = [row("a", "一"), row("b", "二"), row("c", "三")]
    new = [row("c", "一", "改了。"), row("a", "二"), row("b", "三")]
    assert changes(old, new)[0].kinds == (Kind.CHANGED, Kind.MOVED, Kind.RENUMBERED)
    assert counts(changes(old, new)) == {Kind.CHANGED: 1, Kind.MOVED: 1, Kind.RENUMBERED: 3}


def test_parts_of_one_article_stand_together_and_others_where_they_are():
    old = [row("a", "一"), row("b", "二")]
    near = [row("a", "一"), row("a2", "二", sources=("a",)), row("b", "三")]
    assert shape(changes(old, near)) == [
        (("split", "changed"), "一", "一+二"),
        (("renumbered",), "二", "三"),
    ]
    far = [near[0], row("b", "二"), replace(near[1], label="三")]
    assert [kinds[0] for kinds, _old, _new in shape(changes(old, far))] == ["split", "unchanged", "split"]


def test_merged_articles_are_not_deleted():
    old = [row("a", "一"), row("b", "二"), row("c", "三")]
    new = [row("a", "一", sources=("b",)), row("c", "二")]
    assert shape(changes(old, new)) == [(("merged",), "一+二", "一"), (("renumbered",), "三", "二")]


def test_sources_of_an_earlier_step_are_not_taken_for_a_merger():
    first = [row("a", "一")]
    second = [row("a", "一"), row("a2", "二", sources=("a",))]
    assert changes(first, second)[0].kinds[0] is Kind.SPLIT
    assert {one.kinds for one in changes(second, second)} == {(Kind.UNCHANGED,)}


def test_identity_is_followed_through_the_versions_between():
    first = [row("a", "一"), row("b", "二")]
    second = [row("c", "一", sources=("a",)), row("b", "二")]
    third = [row("d", "一", sources=("c",)), row("b", "二")]
    assert ancestors([first, second, third]) == {"d": ("a",), "b": ("b",)}
    assert shape(changes(first, third, [second]))[0][1:] == ("一", "一")
    assert shape(changes(first, third))[0][0] == ("deleted",)


def test_blanks_are_no_change_but_signs_are():
    old = [row("a", "一", "应当　报告。\n\n并公开。"), row("b", "二", "（一）甲；")]
    new = [row("a", "一", "应当报告。\n并公开。 "), row("b", "二", "（一）甲。")]
    assert [one.kinds for one in changes(old, new)] == [(Kind.UNCHANGED,), (Kind.CHANGED,)]


def test_headings_are_listed_but_not_counted():
    old = [TextRow("h", "heading", "第一章", "总则", "", level=3), row("a", "一")]
    new = [TextRow("h", "heading", "第一章", "总则和原则", "", level=3), row("a", "一")]
    found = changes(old, new)
    assert found[0].kinds == (Kind.CHANGED,)
    assert counts(found) == {Kind.UNCHANGED: 1}


@settings(max_examples=20, deadline=None)
@given(st.integers(3, 50), st.integers(0, 9999))
def test_each_row_of_both_versions_is_in_exactly_one_change_unless_divided(size, seed):
    chance = random.Random(seed)
    old = draft(size, chance)
    new = [one for one in old if one.is_heading or chance.random() > 0.2]
    new = [
        replace(one, text=sentence(chance)) if not one.is_heading and chance.random() < 0.2 else one
        for one in new
    ]
    chance.shuffle(new)
    new = settled(renumbered(new), match(old, renumbered(new)))
    found = changes(old, new)
    assert [one.key for change in found for one in change.new] == [one.key for one in new]
    assert {one.key for change in found for one in change.old} == {one.key for one in old}


@given(st.lists(st.integers(0, 30), unique=True, max_size=20))
def test_what_stayed_in_order_rises(numbers):
    kept = [numbers[position] for position in sorted(in_order(numbers))]
    assert kept == sorted(kept)
    assert len(kept) >= bool(numbers)


def test_stored_rows_know_their_chapter_and_section():
    @dataclass
    class Stored:
        key: object
        kind: str
        level: int
        label: str
        heading: str = ""
        text: str = ""
        sources: tuple = ()

    @dataclass
    class Key:
        hex: str

    rows = [
        ("h", "heading", 3, "第一章"),
        ("s", "heading", 4, "第一节"),
        ("a", "article", 5, "第一条"),
        ("g", "heading", 3, "第二章"),
        ("b", "article", 5, "第二条"),
    ]
    places = [one.place for one in text_rows(Stored(Key(key), *rest) for key, *rest in rows)]
    assert places == ["", "第一章", "第一章/第一节", "", "第二章"]
