"""Numbers and accounts of persons: how each kind is told from other numbers, and how it is starred out.

What must stay readable is left alone: document numbers, dates, amounts, hotlines, articles.
"""

import datetime
import re
from collections.abc import Callable

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"


def mask_id_number(value: str) -> str | None:
    """``35***…***123`` for an identity number whose checksum or date is right, else None."""
    if not is_id_number(value):
        return None
    return value[:2] + "*" * (len(value) - 5) + value[-3:]


def mask_phone(value: str) -> str | None:
    """``138****1234`` for a mobile number."""
    digits = re.sub(r"\D", "", value)[-11:]
    return f"{digits[:3]}****{digits[-4:]}"


def mask_bank_card(value: str) -> str | None:
    """All but the last four digits starred, for a number that passes the Luhn check, else None."""
    digits = re.sub(r"\D", "", value)
    return _stars_before(value, 4) if passes_luhn(digits) else None


def is_id_number(value: str) -> bool:
    """Tell an identity number by its checksum or, mistyped or of the old 15 digits, by the date inside."""
    if len(value) == 15:
        return _is_date(f"19{value[6:12]}")
    total = sum(int(d) * w for d, w in zip(value[:17], _ID_WEIGHTS, strict=True))
    return _ID_CHECK[total % 11] == value[17].upper() or _is_date(value[6:14])


def passes_luhn(digits: str) -> bool:
    """Tell whether the digits carry a right Luhn check digit, as bank cards do."""
    doubled = sum(sum(divmod(int(d) * 2, 10)) for d in digits[-2::-2])
    return len(set(digits)) > 1 and (doubled + sum(int(d) for d in digits[-1::-2])) % 10 == 0


def _is_date(value: str) -> bool:
    try:
        return 1900 <= datetime.date(int(value[:4]), int(value[4:6]), int(value[6:])).year <= 2099
    except ValueError:
        return False


def _stars_before(value: str, keep: int) -> str:
    """Star every digit but the last ``keep``; separators stay."""
    left = len(re.sub(r"\D", "", value)) - keep
    out = []
    for char in value:
        hide = char.isdigit() and left > 0
        left -= hide
        out.append("*" if hide else char)
    return "".join(out)


def _mask_landline(value: str) -> str | None:
    return _stars_before(value, 4)


def _mask_area_landline(value: str) -> str | None:
    area, number = re.match(r"(\(?0(?:10|2\d|[3-9]\d\d)\)?[-\s]?)(.+)", value, re.S).groups()  # type: ignore[union-attr]
    return area + _stars_before(number, 4)


def _mask_email(value: str) -> str | None:
    name, _, domain = value.partition("@")
    return f"{name[0]}***@{domain}"


def _mask_plate(value: str) -> str | None:
    return value[:2] + "*" * (len(value) - 2) if any(c.isdigit() for c in value[2:]) else None


def _mask_account(value: str) -> str | None:
    return value[:2] + "*" * (len(value) - 2)


Rule = tuple[str, re.Pattern[str], Callable[[str], str | None]]
RULES: tuple[Rule, ...] = (
    (
        "email",
        re.compile(r"(?P<value>[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4})", re.A),
        _mask_email,
    ),
    ("id_number", re.compile(r"(?<!\d)(?P<value>[1-9]\d{16}[\dXx]|[1-9]\d{14})(?![\dXx])"), mask_id_number),
    ("bank_card", re.compile(r"(?<![\d-])(?P<value>[2-9](?:[ -]?\d){14,18})(?!\d)"), mask_bank_card),
    ("phone", re.compile(r"(?<!\d)(?P<value>(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)"), mask_phone),
    (
        "landline",
        re.compile(r"(?<!\d)(?P<value>\(?0(?:10|2\d|[3-9]\d\d)\)?[-\s]?[2-9]\d{3}-?\d{3,4})(?!\d)"),
        _mask_area_landline,
    ),
    (
        "landline",
        re.compile(r"(?:电话|座机|传真)(?:号码|是|为)?[:： ]{0,2}(?P<value>[2-9]\d{6,7})(?!\d)"),
        _mask_landline,
    ),
    (
        "account",
        re.compile(r"(?:QQ|qq)(?:号码|号|群)?(?:是|为)?[:： ]{0,2}(?P<value>\d{5,11})(?!\d)"),
        _mask_account,
    ),
    (
        "account",
        re.compile(r"(?:微信|VX|vx)(?:号)?(?:是|为)?[:： ]{0,2}(?P<value>[A-Za-z][\w-]{5,19})", re.A),
        _mask_account,
    ),
    (
        "plate",
        re.compile(
            "(?P<value>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z]"
            "[·• ]?[A-HJ-NP-Za-hj-np-z0-9]{4,6}[挂学警港澳领使]?)(?![A-Za-z0-9])"
        ),
        _mask_plate,
    ),
)
