"""Canonical bytes, hash chains, Merkle trees with proofs, signed checkpoints."""

from jiebang.engine.transparency.canonical import CanonicalError, canonical, digest
from jiebang.engine.transparency.chain import START, first_break, link
from jiebang.engine.transparency.checkpoint import (
    Checkpoint,
    NoteError,
    open_note,
    sign_checkpoint,
    verifier_key,
)
from jiebang.engine.transparency.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

__all__ = [
    "EMPTY_ROOT",
    "START",
    "CanonicalError",
    "Checkpoint",
    "Frontier",
    "NoteError",
    "canonical",
    "consistency_proof",
    "digest",
    "first_break",
    "inclusion_proof",
    "leaf_hash",
    "link",
    "node_hash",
    "open_note",
    "root",
    "sign_checkpoint",
    "verifier_key",
    "verify_consistency",
    "verify_inclusion",
]
