"""Log lines that cannot be forged and tell no telephone number.

Anything a visitor typed may reach a log line (an address, a file name, an error text). A line break in it
would start a line of its own, a direction override would make it read differently: both are escaped.
"""

import logging
import re

# Controls, line separators, direction marks and overrides, invisible characters, lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)
_LONG_NUMBER = re.compile(r"\d{7,}")
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


class OneLineFormatter(logging.Formatter):
    """Format each record, with its traceback, as one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record on one line, long numbers masked after their third digit."""
        line = _UNSAFE.sub(_escape, super().format(record))
        return _LONG_NUMBER.sub(lambda match: f"{match[0][:3]}****", line)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    return _ESCAPES.get(char) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{{{code:x}}}")
