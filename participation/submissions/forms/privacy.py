"""A warning before a text with personal data is sent: a look, never a wall (``domain.md`` §6.1, §10.4).

Many people of an office read an opinion. Whoever wrote a number or a home into it is told once, sees what was
noticed, and may go back or send it all the same. It works without JavaScript and keeps text and photos.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from core.masking import Finding, propose_masked

MARK = "seen_numbers"


class PrivacyWarned:
    """A form with one text that is looked through; ``warned_field`` names it."""

    warned_field = "text"
    data: Any
    warnings: tuple[Finding, ...] = ()
    # What "send all the same" carries: a keyed digest of what was found, since the things themselves shall not
    # stand in the page a second time, and so that new ones written meanwhile are shown too.
    warning_mark = ""
    was_warned = False

    def look_through(self, text: str) -> str:
        """Return the text, or raise when there is something in it that its author was not yet told of."""
        found = propose_masked(text).warnings
        if not found:
            return text
        originals = "\n".join(sorted(f.original for f in found))
        self.warning_mark = salted_hmac("submissions.seen", originals, algorithm="sha256").hexdigest()[:32]
        if constant_time_compare(str(self.data.get(MARK) or ""), self.warning_mark):
            self.was_warned = True
            return text
        self.warnings = found
        kinds = "、".join(dict.fromkeys(f"{finding.label}（{finding.shown}）" for finding in found))
        raise ValidationError(
            _("里面有%(kinds)s。可以删去以后再提交，也可以仍然提交。"),
            params={"kinds": kinds},
            code="personal_data",
        )

    @property
    def only_warned(self) -> bool:
        """Return whether the warning is all that keeps the form from being sent."""
        errors: Any = self.errors  # type: ignore[attr-defined]
        return bool(self.warnings) and list(errors) == [self.warned_field]
