"""The lint of answers: every weakness of a draft, explained (``domain.md`` §8.3).

It judges nothing by itself. A blank that was left open has to be filled; every other weakness is shown to the
drafter, who mends it or gives a reason, and then to the signer with that reason.
"""

from collections.abc import Callable, Collection, Iterator

from participation.submissions.replies import comparisons, rules
from participation.submissions.replies.findings import Background, Draft, Severity, Weakness

Rule = Callable[[Draft, Background], Iterator[Weakness]]
RULES: tuple[Rule, ...] = (
    rules.gaps,
    rules.too_short,
    rules.only_filler,
    rules.nothing_concrete,
    rules.class_facts,
    comparisons.unanswered,
    comparisons.rating_unanswered,
    comparisons.repeated,
    comparisons.copied,
    comparisons.in_one_minute,
    comparisons.other_places,
    comparisons.other_persons,
    comparisons.other_numbers,
    comparisons.other_date,
    rules.personal_data,
    rules.vague_words,
    rules.jargon,
)
# What a report on a promise is asked: it tells one fact, so it may be short and is held against no class.
REPORT_RULES: tuple[Rule, ...] = (
    rules.gaps,
    rules.only_filler,
    rules.nothing_concrete,
    comparisons.other_places,
    comparisons.other_persons,
    comparisons.other_numbers,
    rules.personal_data,
    rules.vague_words,
    rules.jargon,
)
CODES = frozenset({
    "gap", "too_short", "only_filler", "nothing_concrete", "solved_without_date", "solved_without_result",
    "planned_without_date", "plan_not_in_text", "later_without_reason", "off_topic", "point_unanswered",
    "rating_unanswered", "repeated", "copied", "in_one_minute", "other_place", "other_person", "other_number",
    "other_date", "personal_data", "vague", "jargon",
})  # fmt: skip
"""Every code the lint can return."""


def check(draft: Draft, background: Background) -> list[Weakness]:
    """Return the weaknesses of a draft, the grave ones first, otherwise in the order of the rules."""
    return _run(RULES, draft, background)


def check_report(draft: Draft, background: Background) -> list[Weakness]:
    """Return the weaknesses of a report on a promise."""
    return _run(REPORT_RULES, draft, background)


def _run(rules_: tuple[Rule, ...], draft: Draft, background: Background) -> list[Weakness]:
    if not draft.text.strip():
        return []
    found = [weakness for rule in rules_ for weakness in rule(draft, background)]
    order = list(Severity)
    return sorted(found, key=lambda weakness: order.index(weakness.severity))


def blocking(found: Collection[Weakness]) -> list[Weakness]:
    """Return those that have to be mended."""
    return [weakness for weakness in found if weakness.severity is Severity.BLOCK]


def codes_of(found: Collection[Weakness]) -> list[str]:
    """Return the codes of what was found, each once, in their order."""
    return list(dict.fromkeys(weakness.code for weakness in found))


def needs_reason(found: Collection[Weakness]) -> bool:
    """Return whether the drafter has to say why the text goes on as it is."""
    return any(weakness.severity is Severity.REASON for weakness in found)
