"""Query codes: a number everybody may see, and a short secret only the sender holds (``domain.md`` §8.4).

The code is reckoned from the form's one-time token with the installation's secret, so that sending the same
form twice gives the same receipt, and the database holds only a keyed hash of it.
"""

import hashlib

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

# Without I, L, O and U, which are misread or misheard.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
READ_AS = str.maketrans("OILU", "011V")


def token_hash(token: str) -> str:
    """Return the digest under which a form's token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_for(token: str) -> str:
    """Return the 40-bit query code that belongs to a form's token."""
    digest = salted_hmac("submissions.query-code", token, algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH])


def display(code: str) -> str:
    """Return the code in two groups, as it is printed and read out."""
    return f"{code[:4]}-{code[4:]}"


def normalise(code: str) -> str:
    """Return a code as typed by a person in its plain form; spaces, dashes and look-alikes do not matter."""
    kept = "".join(char for char in code.upper() if char.isascii() and char.isalnum())
    return kept.translate(READ_AS)[: LENGTH * 2]


def hash_code(number: str, code: str, *, secret: str | bytes | None = None) -> str:
    """Return the keyed hash that is stored for a code."""
    return salted_hmac(f"submissions.code.{number}", code, secret=secret, algorithm="sha256").hexdigest()


def matches(number: str, code: str, stored: str) -> bool:
    """Return, in constant time, whether ``code`` is the one; also under earlier secrets of the installation."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    results = [constant_time_compare(hash_code(number, normalise(code), secret=s), stored) for s in secrets]
    return any(results)
