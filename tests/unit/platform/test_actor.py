"""Who acts: posts with their scopes, and nothing else."""

from __future__ import annotations

from jiebang.platform.accounts.actor import CLOCK, PUBLIC, Actor

LI = Actor(7, "李某", frozenset({("member", "u1"), ("member", "u2"), ("officer", "")}))


def test_a_post_is_held_for_its_scope_only():
    assert (LI.holds("member", "u1"), LI.holds("member", "u3"), LI.holds("member")) == (
        True,
        False,
        False,
    )


def test_a_post_of_the_whole_city_has_the_empty_scope():
    assert (LI.holds("officer"), LI.scopes("officer")) == (True, frozenset({""}))


def test_scopes_and_roles_are_those_of_the_posts():
    assert (LI.scopes("member"), LI.scopes("head"), LI.roles) == (
        frozenset({"u1", "u2"}),
        frozenset(),
        frozenset({"member", "officer"}),
    )


def test_the_clock_and_the_public_are_nobody_signed_in():
    assert (CLOCK.signed_in, PUBLIC.signed_in, LI.signed_in) == (False, False, True)
    assert (CLOCK.roles, PUBLIC.roles) == (frozenset({"clock"}), frozenset({"public"}))
