"""What can be seen in the text itself: length, filler, substance, class, gaps, personal data, plain words."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.models import AnswerClass
from core.masking import propose_masked
from participation.submissions.replies.findings import Background, Draft, Severity, Weakness, at
from participation.submissions.replies.gaps import gap_spans
from participation.submissions.replies.phrases import (
    DONE,
    EMPTY_CHARACTERS,
    FILLER,
    JARGON,
    SUBSTANCE,
    VAGUE,
    WHEN,
    WHY_NOT,
)

MIN_LENGTH = 40
LEAST_SUBSTANCE = 12  # characters left when filler is taken away
MOST_PERSONAL, MOST_WORDS = 5, 6
BLOCK, REASON, HINT = Severity.BLOCK, Severity.REASON, Severity.HINT
Found = Iterator[Weakness]
_BY_LENGTH = sorted(FILLER, key=len, reverse=True)
_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_PERSONAL = {
    "id_number": gettext_lazy("身份证号"),
    "bank_card": gettext_lazy("银行卡号"),
    "phone": gettext_lazy("手机号"),
    "email": gettext_lazy("电子邮箱"),
    "account": gettext_lazy("社交账号"),
    "plate": gettext_lazy("车牌号"),
    "address": gettext_lazy("门牌住址"),
}


def written_length(text: str) -> int:
    """Return how many characters a text has, spaces left out."""
    return len("".join(text.split()))


def gaps(draft: Draft, background: Background) -> Found:
    """A template's blank that nobody filled in."""
    for start, end in gap_spans(draft.text):
        where = at(draft.text, start, end)
        yield Weakness("gap", BLOCK, _("模板里的空“%s”还没有填写。") % where, start, end, where)


def too_short(draft: Draft, background: Background) -> Found:
    """Too short to say anything."""
    length = written_length(draft.text)
    if length < MIN_LENGTH:
        yield Weakness(
            "too_short",
            REASON,
            _("只有%(length)d个字。一般至少要%(least)d个字，才说得清查了什么、做了什么、结果怎样。")
            % {"length": length, "least": MIN_LENGTH},
        )


def only_filler(draft: Draft, background: Background) -> Found:
    """Nothing remains when the usual phrases are taken away."""
    rest = draft.text
    for phrase in _BY_LENGTH:
        rest = rest.replace(phrase, "")
    left = [char for char in _LETTERS.findall(rest) if char not in EMPTY_CHARACTERS]
    if len(left) < LEAST_SUBSTANCE and not any(pattern.search(draft.text) for pattern in SUBSTANCE):
        yield Weakness(
            "only_filler", REASON, _("全是套话，去掉套话就没有内容了。请写明这一件事本身查了什么、怎么办。")
        )


def nothing_concrete(draft: Draft, background: Background) -> Found:
    """None of: what was done, when, why not, which rule, who to call."""
    if not any(pattern.search(draft.text) for pattern in SUBSTANCE):
        yield Weakness(
            "nothing_concrete",
            REASON,
            _("看不出具体内容：做了什么、什么时候、为什么不能办、依据哪条规定、可以找谁，至少要写明一样。"),
        )


def class_facts(draft: Draft, background: Background) -> Found:
    """What each class of answer has to say (办理结果)."""
    if draft.answer_class == AnswerClass.SOLVED:
        if draft.done_on is None or not WHEN.search(draft.text):
            yield Weakness("solved_without_date", REASON, _("A类答复要写明哪一天解决或采纳的。"))
        if not DONE.search(draft.text):
            yield Weakness("solved_without_result", REASON, _("A类答复要写明做了什么、结果怎样。"))
    elif draft.answer_class == AnswerClass.PLANNED:
        if draft.promised_on is None:
            yield Weakness("planned_without_date", BLOCK, _("B类答复要有承诺完成的日期。"))
        elif not WHEN.search(draft.text):
            yield Weakness("plan_not_in_text", REASON, _("正文没有写什么时候完成，群众会不知道等到哪一天。"))
    elif draft.answer_class == AnswerClass.LATER and not (
        draft.reason.strip() and WHY_NOT.search(draft.text)
    ):
        yield Weakness("later_without_reason", REASON, _("C类答复要在正文写明为什么暂时不能解决。"))


def personal_data(draft: Draft, background: Background) -> Found:
    """Numbers and addresses of persons do not belong into an answer; the office's own telephones do."""
    own = {"".join(filter(str.isdigit, phone)) for phone in background.official_phones} - {""}
    shown = 0
    for finding in propose_masked(draft.text).findings:
        label = _PERSONAL.get(finding.kind)
        digits = "".join(filter(str.isdigit, finding.original))
        if label is None or digits in own or shown == MOST_PERSONAL:
            continue
        shown += 1
        yield Weakness(
            "personal_data",
            REASON,
            _("像是%(what)s：答复里不写个人信息，能删就删。") % {"what": label},
            finding.start,
            finding.end,
            finding.masked,
        )


def vague_words(draft: Draft, background: Background) -> Found:
    """Words that promise without saying what, who or when."""
    yield from _words(draft.text, VAGUE, "vague", _("“%(word)s”说得太笼统：%(better)s。"))


def jargon(draft: Draft, background: Background) -> Found:
    """Words that only the office uses."""
    yield from _words(draft.text, JARGON, "jargon", _("“%(word)s”群众不一定懂：%(better)s。"))


def _words(text: str, words: dict[str, str], code: str, explanation: str) -> Found:
    """Yield the first place of each word, in the order of the text."""
    places = sorted((text.find(word), word) for word in words if word in text)
    for start, word in places[:MOST_WORDS]:
        told = explanation % {"word": word, "better": words[word]}
        yield Weakness(code, HINT, told, start, start + len(word), word)
