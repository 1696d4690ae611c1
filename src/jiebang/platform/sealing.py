"""Values that lie in the database only under a key: AES-GCM, bound to the place they lie in."""

from __future__ import annotations

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from jiebang.platform import entropy

NONCE = 12


class Unsealable(Exception):
    """The value was not sealed here, for this place, under this key."""


def seal(value: bytes, place: str) -> str:
    nonce = entropy.token(NONCE)
    return (nonce + AESGCM(_key("seal")).encrypt(nonce, value, place.encode())).hex()


def unseal(sealed: str, place: str) -> bytes:
    raw = bytes.fromhex(sealed)
    try:
        return AESGCM(_key("seal")).decrypt(raw[:NONCE], raw[NONCE:], place.encode())
    except InvalidTag as wrong:
        raise Unsealable(place) from wrong


def index(value: str, purpose: str) -> str:
    """A keyed digest to look a sealed value up by."""
    return hmac.new(_key(f"index:{purpose}"), value.encode(), hashlib.sha256).hexdigest()


def _key(purpose: str) -> bytes:
    return hashlib.sha256(f"jiebang/{purpose}\n{settings.JIEBANG_SEAL_KEY}".encode()).digest()
