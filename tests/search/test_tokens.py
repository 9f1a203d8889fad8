"""Cutting texts: every stretch of a text is found by what it is cut into."""

from hypothesis import given
from hypothesis import strategies as st

from search import tokens

MIXED = st.text(alphabet="联络站代表人大电梯5Gw，。 -ＷÉ〇鿎𬭚\x00\"'%*()😀", max_size=30)


def adjacent(wanted: tuple[str, ...], prefix: bool, among: list[str]) -> bool:
    """What an engine does with tokens next to each other, in the plainest way."""
    for start in range(len(among) - len(wanted) + 1):
        *firm, last = among[start : start + len(wanted)]
        if firm == list(wanted[:-1]) and (last == wanted[-1] or (prefix and last.startswith(wanted[-1]))):
            return True
    return False


def test_chinese_becomes_overlapping_pairs_and_words_stay_whole() -> None:
    assert list(tokens.index_tokens("人大代表联络站，WiFi信号2026")) == [
        "人大", "大代", "代表", "表联", "联络", "络站", "站", "wifi", "信号", "号", "2026",
    ]  # fmt: skip


def test_a_single_character_is_looked_for_as_a_beginning() -> None:
    assert tokens.query_tokens("站") == (("站",), True)
    assert tokens.query_tokens("联络站") == (("联络", "络站"), False)
    assert tokens.query_tokens("5G站") == (("5g", "站"), True)
    assert tokens.query_tokens("大厅WiFi") == (("大厅", "厅", "wifi"), False)


def test_width_case_and_accents_do_not_matter() -> None:
    assert tokens.normalize("ＷｉＦｉ ＣＡＦÉ ①") == "wifi cafe 1"
    assert list(tokens.index_tokens("が")) == ["が"]


def test_young_ideographs_are_stored_by_number() -> None:
    assert tokens.stored("𬭚丁") == "x2cb5a丁"
    assert tokens.stored("联络") == "联络"


def test_a_long_word_is_cut_alike_in_text_and_query() -> None:
    word = "a" * 500
    assert tokens.query_tokens(word)[0] == tuple(tokens.index_tokens(word))


def test_a_document_keeps_what_every_engine_can_hold() -> None:
    different = "".join(chr(0x4E00 + number % 20000) + chr(0x4E00 + number // 7) for number in range(100_000))
    kept = list(tokens.document_tokens(different))
    assert 50_000 < len(kept) < 100_000
    assert len(list(tokens.document_tokens("联络站。" * 30_000))) == 90_000


@given(MIXED)
def test_tokens_hold_letters_and_digits_only(text: str) -> None:
    for token in tokens.index_tokens(text):
        assert tokens.stored(token).isalnum()
        assert len(token) <= tokens.MAX_WORD_LENGTH


@given(MIXED)
def test_every_character_that_counts_starts_one_token(text: str) -> None:
    unspaced = [character for character in tokens.normalize(text) if tokens.is_unspaced(character)]
    assert [token[0] for token in tokens.index_tokens(text) if tokens.is_unspaced(token)] == unspaced


@given(st.text(alphabet="联络站代表人大电梯", min_size=1, max_size=20), st.data())
def test_every_stretch_of_a_run_is_found(run: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(run) - 1))
    stretch = run[start : data.draw(st.integers(start + 1, len(run)))]
    assert adjacent(*tokens.query_tokens(stretch), list(tokens.index_tokens(f"前，{run}5G后")))


@given(st.text(alphabet="联络站，", max_size=12), st.text(alphabet="联络站", min_size=1, max_size=4))
def test_nothing_else_is_found(text: str, query: str) -> None:
    assert adjacent(*tokens.query_tokens(query), list(tokens.index_tokens(text))) == (query in text)
