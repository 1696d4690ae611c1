"""A round of a whole country: quotas, reserves, proof, commitment, draw and its check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from harness import Row, peak_mb, timed

from jiebang.engine.draw import Reveal, Source, commit_reveal
from jiebang.engine.draw.fit import FitInput, announce, check_fit, draw_fit, seal
from jiebang.engine.matching import Instance, Level, Marginals, solve, verify, with_reserves
from matchings.instances import pool

_KEY = bytes(range(32))


def rows() -> Iterator[Row]:
    """First of all rows, so that the memory is its own."""
    large = pool(20_000, 100_000)
    p = with_reserves(named(large.instance(quotas=True, seats=3, load=6, scale=2, cap=1)), 2)
    reveals = tuple(Reveal(n, n.encode() * 4, n.encode() * 4) for n in ("notary 1", "notary 2"))
    sources = [Source(r.source, commit_reveal(r.salt, r.value)) for r in reveals]
    seconds, frozen = timed(
        lambda: FitInput.build(
            subject="country", round=1, instance=p, reserves=2, sources=sources,
            sealed_key=seal(_KEY), program="benchmark",
        )
    )  # fmt: skip
    solving, answer = timed(lambda: solve(frozen.instance))
    assert isinstance(answer, Marginals)
    proving, faults = timed(lambda: verify(frozen.instance, answer))
    announcing, announced = timed(lambda: announce(frozen, answer))
    drawing, transcript = timed(lambda: draw_fit(announced, reveals))
    checking, wrong = timed(lambda: check_fit(transcript))
    total = seconds + solving + proving + announcing + drawing + checking
    good = not faults and not wrong
    parts = f"freeze {seconds:.1f}, solve {solving:.1f}, prove {proving:.2f}, announce" \
            f" {announcing:.1f}, draw {drawing:.1f}, check {checking:.1f}"  # fmt: skip
    yield Row("20,000 x 100,000, quotas, k 3 + 2 reserves, cap 1/2: all steps",
              f"{total:.1f} s{'' if good else ' FAULTY'}", parts, "<= 45 s",
              good and total <= 45)  # fmt: skip
    yield Row("  memory of all steps, instance included", f"{peak_mb():.0f} MB", "", "<= 1500 MB",
              peak_mb() <= 1500)  # fmt: skip
    yield Row("  solving alone", f"{solving:.1f} s", "HiGHS 75 s, 3.0 GB without quotas, published")


def named(p: Instance) -> Instance:
    """The draw wants names of items, candidates and groups."""

    def numbers(kind: str, count: int) -> tuple[str, ...]:
        return tuple(f"{kind}{n:06d}" for n in range(count))

    levels = tuple(
        Level(v.name, v.group_of, v.limit, v.override_item, v.override_group, v.override_limit,
              numbers(v.name, v.groups))
        for v in p.levels
    )  # fmt: skip
    return replace(p, levels=levels, item_names=numbers("i", p.items),
                   candidate_names=numbers("c", p.candidates))  # fmt: skip
