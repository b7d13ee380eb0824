"""Fields kept sealed: AES-GCM with keys that are never in the database, each bound to its place."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from app.database import current_organisation

KEY_BYTES, NAME_BYTES, NONCE_BYTES = 32, 4, 12
FOR_SEALING, FOR_INDEX = b"rinnalla sealed field", b"rinnalla blind index"


class SealBroken(RuntimeError):
    """The bytes were changed, stand in another place, or their key is gone."""


@dataclass(frozen=True)
class Place:
    """Where a sealed value stands; moved anywhere else, it does not open."""

    table: str
    column: str
    row_id: int

    @property
    def bound_to(self) -> bytes:
        return f"{self.table}.{self.column}:{self.row_id}@{current_organisation()}".encode()


def seal(text: str, place: Place) -> bytes:
    """By the newest key: the key's name, a nonce and the sealed text."""
    key = _keys()[0]
    nonce = secrets.token_bytes(NONCE_BYTES)
    hidden = AESGCM(_derived(key, FOR_SEALING)).encrypt(nonce, text.encode(), place.bound_to)
    return _name(key) + nonce + hidden


def unseal(sealed: bytes, place: Place) -> str:
    """By whichever key it was sealed with. Raises SealBroken, which tells nothing of the value."""
    name, rest = sealed[:NAME_BYTES], sealed[NAME_BYTES:]
    nonce, hidden = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
    for key in _keys():
        if hmac.compare_digest(_name(key), name):
            try:
                opener = AESGCM(_derived(key, FOR_SEALING))
                return opener.decrypt(nonce, hidden, place.bound_to).decode()
            except InvalidTag:
                break
    raise SealBroken(f"{place.table}.{place.column} {place.row_id}")


def index_of(text: str, what: str) -> bytes:
    """The same for the same value of the organisation; nobody without the key can guess it."""
    return _index(_keys()[0], text, what)


def indexes_of(text: str, what: str) -> list[bytes]:
    """By every key, so that what an older key has stored is found too."""
    return [_index(key, text, what) for key in _keys()]


def _index(key: bytes, text: str, what: str) -> bytes:
    said = f"{what}:{current_organisation()}:{text}".encode()
    return hmac.digest(_derived(key, FOR_INDEX), said, hashlib.sha256)


def _keys() -> list[bytes]:
    return [urlsafe_b64decode(key) for key in current_app.config["SETTINGS"].field_keys]


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, None, purpose).derive(key)


def _name(key: bytes) -> bytes:
    return hashlib.sha256(b"name of " + key).digest()[:NAME_BYTES]
