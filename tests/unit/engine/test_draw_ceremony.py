"""Sources of every kind, void rounds and balls, case by case, in both ways of drawing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from jiebang.engine.draw import (
    Beacon,
    Candidate,
    DrawInput,
    PublicNumber,
    Reveal,
    Rules,
    Source,
    TooLittleEntropy,
    Transcript,
    VoidCause,
    VoidRound,
    ball_sheet,
    check,
    commit_reveal,
    draw,
    not_ahead,
    record_digest,
    void_record,
)
from jiebang.engine.transparency import leaf_hash, verify_inclusion
from tests.property.engine.mutations import load_verifier, rejects

AT = "2026-12-01T21:30:00+08:00"
HAPPY_8 = PublicNumber("快乐8 第2026310期", AT, 61, 20, 2)
TWO_COLOURS = PublicNumber("双色球 第2026140期", AT, 24, 7, 2)
DRAND = Beacon("drand quicknet", AT, "52" * 32, 25_000_000)
OFFICE = Reveal("office", b"\x01" * 32, b"sealed in an envelope")
PARTY = Source("office", commit_reveal(OFFICE.salt, OFFICE.value))
TWENTY = " ".join(f"{n:02d}" for n in range(3, 43, 2))
NUMBER = Reveal.public(HAPPY_8.name, TWENTY)
ROUND = Reveal.public(DRAND.name, "a1" * 32)
VERIFY = load_verifier()


def frozen(*sources: Source | PublicNumber | Beacon, **changes: object) -> DrawInput:
    people = tuple(Candidate(f"c{n}", f"u{n}", False) for n in range(9))
    base = DrawInput("item", 1, people, (), Rules(seats=3, reserves=2), sources)
    return replace(base, **changes)  # type: ignore[arg-type]


def drawn(draw_input: DrawInput, *reveals: Reveal, ball: int | None = None) -> Transcript:
    result = draw(draw_input, reveals, ball)
    assert isinstance(result, Transcript)
    return result


def differences(text: str, announced: str | None = None) -> list[str]:
    found: list[str] = VERIFY.differences(VERIFY.read(text.encode()), announced)
    return found


def test_a_round_with_every_kind_of_source_is_drawn_and_replayed():
    transcript = drawn(frozen(PARTY, HAPPY_8, DRAND), OFFICE, NUMBER, ROUND)
    assert transcript.input.format == "plain-draw/2"
    assert json.loads(transcript.to_json())["reveals"] == [
        ["drand quicknet", "a1" * 32],
        ["office", OFFICE.salt.hex(), OFFICE.value.hex()],
        [HAPPY_8.name, TWENTY],
    ]
    assert check(transcript) == ()
    assert differences(transcript.to_json(), transcript.commit) == []
    assert Transcript.from_json(transcript.to_json()) == transcript


def test_a_round_with_parties_only_keeps_the_first_format():
    assert drawn(frozen(PARTY), OFFICE).input.format == "plain-draw/1"


def test_a_transcript_published_in_the_first_format_still_verifies():
    text = (Path(__file__).parent / "plain_draw_1.json").read_text("utf-8")
    announced = "ab5068a903c9329a112c197559642bf3cd68e1222ab8014af6c9b162bf1469cf"
    assert differences(text, announced) == []
    kept = Transcript.from_json(text)
    assert check(kept) == ()
    assert kept.panel == ("c5", "c11", "c10", "c2", "c4")


def test_numbers_of_a_lottery_alone_are_too_little_chance():
    with pytest.raises(TooLittleEntropy) as caught:
        frozen(HAPPY_8, TWO_COLOURS)
    assert str(caught.value) == (
        "85 of 128 bits of chance: 双色球 第2026140期 24, 快乐8 第2026310期 61"
    )
    with pytest.raises(TooLittleEntropy, match="0 of 128 bits of chance: no source"):
        frozen()
    assert len(frozen(HAPPY_8, DRAND).sources) == 2


@pytest.mark.parametrize(
    "source",
    [
        lambda: PublicNumber("x", "2026-12-01T21:30:00", 61, 20, 2),
        lambda: PublicNumber("x", "tomorrow", 61, 20, 2),
        lambda: PublicNumber("", AT, 61, 20, 2),
        lambda: PublicNumber("x", AT, 0, 20, 2),
        lambda: PublicNumber("x", AT, 61, 0, 2),
        lambda: Beacon("x", AT, "52", 1),
        lambda: Beacon("x", AT, "52" * 32, 0),
    ],
    ids=["no offset", "no time", "no name", "no chance", "no digits", "no chain", "no round"],
)
def test_a_public_source_that_is_not_named_exactly_is_refused(source):
    with pytest.raises(ValueError, match=r"."):
        source()


def test_a_public_number_that_may_be_known_already_is_not_ahead():
    sources = frozen(PARTY, HAPPY_8).sources
    assert not_ahead(sources, datetime.fromisoformat("2026-12-01T21:29:59+08:00")) == ()
    assert not_ahead(sources, datetime.fromisoformat("2026-12-01T13:30:00+00:00")) == (
        HAPPY_8.name,
    )


@pytest.mark.parametrize(
    "text",
    [TWENTY[:-1], TWENTY + " 77", TWENTY.replace(" ", "  "), TWENTY.replace("03", "O3"),
     TWENTY.replace("03", "３3"), ""],
    ids=["a digit short", "one too many", "two spaces", "a letter", "full width", "nothing"],
)  # fmt: skip
def test_a_public_number_not_of_the_form_named_voids_the_round(text: str):
    with pytest.raises(VoidRound) as caught:
        draw(frozen(PARTY, HAPPY_8), (OFFICE, Reveal.public(HAPPY_8.name, text)))
    assert caught.value.causes == (VoidCause("malformed", HAPPY_8.name),)


def test_a_public_number_with_one_wrong_digit_gives_another_seed_and_the_replay_says_so():
    text = drawn(frozen(PARTY, HAPPY_8), OFFICE, NUMBER).to_json()
    found = differences(text.replace(TWENTY, TWENTY.replace("41", "44")))
    assert found[0].startswith("seed is ")


def test_a_seed_typed_wrong_by_one_digit_is_named_with_its_place():
    transcript = drawn(frozen(PARTY, HAPPY_8), OFFICE, NUMBER)
    right = transcript.seed.hex()
    wrong = right[:16] + ("0" if right[16] != "0" else "1") + right[17:]
    assert differences(transcript.to_json().replace(right, wrong)) == [
        f"seed is {wrong}, replayed {right}: one digit is wrong, at place 17"
    ]


def test_a_void_round_leaves_a_record_that_verifies_and_that_the_next_round_names():
    draw_input = frozen(PARTY, HAPPY_8)
    record = void_record(draw_input, (NUMBER,))
    assert json.loads(record)["causes"] == [["missing", "office"]]
    assert differences(record, draw_input.commitment()) == []
    assert differences(record, "0" * 64) != []
    again = frozen(PARTY, HAPPY_8, round=2, previous=(record_digest(record),))
    assert differences(drawn(again, OFFICE, NUMBER).to_json()) == []
    with pytest.raises(ValueError, match="not void"):
        void_record(draw_input, (OFFICE, NUMBER))


def test_a_record_that_calls_a_good_round_void_or_names_another_cause_is_rejected():
    record = void_record(frozen(PARTY, HAPPY_8), (NUMBER,))
    data = json.loads(record)
    revealed = data | {"reveals": [["office", OFFICE.salt.hex(), OFFICE.value.hex()],
                                   [HAPPY_8.name, TWENTY]]}  # fmt: skip
    for forged in (revealed, data | {"causes": [["mismatch", "office"]]}, data | {"causes": []}):
        text = json.dumps(forged, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert rejects(VERIFY, text + "\n")


def test_the_machine_picks_one_of_a_thousand_published_panels():
    draw_input = frozen(PARTY, balls=1000)
    sheet = ball_sheet(draw_input, (OFFICE,))
    transcript = drawn(draw_input, OFFICE, ball=417)
    assert json.loads(sheet.row(417)) == [
        417, [["item", list(transcript.panel), list(transcript.reserves)]]
    ]  # fmt: skip
    leaf = leaf_hash(sheet.row(417))
    assert verify_inclusion(leaf, 417, 1000, sheet.proof(417), transcript.ball_root)
    assert len({row.split(b",", 1)[1] for row in sheet.rows}) > 400
    assert check(transcript) == ()
    assert differences(transcript.to_json()) == []
    assert Transcript.from_json(transcript.to_json()) == transcript


def test_a_ball_is_wanted_when_and_only_when_it_was_announced():
    with pytest.raises(ValueError, match="number drawn by the machine is missing"):
        draw(frozen(PARTY, balls=1000), (OFFICE,))
    with pytest.raises(ValueError, match="ball 1000: the numbers are 000 to 999"):
        draw(frozen(PARTY, balls=1000), (OFFICE,), 1000)
    with pytest.raises(ValueError, match="no balls were announced"):
        draw(frozen(PARTY), (OFFICE,), 7)
    with pytest.raises(ValueError, match="balls: 0 or 1000"):
        frozen(PARTY, balls=10)


def test_another_ball_or_another_sheet_than_the_recorded_is_rejected():
    transcript = drawn(frozen(PARTY, balls=1000), OFFICE, ball=417)
    for wrong in (replace(transcript, ball=418), replace(transcript, ball_root=b"\0" * 32)):
        assert check(wrong) != ()
        assert rejects(VERIFY, wrong.to_json())
