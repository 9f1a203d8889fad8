"""A warning before a text with personal data is sent: a look, never a wall (``domain.md`` §6.1, §10.4).

Many people of an office read an opinion. Whoever wrote a number or a home into it is told once, sees what was
noticed, and may go back or send it all the same. It works without JavaScript and keeps text and photos.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from core.masking import Finding, propose_masked

MARK = "seen_numbers"


class PrivacyWarned:
    """A form whose texts are looked through; ``warned_field`` names the one, ``warned_fields`` where it stood."""

    warned_field = "text"
    data: Any
    warnings: tuple[Finding, ...] = ()
    warned_fields: tuple[str, ...] = ()
    # What "send all the same" carries: a keyed digest of what was found, since the things themselves shall not
    # stand in the page a second time, and so that new ones written meanwhile are shown too.
    warning_mark = ""
    was_warned = False

    def look_through(self, text: str) -> str:
        """Return the text, or raise when there is something in it that its author was not yet told of."""
        problems = self.look_through_all({self.warned_field: text})
        if problems:
            raise problems[self.warned_field]
        return text

    def look_through_all(self, texts: Mapping[str, str]) -> dict[str, ValidationError]:
        """Return what to say beside each of several texts; nothing when there is nothing, or it was said before."""
        found = {name: propose_masked(text).warnings for name, text in texts.items()}
        found = {name: warnings for name, warnings in found.items() if warnings}
        if not found:
            return {}
        every = tuple(finding for warnings in found.values() for finding in warnings)
        originals = "\n".join(sorted(finding.original for finding in every))
        self.warning_mark = salted_hmac("submissions.seen", originals, algorithm="sha256").hexdigest()[:32]
        if constant_time_compare(str(self.data.get(MARK) or ""), self.warning_mark):
            self.was_warned = True
            return {}
        self.warnings, self.warned_fields = every, tuple(found)
        return {name: _told(warnings) for name, warnings in found.items()}

    @property
    def only_warned(self) -> bool:
        """Return whether the warning is all that keeps the form from being sent."""
        errors: Any = self.errors  # type: ignore[attr-defined]
        return bool(self.warnings) and set(errors) == set(self.warned_fields)

    @property
    def first_warned(self) -> Any:
        """Return the field to which the sender is led back."""
        return self[self.warned_fields[0] if self.warned_fields else self.warned_field]  # type: ignore[index]


def _told(warnings: Sequence[Finding]) -> ValidationError:
    """Return the words beside a field: what was noticed, starred out."""
    kinds = "、".join(dict.fromkeys(f"{finding.label}（{finding.shown}）" for finding in warnings))
    return ValidationError(
        _("里面有%(kinds)s。可以删去以后再提交，也可以仍然提交。"),
        params={"kinds": kinds},
        code="personal_data",
    )
