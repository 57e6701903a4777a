"""Second factors at rest: encrypted under a key derived from SECRET_KEY, so that a copy of the database opens nothing.

SECRET_KEY_FALLBACKS still reads what an earlier key has written; `manage.py rotate_second_factors` writes it anew.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"second factors of staff"


class Unreadable(Exception):
    """Written under a key that is neither SECRET_KEY nor among SECRET_KEY_FALLBACKS, or altered."""


def encrypt(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    try:
        return _keys().decrypt(stored.encode()).decode()
    except InvalidToken as problem:
        raise Unreadable from problem


def renewed(stored: str) -> str:
    """The same secret under the newest key."""
    return encrypt(decrypt(stored))


def _keys() -> MultiFernet:
    return MultiFernet([_derived(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _derived(key: str) -> Fernet:
    return Fernet(urlsafe_b64encode(HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())))
