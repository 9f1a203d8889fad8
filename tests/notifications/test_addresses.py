"""What is an address and what only looks like one; what the office sees of it."""

import pytest

from notifications.addresses import masked, recipient_for


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("li.dajie@example.cn", "li.dajie@example.cn"),
        ("ｌｉ＠ｅｘａｍｐｌｅ．ｃｎ", "li@example.cn"),
        ("  li@example.cn　", "li@example.cn"),
        ("li@example.cn\nBcc: all@example.cn", ""),
        ("li@example.cn\r\nSubject: x", ""),
        ("li@example.cn, wang@example.cn", ""),
        ("li@example.cn;wang@example.cn", ""),
        ("李大姐 <li@example.cn>", ""),
        ('"li dajie"@example.cn', ""),
        ("li@", ""),
        ("13800001234", ""),
        ("李@example.cn", ""),
        ("a" * 80 + "@example.cn", ""),
        ("", ""),
    ],
)
def test_exactly_one_plain_mail_address_or_none(typed: str, address: str) -> None:
    assert recipient_for("email", typed) == address


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13800001234", "13800001234"),
        ("138 0000 1234", "13800001234"),
        ("138-0000-1234", "13800001234"),
        ("+86 13800001234", "13800001234"),
        ("8613800001234", "13800001234"),
        ("１３８００００１２３４", "13800001234"),
        ("0000-1234567", ""),
        ("1380000123", ""),
        ("13800001234 李大姐", ""),
        ("13800001234\n13900001234", ""),
        ("12800001234", ""),
        ("li@example.cn", ""),
    ],
)
def test_exactly_one_mobile_number_or_none(typed: str, number: str) -> None:
    assert recipient_for("sms", typed) == number


def test_no_address_is_read_for_a_channel_that_citizens_do_not_have() -> None:
    assert recipient_for("webhook", "13800001234") == ""


@pytest.mark.parametrize(
    ("recipient", "shown"),
    [
        ("li.dajie@example.cn", "l***@example.cn"),
        ("13800001234", "138****34"),
        ("clerk", "****"),
        ("liutang-clerk", "liu****rk"),
    ],
)
def test_the_office_sees_only_a_mask(recipient: str, shown: str) -> None:
    assert masked(recipient) == shown
