"""Encryption at rest for the few fields that say who a citizen is (``domain.md`` §6.1; 个保法 51).

A database dump, a backup or a replica alone then shows no name and no telephone. The keys stand in the setting
``FIELD_ENCRYPTION_KEYS`` (from the environment, never in the database): the first encrypts, all decrypt, so that a
key is changed by putting a new one in front, running ``manage.py rotate_keys``, and taking the old one away.

What is encrypted cannot be searched. Where equal values must be recognized (one person, two opinions), a blind index
stands beside it: a keyed digest that says "the same" and nothing else.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.db.models.lookups import Exact, IsNull

DIGEST_LENGTH = 32
_NOT_DIGITS = re.compile(r"\D")
_SPACES = re.compile(r"\s+")
_MOBILE = re.compile(r"(?:0?086|86)?(1[3-9]\d{9})")


class Undecryptable(Exception):
    """A stored value that none of the keys opens: a key is missing, or the row was tampered with."""


def encrypt(text: str) -> str:
    """Return the ciphertext of ``text`` under the first key; empty stays empty."""
    return _all_keys().encrypt(text.encode()).decode("ascii") if text else ""


def decrypt(token: str) -> str:
    """Return the text of a ciphertext. Raises Undecryptable rather than show or lose anything."""
    if not token:
        return ""
    try:
        return _all_keys().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise Undecryptable("no key of FIELD_ENCRYPTION_KEYS opens a stored value") from error


def is_current(token: str) -> bool:
    """Tell whether a ciphertext is under the first key, so that the others could go."""
    if not token:
        return True
    try:
        _fernet(_keys()[0]).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def digest(text: str) -> str:
    """Return the blind index of ``text`` under the first key: the same for the same text, and no way back.

    It is keyed, because telephone numbers are few enough to try them all against a bare hash.
    """
    return _digest(text, _keys()[0]) if text else ""


def digests(text: str) -> list[str]:
    """Return the blind index under every key, to look a value up while keys are being changed."""
    return [_digest(text, key) for key in _keys()] if text else []


def normalize_contact(text: str) -> str:
    """Return what two ways of writing one telephone number or address of mail share."""
    plain = unicodedata.normalize("NFKC", text)
    mobile = _MOBILE.fullmatch(_NOT_DIGITS.sub("", plain))
    if mobile and "@" not in plain:
        return mobile[1]
    folded = _SPACES.sub("", plain).casefold()
    digits = _NOT_DIGITS.sub("", folded)
    # A number with dashes or brackets is the same without; "电话" before it, or a mail address, are kept.
    return digits if len(digits) >= 7 and not re.search(r"[^\d()+.\-]", folded) else folded


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that stands encrypted in the database. It can be asked whether it is empty, and nothing else."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Return the text."""
        return None if value is None else decrypt(value)

    def get_prep_value(self, value: Any) -> Any:
        """Return the ciphertext."""
        value = super().get_prep_value(value)
        return encrypt(value) if isinstance(value, str) else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Offer "is it empty"; any other question of ciphertext would be answered wrongly and in silence."""
        lookup = {"exact": _IsEmpty, "isnull": IsNull}.get(lookup_name)
        if lookup is None:
            raise FieldError(f"{self.name} is encrypted and cannot be searched with {lookup_name}")
        return lookup


class _IsEmpty(Exact):
    """Equal to the empty text; two ciphertexts of one text are never equal."""

    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            raise FieldError("an encrypted field can only be compared with the empty text")
        return ""


class BlindIndexField(models.CharField):  # type: ignore[type-arg]
    """The digest of another field of the row, kept in step whenever the row is saved."""

    def __init__(self, *args: Any, source: str, normalize: Callable[[str], str], **kwargs: Any) -> None:
        """Take the name of the field to follow and how equal values are brought to one form."""
        self.source, self.normalize = source, normalize
        super().__init__(*args, **({"max_length": DIGEST_LENGTH, "blank": True, "editable": False} | kwargs))

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Return what a migration needs to make it again."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, list(args), dict(kwargs) | {"source": self.source, "normalize": self.normalize}

    def of(self, text: str) -> str:
        """Return the digest that belongs to a value of the source."""
        return digest(self.normalize(text))

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Reckon the digest from the row's present value."""
        value = self.of(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, value)
        return value


def key_trouble(key: str) -> str:
    """Return what is wrong with a key, empty when it is good."""
    try:
        Fernet(key)
    except (ValueError, TypeError):
        return "not a key (32 random bytes in URL-safe base64)"
    return ""


def _keys() -> tuple[str, ...]:
    keys = tuple(settings.FIELD_ENCRYPTION_KEYS)
    if not keys:
        raise ImproperlyConfigured("FIELD_ENCRYPTION_KEYS is empty: names and contacts cannot be stored")
    return keys


def _all_keys() -> MultiFernet:
    return _multi(_keys())


@lru_cache(maxsize=8)
def _multi(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([_fernet(key) for key in keys])


@lru_cache(maxsize=16)
def _fernet(key: str) -> Fernet:
    return Fernet(key)


def _digest(text: str, key: str) -> str:
    return hmac.new(_digest_key(key), text.encode(), hashlib.sha256).hexdigest()[:DIGEST_LENGTH]


@lru_cache(maxsize=16)
def _digest_key(key: str) -> bytes:
    """Derive a key for digests alone: one key, one use."""
    return hmac.new(key.encode(), b"core.encryption.blind-index", hashlib.sha256).digest()
