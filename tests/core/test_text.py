"""Cleaning of typed text, and the form field built on it."""

import pytest
from django import forms

from core.forms import CleanCharField
from core.text import clean_text, normalise_for_hash, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("路灯\x00坏了\x1b[31m", "路灯坏了[31m"),
        ("一\r\n二\r三\u2028四\x85五", "一\n二\n三\n四\n五"),
        ("\n\n　　首行缩进  \t\n尾\u3000\n\n", "　　首行缩进\n尾"),
        ("批准\u202e不\u202c\u2066\u2069\u200e", "批准不"),
        ("路\u200b灯\u200d坏\u200d了\ufeff\u00ad", "路灯坏了"),
        ("藏\U000e0041字\ud800", "藏字"),
        ("𠮷𫞩\U00030edd 葛\U000e0100", "𠮷𫞩\U00030edd 葛\U000e0100"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f 👩🏽\u200d⚕\ufe0f", "👨\u200d👩\u200d👧 ❤\ufe0f 👩🏽\u200d⚕\ufe0f"),
        ("甲\t乙", "甲\t乙"),
        ("\u200d", ""),
    ],
)
def test_only_the_unseen_is_taken_out(typed, kept):
    assert clean_text(typed) == kept
    assert clean_text(kept) == kept


def test_a_flood_of_spaces_is_cleaned_in_no_time():
    flood = "甲" + " " * 300_000 + "乙"
    assert clean_text(flood) == flood


def test_one_line_cuts_for_display_only_beyond_the_limit():
    assert one_line("一 \n 二\t三") == "一 二 三"
    assert one_line("一二三四五", 5) == "一二三四五"
    assert one_line("一二三四五六", 5) == "一二三四…"
    assert one_line("一二三", 0) == ""


def test_copies_of_a_text_hash_alike_whatever_their_width_case_and_punctuation():
    assert normalise_for_hash("路灯，坏了！ＡＢＣ １２") == normalise_for_hash("路灯坏了 abc\n12。")
    assert normalise_for_hash("路灯坏了") != normalise_for_hash("路灯没坏")


class OpinionForm(forms.Form):
    text = CleanCharField(max_length=10, min_length=2, multiline=True)
    name = CleanCharField(max_length=5, required=False)


def test_a_text_too_long_is_refused_with_the_number_and_kept():
    form = OpinionForm({"text": "一二三四五六七八九十甲乙丙"})
    assert not form.is_valid()
    assert form.errors["text"] == ["最多 10 个字，现在有 13 个字，超出 3 个字，请删减后再提交。"]
    assert "一二三四五六七八九十甲乙丙" in str(form["text"])
    assert "maxlength" not in str(form)


def test_unseen_characters_do_not_count():
    form = OpinionForm({"text": "一二三四五\r\n六七八九\u200b\x00 \n", "name": " 某\n某 "})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"text": "一二三四五\n六七八九", "name": "某 某"}


@pytest.mark.parametrize(
    ("typed", "code"), [("\u200b \n", "required"), ("一", "too_short"), ("\u3000", "required")]
)
def test_a_text_without_content_is_refused(typed, code):
    form = OpinionForm({"text": typed})
    assert [error.code for error in form.errors.as_data()["text"]] == [code]
