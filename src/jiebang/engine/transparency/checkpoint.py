"""Signed statements about a log's size and root: C2SP tlog-checkpoint in a C2SP signed note."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_ED25519 = b"\x01"
_DASH = "— "


class NoteError(ValueError):
    """`code`: malformed, unsigned (by any key that is trusted), bad_signature."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`origin` names the log; `root` is the 32-byte hash of the tree over `size` entries."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lines = (self.origin, *self.extensions)
        if self.size < 0 or len(self.root) != 32 or any(not x or "\n" in x for x in lines):
            raise ValueError("a checkpoint has an origin, a size and a root, on lines of their own")

    def text(self) -> str:
        root = base64.b64encode(self.root).decode()
        return "".join(f"{x}\n" for x in (self.origin, self.size, root, *self.extensions))


def key_id(name: str, public_key: Ed25519PublicKey) -> bytes:
    """Four bytes that tell a key apart from others of the same name."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + _raw(public_key)).digest()[:4]


def verifier_key(name: str, public_key: Ed25519PublicKey) -> str:
    """The key in the text form to publish: name+id+base64."""
    encoded = base64.b64encode(_ED25519 + _raw(public_key)).decode()
    return f"{name}+{key_id(name, public_key).hex()}+{encoded}"


def _raw(public_key: Ed25519PublicKey) -> bytes:
    return public_key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign_checkpoint(checkpoint: Checkpoint, name: str, private_key: Ed25519PrivateKey) -> str:
    """The note: the checkpoint's text, an empty line, one signature line."""
    if not name or "+" in name or any(c.isspace() for c in name):
        raise ValueError("a key's name has no space and no plus sign")
    text = checkpoint.text()
    signature = key_id(name, private_key.public_key()) + private_key.sign(text.encode())
    return f"{text}\n{_DASH}{name} {base64.b64encode(signature).decode()}\n"


def open_note(note: str, trusted: Mapping[str, Ed25519PublicKey]) -> Checkpoint:
    """The checkpoint, when a trusted key signed it; signatures of unknown keys are passed over.

    NoteError when the note is malformed, nobody trusted signed, or a trusted signature is wrong.
    """
    text, separator, tail = note.rpartition("\n\n")
    if not separator or not tail.endswith("\n"):
        raise NoteError("malformed")
    text += "\n"
    verified = False
    for line in tail[:-1].split("\n"):
        name, signature = _signature(line)
        key = trusted.get(name)
        if key is None or signature[:4] != key_id(name, key):
            continue
        try:
            key.verify(signature[4:], text.encode())
        except InvalidSignature:
            raise NoteError("bad_signature") from None
        verified = True
    if not verified:
        raise NoteError("unsigned")
    return _read(text)


def _signature(line: str) -> tuple[str, bytes]:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    signature = _decode(encoded)
    if not line.startswith(_DASH) or not name or len(signature) < 5:
        raise NoteError("malformed")
    return name, signature


def _read(text: str) -> Checkpoint:
    try:
        origin, size, encoded, *extensions = text[:-1].split("\n")
        checkpoint = Checkpoint(origin, int(size), _decode(encoded), tuple(extensions))
    except ValueError:
        raise NoteError("malformed") from None
    if checkpoint.text() != text:
        raise NoteError("malformed")
    return checkpoint


def _decode(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError("malformed") from None
