"""Chinese numbers by value, up to 9999, and back: 第一百零九条 comes after 第二十条 (``domain.md`` §10.1)."""

import re

LARGEST = 9999

# What may stand in the number of a heading or article; ○ and Ｏ are typed for 〇.
NUMERAL = "〇○Ｏ零一二三四五六七八九十百千两廿卅0-9０-９"
_SAME = str.maketrans("○Ｏ〇两０１２３４５６７８９", "零零零二0123456789")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_DIGIT = "[一二三四五六七八九0-9]"
# 一百一 is read as 101: in a running number it is 一百零一 with a letter forgotten, never 110.
_BY_UNITS = re.compile(rf"(?:({_DIGIT})千)?零?(?:({_DIGIT})?百)?零?(?:({_DIGIT})?十)?零?({_DIGIT})?")


def number_value(written: str) -> int:
    """Return the value of a Chinese, Arabic or mixed number, 0 for what is not one.

    >>> [number_value(n) for n in ("十", "廿三", "一百零九", "一百一十", "一千二百六十", "１２", "二〇二六", "百条")]
    [10, 23, 109, 110, 1260, 12, 2026, 0]
    """
    plain = written.translate(_SAME).replace("廿", "二十").replace("卅", "三十")
    if plain.isascii() and plain.isdecimal():
        return int(plain) if len(plain) <= len(str(LARGEST)) else 0
    if plain and all(char in _DIGITS for char in plain):
        value = int("".join(str(_DIGITS[char]) for char in plain[: len(str(LARGEST)) + 1]))
        return value if value <= LARGEST else 0
    found = _BY_UNITS.fullmatch(plain)
    if found is None or not plain or not any(unit in plain for unit in "十百千"):
        return 0
    has_hundred, has_ten = "百" in plain, "十" in plain
    thousands, hundreds, tens, ones = (_digit(group) for group in found.groups())
    if has_hundred and not found[2]:
        hundreds = 1
    if has_ten and not found[3]:
        tens = 1
    return thousands * 1000 + hundreds * 100 + tens * 10 + ones


def _digit(written: str | None) -> int:
    if not written:
        return 0
    return _DIGITS[written] if written in _DIGITS else int(written)


def chinese_number(number: int) -> str:
    """Return a number from 0 to 9999 as laws write it.

    >>> [chinese_number(n) for n in (0, 10, 12, 20, 101, 110, 1010, 1260)]
    ['零', '十', '十二', '二十', '一百零一', '一百一十', '一千零一十', '一千二百六十']
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(number)
    if number == 0:
        return "零"
    digits = "零一二三四五六七八九"
    written, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // size % 10
        if digit:
            written += ("零" if gap and written else "") + digits[digit] + unit
            gap = False
        else:
            gap = True
    return written.removeprefix("一") if written.startswith("一十") else written
