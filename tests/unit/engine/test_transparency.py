"""Canonical bytes, chains, trees and checkpoints."""

from __future__ import annotations

import hashlib

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jiebang.engine.transparency import (
    EMPTY_ROOT,
    START,
    CanonicalError,
    Checkpoint,
    Frontier,
    NoteError,
    canonical,
    consistency_proof,
    digest,
    first_break,
    inclusion_proof,
    leaf_hash,
    link,
    node_hash,
    open_note,
    root,
    sign_checkpoint,
    verifier_key,
    verify_consistency,
    verify_inclusion,
)

KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
LOG = "log.example/city"


def test_canonical_bytes_are_sorted_compact_and_utf8():
    value = {"乙": [1, True, None], "a": {"z": '\n"\\\x1f', "b": -7}, "€": "中文", "😀": ""}
    assert canonical(value) == rfc8785.dumps(value)
    assert canonical(("x", 2)) == b'["x",2]'
    assert digest({}) == hashlib.sha256(b"{}").hexdigest()


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), 2**53, -(2**53), b"x", {1: "a"}, "\ud800", {"\udfff": 1}, {1, 2}]
)
def test_what_has_no_canonical_form_is_refused(value: object):
    with pytest.raises(CanonicalError):
        canonical(value)


def test_the_error_says_where():
    with pytest.raises(CanonicalError, match=r"\$\.a\[1\]\.b: float"):
        canonical({"a": [1, {"b": 0.5}]})


def test_a_chain_names_the_first_entry_that_was_changed():
    bodies = [{"n": n} for n in range(5)]
    entries, before = [], START
    for body in bodies:
        before = link(before, body)
        entries.append((body, before))
    assert first_break(entries) is None
    assert first_break([*entries[:2], ({"n": 9}, entries[2][1]), *entries[3:]]) == 2
    assert first_break([*entries[:1], *entries[2:]]) == 1
    with pytest.raises(ValueError, match="32 bytes"):
        link(b"", {})


def test_small_trees_are_what_the_rfc_draws():
    a, b, c = (leaf_hash(x) for x in (b"a", b"b", b"c"))
    assert root([]) == EMPTY_ROOT == hashlib.sha256(b"").digest()
    assert leaf_hash(b"a") == hashlib.sha256(b"\x00a").digest()
    assert root([a]) == a
    assert root([a, b, c]) == node_hash(node_hash(a, b), c)
    assert inclusion_proof([a, b, c], 2) == (node_hash(a, b),)
    assert inclusion_proof([a, b, c], 0) == (b, c)
    assert consistency_proof([a, b, c], 2) == (c,)
    assert consistency_proof([a, b, c], 3) == ()


def test_every_proof_of_every_small_tree_verifies_and_no_altered_one_does():
    leaves = [leaf_hash(bytes([n])) for n in range(20)]
    frontier = Frontier()
    assert frontier.root() == EMPTY_ROOT
    for size in range(1, len(leaves) + 1):
        tree = leaves[:size]
        frontier = frontier.append(leaves[size - 1])
        top = root(tree)
        assert (frontier.size, frontier.root()) == (size, top)
        for index, leaf in enumerate(tree):
            proof = inclusion_proof(tree, index)
            assert verify_inclusion(leaf, index, size, proof, top)
            assert not verify_inclusion(leaf, index + 1, size, proof, top)
            assert not verify_inclusion(leaf_hash(b"x"), index, size, proof, top)
            assert not verify_inclusion(leaf, index, size, (*proof, top), top)
            assert not any(
                verify_inclusion(leaf, index, size, (*proof[:n], top, *proof[n + 1 :]), top)
                for n in range(len(proof))
            )
        for old in range(1, size + 1):
            check_consistency(tree, old, root(tree[:old]), top)


def check_consistency(tree: list[bytes], old: int, old_root: bytes, top: bytes) -> None:
    size, proof = len(tree), consistency_proof(tree, old)
    assert verify_consistency(old, size, old_root, top, proof)
    assert not verify_consistency(old, size, leaf_hash(b"x"), top, proof)
    assert not verify_consistency(old, size, old_root, leaf_hash(b"x"), proof)
    assert not verify_consistency(old, size, old_root, top, (*proof, top))
    assert not any(
        verify_consistency(old, size, old_root, top, (*proof[:n], *proof[n + 1 :]))
        for n in range(len(proof))
    )


def test_every_tree_begins_with_the_empty_one_and_none_shrinks():
    leaves = [leaf_hash(b"a"), leaf_hash(b"b")]
    assert verify_consistency(0, 2, EMPTY_ROOT, root(leaves), ())
    assert not verify_consistency(0, 2, root(leaves), root(leaves), ())
    assert not verify_consistency(2, 1, root(leaves), root(leaves[:1]), ())
    for wrong in (0, 3):
        with pytest.raises(IndexError):
            consistency_proof(leaves, wrong)
    with pytest.raises(IndexError):
        inclusion_proof(leaves, 2)
    with pytest.raises(ValueError, match="one hash for each bit"):
        Frontier(3, (leaves[0],))


def test_a_checkpoint_is_a_note_of_fixed_form_and_opens_with_the_key():
    checkpoint = Checkpoint(LOG, 3, b"\x01" * 32, ("time 1700000000",))
    note = sign_checkpoint(checkpoint, "city", KEY)
    lines = note.split("\n")
    assert lines[:5] == [
        LOG,
        "3",
        "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
        "time 1700000000",
        "",
    ]
    assert lines[5].startswith("— city ")
    assert open_note(note, {"city": KEY.public_key()}) == checkpoint


def test_signatures_of_strangers_are_passed_over():
    checkpoint = Checkpoint(LOG, 3, b"\x01" * 32)
    ours, theirs = (sign_checkpoint(checkpoint, n, k) for n, k in (("city", KEY), ("w", OTHER)))
    both = ours + theirs.rsplit("\n\n", 1)[1]
    assert open_note(both, {"city": KEY.public_key()}) == checkpoint
    assert open_note(both, {"w": OTHER.public_key()}) == checkpoint


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda n: n.replace("\n3\n", "\n4\n"), "bad_signature"),
        (lambda n: n.replace("— city", "— town"), "unsigned"),
        (lambda n: n.replace("\n\n", "\n"), "malformed"),
        (lambda n: n[:-1], "malformed"),
        (lambda n: n.replace("— ", "- "), "malformed"),
        (lambda n: n[:-6] + "*****\n", "malformed"),
        (lambda _: "", "malformed"),
    ],
)
def test_a_note_that_was_touched_does_not_open(change, code: str):
    note = sign_checkpoint(Checkpoint(LOG, 3, b"\x01" * 32), "city", KEY)
    with pytest.raises(NoteError) as caught:
        open_note(change(note), {"city": KEY.public_key()})
    assert caught.value.code == code


def test_another_key_of_the_same_name_is_not_trusted():
    note = sign_checkpoint(Checkpoint(LOG, 3, b"\x01" * 32), "city", KEY)
    with pytest.raises(NoteError, match="unsigned"):
        open_note(note, {"city": OTHER.public_key()})


def test_the_published_key_holds_name_id_and_key():
    name, key_id, encoded = verifier_key("city", KEY.public_key()).split("+", 2)
    assert (name, len(key_id), len(encoded)) == ("city", 8, 44)


def test_names_and_lines_that_would_break_the_note_are_refused():
    with pytest.raises(ValueError, match="no space"):
        sign_checkpoint(Checkpoint(LOG, 0, b"\0" * 32), "the city", KEY)
    with pytest.raises(ValueError, match="lines of their own"):
        Checkpoint("two\nlines", 0, b"\0" * 32)
