"""The draw by fit, case by case: what is refused by which name, and what is shown to whom."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from jiebang.engine.draw import Reveal, VoidCause, VoidRound
from jiebang.engine.draw.fit import (
    ClassSeats,
    FitInput,
    FitTranscript,
    RowProof,
    announce,
    ball_sheet,
    check_fit,
    draw_fit,
    next_reserve,
    open_names,
    program_digest,
    pseudonym,
    seal,
    void_record,
)
from jiebang.engine.draw.rounding import Network, round_up
from jiebang.engine.draw.stream import below, words
from jiebang.engine.matching import Cause, Infeasible, Instance, Level, Marginals, solve
from tests.property.engine.fit_rounds import KEY, NUMBER, class_round, fit_round
from tests.property.engine.mutations import load_verifier, rejects

VERIFY = load_verifier()
ROUND, REVEALS = fit_round(2)


def problem(candidates: int = 8, seats: int = 5, **more: object) -> Instance:
    return Instance.build(
        seats=[seats], load=1, item=[0] * candidates, candidate=range(candidates),
        fit=range(candidates), candidates=candidates, item_names=("item",), scale=10,
        candidate_names=[f"c{n}" for n in range(candidates)], **more,
    )  # fmt: skip


def frozen(instance: Instance, **more: object) -> FitInput:
    given = ROUND.frozen
    fields: dict[str, object] = {
        "subject": "s", "round": 1, "instance": instance, "reserves": 2,
        "sources": given.sources, "sealed_key": given.sealed_key, "program": "test",
    }  # fmt: skip
    return FitInput.build(**(fields | more))  # type: ignore[arg-type]


def differences(text: str, announced: str | None = None) -> list[str]:
    found: list[str] = VERIFY.differences(VERIFY.read(text.encode()), announced)
    return found


# What cannot be drawn ----------------------------------------------------------------------------


def test_a_pool_of_three_for_a_panel_of_five_is_named_with_how_many_are_short():
    answer = solve(frozen(problem(3)).instance)
    assert isinstance(answer, Infeasible)
    assert answer.causes == (Cause("pairs", ("item",), 50, 30, scale=10),)


def test_limits_that_contradict_the_seats_are_named():
    level = Level("city", [0] * 8, 2, names=("Jinan",))
    answer = solve(frozen(problem(levels=[level])).instance)
    assert isinstance(answer, Infeasible)
    assert [(c.kind, c.items, c.levels, c.short) for c in answer.causes] == [
        ("groups", ("item",), ("city",), 30)
    ]


@pytest.mark.parametrize(
    ("classes", "says"),
    [
        ([("a", 2), ("b", 2)], "item: classes of 4 seats and 1 reserves, wanted 3 and 2"),
        ([("a", 3)], "item: classes of 3 seats and 0 reserves, wanted 3 and 2"),
        ([("a", 4), ("b", -1)], "item: 4 seats for a, limit 3"),
        ([("a", 2), ("c", 1)], "class c of item: no such item or group"),
        ([("a", 2), ("a", 1)], "class a of item: twice"),
    ],
    ids=["too many", "one class missing", "above the limit", "no such class", "twice"],
)
def test_classes_that_do_not_share_out_the_seats_are_refused(
    classes: list[tuple[str, int]], says: str
):
    level = Level("kind", [0] * 4 + [1] * 4, None, [0, 0], [0, 1], [3, 2], names=("a", "b"))
    with pytest.raises(ValueError, match=says):
        frozen(
            problem(levels=[level]), class_level="kind",
            classes=[ClassSeats("item", group, seats) for group, seats in classes],
        )  # fmt: skip


def test_somebody_eligible_outside_all_classes_is_refused():
    level = Level("kind", [0] * 4 + [1] * 3 + [-1], None, [0, 0], [0, 1], [3, 2], names=("a", "b"))
    with pytest.raises(ValueError, match="item: somebody eligible is in none of its classes"):
        frozen(
            problem(levels=[level]), class_level="kind",
            classes=[ClassSeats("item", "a", 2), ClassSeats("item", "b", 1)],
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"round": 0}, "counted from 1"),
        ({"reserves": 5}, "item: 5 seats with 5 of them reserves"),
        ({"reserves": -1}, "reserves"),
        ({"sources": (NUMBER,)}, "61 of 128 bits"),
        ({"balls": 3}, "balls"),
        ({"instance": replace(problem(), candidate_names=("c",) * 8)}, "'c' twice"),
        ({"instance": replace(problem(), item_names=())}, "needs a name"),
    ],
    ids=["round", "only reserves", "fewer than none", "entropy", "balls", "twice", "no name"],
)
def test_an_input_that_contradicts_itself_is_refused(changes: dict[str, object], says: str):
    with pytest.raises(ValueError, match=says):
        frozen(changes.pop("instance", problem()), **changes)  # type: ignore[arg-type]


def test_marginals_that_break_a_limit_or_are_not_the_best_are_not_announced():
    instance = frozen(problem()).instance
    best = solve(instance)
    assert isinstance(best, Marginals)
    worse = replace(best, flow=best.flow[::-1].copy())
    for wrong, says in (
        (replace(best, flow=best.flow * 2), "cap"),
        (replace(best, flow=best.flow * 0), "seats"),
        (replace(worse, objective=int(instance.fit @ worse.flow)), "prices: prove"),
        (replace(best, prices=None), "prices: none given"),
    ):
        with pytest.raises(ValueError, match=says):
            announce(frozen(problem()), wrong)


def test_a_round_whose_public_number_may_be_known_is_not_announced():
    before, after = (datetime.fromisoformat(f"2026-12-01T{t}+08:00") for t in ("21:29", "21:30"))
    assert announce(ROUND.frozen, ROUND.marginals, now=before).lines == ROUND.lines
    with pytest.raises(ValueError, match="not ahead any more: 快乐8"):
        announce(ROUND.frozen, ROUND.marginals, now=after)


# Reveals -----------------------------------------------------------------------------------------


def test_a_missing_reveal_voids_the_round_and_its_record_shows_the_header_alone():
    with pytest.raises(VoidRound) as caught:
        draw_fit(ROUND, REVEALS[1:])
    assert caught.value.causes == (VoidCause("missing", "inspection"),)
    record = void_record(ROUND, REVEALS[1:])
    assert differences(record, ROUND.commitment()) == []
    assert json.loads(record)["frozen"]["line"] == ROUND.lines[0].decode()
    for forged in (record.replace('"missing"', '"mismatch"'), record.replace("快乐8", "快乐9")):
        assert rejects(VERIFY, forged)


def test_one_wrong_digit_of_a_secret_voids_the_round():
    first, *others = REVEALS
    wrong = bytes([first.value[0] ^ 1]) + first.value[1:]
    with pytest.raises(VoidRound) as caught:
        draw_fit(ROUND, (Reveal(first.source, first.salt, wrong), *others))
    assert caught.value.causes == (VoidCause("mismatch", "inspection"),)


def test_one_wrong_digit_of_the_seed_is_named_with_its_place():
    transcript = draw_fit(ROUND, REVEALS)
    right = transcript.seed.hex()
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    assert differences(transcript.to_text().replace(right, wrong)) == [
        f"seed is {wrong}, replayed {right}: one digit is wrong, at place 64"
    ]
    assert check_fit(replace(transcript, seed=bytes.fromhex(wrong))) == (
        "seed: does not follow from commit and reveals",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [(r"\]\]$", "]]]"), (r"\]\]$", "] ]"), (r"\]\]$", "]],1"), (r",(\d+)\]\]$", r",[\1]]]"),
     (r",(\d+)\]\]$", r",-0\1]]"), (r",(\d+)\]\]$", r",0\1]]"), (r",(\d+)\]\]$", r",\1.0]]"),
     (r",(\d+)\]\]$", r',"\1"]]'), (r",\[(\d+),", r",[\1, "), (r"^\[", "[ "), (r"$", " "),
     (r",(\d+)\]\]$", r"]\n,\1]]")],
)  # fmt: skip
def test_an_item_written_in_any_other_form_is_not_read(old: str, new: str):
    lines = draw_fit(ROUND, REVEALS).to_text().split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith('["item"'))
    for place in (at, at + 1):
        changed = re.sub(old, new, lines[place])
        assert changed != lines[place]
        with pytest.raises(VERIFY.Unreadable):
            VERIFY.read("\n".join([*lines[:place], changed, *lines[place + 1 :]]).encode())


@pytest.mark.parametrize(
    "row", [["curve", 1], ["curve", 1, [2, 1] * 500], ["curve", 1, [1]], ["curve", 1, [1.5] * 1000],
            ["curve", "1", [1] * 1000], ["curve", 1, [1] * 1000, 2], ["bend", 1], [], "curve"],
)  # fmt: skip
def test_a_header_with_an_objective_that_is_none_is_not_read(row: object):
    head, *lines = draw_fit(ROUND, REVEALS).to_text().split("\n")
    header = json.dumps(json.loads(head) | {"objective": row}, ensure_ascii=False,
                        sort_keys=True, separators=(",", ":"))  # fmt: skip
    with pytest.raises(VERIFY.Unreadable):
        VERIFY.read("\n".join([header, *lines]).encode())


# What is shown to whom ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["candidate", "item", "flow", "header"])
def test_everybody_can_show_that_their_line_was_announced(kind: str):
    p = ROUND.frozen.instance
    names = {"candidate": p.candidate_names, "header": ("",)}.get(kind, p.item_names)
    for name in names:
        proof = ROUND.proof(kind, name)
        assert proof.holds_for(ROUND.commitment())
        assert differences(_text(proof), ROUND.commitment()) == []
        other = replace(proof, line=proof.line.replace("0", "1", 1))
        assert not other.holds_for(ROUND.commitment())
        assert rejects(VERIFY, _text(other))
        assert differences(_text(proof), "0" * 64) != []
    assert differences(_text(proof)) != []
    with pytest.raises(KeyError):
        ROUND.proof("item", "a stranger")


def _text(proof: RowProof) -> str:
    data = proof.as_data()
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def test_names_open_with_the_sealed_key_and_no_other():
    sealed = seal(KEY)
    made = pseudonym(KEY, "candidate", "王伟 370000")
    assert made != pseudonym(KEY, "unit", "王伟 370000")
    assert open_names(sealed, KEY, "candidate", ["王伟 370000"]) == {made: "王伟 370000"}
    with pytest.raises(ValueError, match="not the key that was sealed"):
        open_names(sealed, bytes(32), "candidate", [])
    with pytest.raises(ValueError, match="32 bytes"):
        seal(b"short")


def test_the_digest_of_the_program_is_one_hash_over_its_source():
    assert len(bytes.fromhex(program_digest())) == 32
    assert program_digest() == program_digest()


# Panels ------------------------------------------------------------------------------------------


def test_reserves_are_called_in_published_order_each_once():
    rounds = (fit_round(number) for number in range(100))
    announced, reveals = next(r for r in rounds if r[0].frozen.reserves[0] == 2)
    transcript = draw_fit(announced, reveals)
    panel = next(p for p in transcript.panels if len(p.reserves) == 2)
    left = panel.seated[0]
    first, second = panel.reserves
    assert next_reserve(transcript, panel.item, left) == first
    assert next_reserve(transcript, panel.item, left, {first}) == second
    assert next_reserve(transcript, panel.item, first, {first}) == second
    assert next_reserve(transcript, panel.item, left, {first, second}) is None
    with pytest.raises(ValueError, match="was not drawn"):
        next_reserve(transcript, panel.item, "a stranger")
    with pytest.raises(KeyError):
        next_reserve(transcript, "no item", left)


def test_a_transcript_is_read_only_from_its_own_bytes():
    text = draw_fit(ROUND, REVEALS).to_text()
    lines = text.split("\n")
    for other in (text[:-1], text + "\n", "[]\n", "{}\n", "null\n", "", text.replace(",", ", "),
                  "\n".join(lines[:5] + lines[6:]), "\n".join([*lines[:-2], ""])):  # fmt: skip
        assert rejects(VERIFY, other)
        try:
            faults = check_fit(FitTranscript.from_text(other))
        except ValueError:
            continue
        assert faults != ()


def test_in_a_ceremony_with_balls_the_drawn_set_is_the_one_published():
    announced, reveals = fit_round(4, items=2, balls=1000)
    sheet = ball_sheet(announced, reveals)
    transcript = draw_fit(announced, reveals, 999)
    number, panels = json.loads(sheet.row(999))
    assert number == 999
    assert panels == [[p.item, list(p.seated), list(p.reserves)] for p in transcript.panels]
    assert transcript.ball_root == sheet.root
    assert check_fit(transcript) == ()
    assert differences(transcript.to_text(), announced.commitment()) == []
    assert rejects(VERIFY, transcript.to_text().replace('["ball",999', '["ball",998'))
    with pytest.raises(ValueError, match="missing"):
        draw_fit(announced, reveals)


def test_class_seats_are_replayed_by_the_second_program():
    announced, reveals = class_round()
    text = draw_fit(announced, reveals).to_text()
    assert differences(text, announced.commitment()) == []


# Rounding ----------------------------------------------------------------------------------------


def test_words_are_the_first_to_last_quarter_of_each_block():
    stream = words(b"")
    first = [next(stream) for _ in range(5)]
    assert f"{first[0]:016x}" == "af5570f5a1810b7a"
    assert len(set(first)) == 5


def test_a_word_beyond_the_last_multiple_is_skipped():
    assert below(iter([2**64 - 1, 5]), 3) == 2
    assert below(iter([2**64 - 1, 7]), 2**63 + 1) == 7


def test_a_network_that_does_not_balance_is_refused():
    with pytest.raises(ValueError, match="does not balance"):
        round_up(Network(10, [0, 1], [1, 2], [3, 3]), bytes(32))


def test_of_two_who_share_a_seat_exactly_one_sits_as_often_as_announced():
    network = Network(10, [0, 1, 3, 3], [2, 2, 0, 1], [3, 7, 3, 7])
    results = [round_up(network, np.int64(n).tobytes()) for n in range(1000)]
    assert {tuple(r) for r in results} == {(True, False) * 2, (False, True) * 2}
    assert 260 < sum(r[0] for r in results) < 340
