"""The two kinds of blank in a template of an answer: facts in braces, and gaps for the person who writes."""

import re
from collections.abc import Mapping

FACTS = ("编号", "收到日期", "地点", "答复单位", "单位电话", "办理期限", "办理结果")
"""What the site fills in; each is a name in braces."""

MIN_GAPS = 2
# 【2026】 is the year of a document number, no gap.
_GAP = re.compile(r"【(?!\s*\d{4}\s*】)[^【】\n]{0,60}】")
_FACT = re.compile(r"\{([^{}\n]{0,20})\}")


def gaps_in(text: str) -> list[str]:
    """Return the gaps that are still to be filled, in their order."""
    return [match.group() for match in _GAP.finditer(text)]


def gap_spans(text: str) -> list[tuple[int, int]]:
    """Return where the gaps stand, facts that nobody filled in among them."""
    spans = [match.span() for match in _GAP.finditer(text)]
    spans += [match.span() for match in _FACT.finditer(text) if match.group(1) in FACTS]
    return sorted(spans)


def unknown_facts(text: str) -> list[str]:
    """Return the names in braces that the site cannot fill in."""
    return [name for name in _FACT.findall(text) if name not in FACTS]


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Return the text with its facts filled in; a fact that is not known becomes a gap with its name."""
    return _FACT.sub(lambda match: facts.get(match.group(1)) or f"【{match.group(1)}】", text)
