"""What in a text says who a person is: a warning before it is sent, a proposal before it is published.

It only proposes (``domain.md`` §6.1): the sender may send all the same, and of a masked copy a second person
compares it with the original and confirms. So it would rather mark too much than too little, but leaves alone
what must stay readable: document numbers, dates, amounts, hotlines, articles of a draft.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.masking import hints, numbers, persons
from core.masking.hints import Hint, minor_hints

# In the words of the sender.
LABELS: dict[str, Promise] = {
    "email": _("电子邮箱"),
    "id_number": _("身份证号"),
    "bank_card": _("银行卡号"),
    "phone": _("手机号"),
    "landline": _("电话号码"),
    "account": _("QQ、微信号"),
    "plate": _("车牌号"),
    "home": _("住址"),
    "address": _("楼栋号"),
    "name": _("姓名"),
}
# What the sender is warned of. A building's number is mostly the place of the matter, which should be named.
WARNED = frozenset(LABELS) - {"address"}
# Full-width digits and letters are matched like plain ones; every replacement keeps its position.
_PLAIN = {0xFF10 + i: str(i) for i in range(10)}
_PLAIN |= {0xFF21 + i: chr(65 + i) for i in range(26)} | {0xFF41 + i: chr(97 + i) for i in range(26)}
_PLAIN |= {0xFF20: "@", 0xFF0E: ".", 0xFF0D: "-"}

__all__ = ["LABELS", "WARNED", "Finding", "Hint", "MaskProposal", "minor_hints", "propose_masked"]


@dataclass(frozen=True)
class Finding:
    """One stretch of the original that the proposal hides."""

    kind: str
    start: int
    end: int
    original: str
    masked: str

    @property
    def label(self) -> str:
        """Return how its kind is called."""
        return str(LABELS[self.kind])

    @property
    def shown(self) -> str:
        """Return enough of it for its author to find it again, and no more."""
        return f"{self.original[:2]}**" if self.kind == "home" else self.masked


@dataclass(frozen=True)
class MaskProposal:
    """The proposed text, what was found in the original, in its order, and what a person should look at."""

    text: str
    findings: tuple[Finding, ...]
    hints: tuple[Hint, ...] = ()

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Return what the sender should be told of, each kind of thing once."""
        return tuple({(f.kind, f.masked): f for f in self.findings if f.kind in WARNED}.values())


def propose_masked(text: str) -> MaskProposal:
    """Return a copy of the text with what says who a person is starred out, and the list of it."""
    findings: list[Finding] = []
    for kind, start, end, masked in _candidates(text.translate(_PLAIN)):
        if not any(f.start < end and start < f.end for f in findings):
            findings.append(Finding(kind, start, end, text[start:end], masked))
    findings.sort(key=lambda f: f.start)
    parts, position = [], 0
    for finding in findings:
        parts += [text[position : finding.start], finding.masked]
        position = finding.end
    return MaskProposal("".join(parts) + text[position:], tuple(findings), hints.health_hints(text))


def _candidates(plain: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield what any rule finds, the surest kinds first; then names again wherever they stand."""
    for kind, pattern, mask in (*numbers.RULES, *persons.RULES):
        for match in pattern.finditer(plain):
            masked = mask(match["value"])
            if masked is not None:
                yield kind, *match.span("value"), masked
    yield from persons.names_again(plain)
