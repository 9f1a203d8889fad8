"""Names and contacts at rest: unreadable without a key, and a key can be changed."""

import pytest
from cryptography.fernet import Fernet
from django.core.checks import run_checks
from django.core.exceptions import FieldError, ImproperlyConfigured

from core import encryption
from participation.submissions.models import Submission

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


def test_a_text_comes_back_and_its_ciphertext_tells_nothing(settings):
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    first, second = encryption.encrypt("李大姐𬭊"), encryption.encrypt("李大姐𬭊")
    assert first != second
    assert "李" not in first
    assert first.isascii()
    assert encryption.decrypt(first) == "李大姐𬭊"
    assert encryption.encrypt("") == encryption.decrypt("") == encryption.digest("") == ""


def test_a_new_key_in_front_writes_and_the_old_one_still_reads(settings):
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    token, mark = encryption.encrypt("李大姐"), encryption.digest("13800001234")
    assert encryption.is_current(token)
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    assert encryption.decrypt(token) == "李大姐"
    assert not encryption.is_current(token)
    assert encryption.digest("13800001234") != mark
    assert mark in encryption.digests("13800001234")
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    with pytest.raises(encryption.Undecryptable):
        encryption.decrypt(token)


def test_a_changed_ciphertext_is_refused(settings):
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    token = encryption.encrypt("李大姐")
    with pytest.raises(encryption.Undecryptable):
        encryption.decrypt(token[:-6] + ("AAAA" if token[-6:-2] != "AAAA" else "BBBB") + token[-2:])


def test_without_a_key_nothing_is_stored_in_clear(settings):
    settings.FIELD_ENCRYPTION_KEYS = []
    with pytest.raises(ImproperlyConfigured):
        encryption.encrypt("李大姐")
    assert "core.E004" in {message.id for message in run_checks()}
    settings.FIELD_ENCRYPTION_KEYS = [NEW, "no-key"]
    assert "core.E005" in {message.id for message in run_checks()}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("13800001234", "138-0000-1234", True),
        ("13800001234", "+86 138 0000 1234", True),
        ("１３８００００１２３４", "电话13800001234", True),
        ("0999-8612345", "(0999)8612345", True),
        ("Li@Example.com", "li@example.com ", True),
        ("13800001234", "13800001235", False),
        ("13800001234@example.com", "13800001234", False),
        ("村东头第二家", "村东头第三家", False),
    ],
)
def test_one_way_of_reaching_a_person_written_in_two_ways_is_the_same(settings, one, other, same):
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    marks = [encryption.digest(encryption.normalize_contact(text)) for text in (one, other)]
    assert (marks[0] == marks[1]) is same


def test_an_encrypted_field_cannot_be_searched_by_mistake(db):
    for lookup in ({"contact__icontains": "138"}, {"contact": "13800001234"}, {"contact__in": ["1"]}):
        with pytest.raises(FieldError):
            Submission.objects.filter(**lookup).exists()
    assert not Submission.objects.exclude(contact="").exists()
