"""The mixed model against closed forms and dense algebra; small panels; what cannot be told."""

from __future__ import annotations

import numpy as np
import pytest

from jiebang.engine.scoring import (
    Calibration,
    CannotTell,
    calibrate,
    components,
    ratings,
    standings,
)
from jiebang.engine.scoring.mixed import draw, prepare, solve, spread
from jiebang.engine.scoring.rated import Ratings
from jiebang.engine.scoring.robust import fit


def panel(items: int, reviewers: int, seed: int = 1, noise: float = 4) -> Ratings:
    dice = np.random.default_rng(seed)
    quality, lenient = dice.normal(75, 8, items), dice.normal(0, 6, reviewers)
    return ratings(
        (f"i{i}", f"r{j}", round(quality[i] + lenient[j] + dice.normal(0, noise)))
        for i in range(items) for j in range(reviewers)
    )  # fmt: skip


def sparse(items: int = 12, reviewers: int = 8, seed: int = 3) -> Ratings:
    dice = np.random.default_rng(seed)
    return ratings(
        (f"i{i:02}", f"r{j}", dice.normal(75 + i, 5) + 2 * j)
        for i in range(items) for j in dice.choice(reviewers, 3, replace=False)
    )  # fmt: skip


def calibrated(found: Ratings) -> Calibration:
    answer = calibrate(found)
    assert isinstance(answer, Calibration)
    return answer


@pytest.mark.parametrize("shape", [(12, 8), (6, 9), (40, 30), (30, 40)])
def test_elimination_gives_what_the_dense_equations_give(shape):
    r = sparse(*shape)
    n, m, dice = len(r.items), len(r.reviewers), np.random.default_rng(5)
    weight, scale = dice.uniform(0.5, 2, len(r)), dice.uniform(0.5, 2, m)[r.reviewer]
    logs = np.log([3.0, 0.7])
    found = solve(prepare(r, weight, scale), logs)
    z = np.zeros((len(r), n + m + 1))
    rows = np.arange(len(r))
    z[rows, r.item], z[rows, n + r.reviewer], z[:, -1] = scale, 1, 1
    ridge = np.concatenate([np.full(n, 1 / 3.0), np.full(m, 1 / 0.7), [0]])
    left = (z * weight[:, None]).T @ z + np.diag(ridge)
    y = r.value - r.value.mean()
    effects = np.linalg.solve(left, z.T @ (weight * y))
    assert found.items == pytest.approx(effects[:n])
    assert found.reviewers == pytest.approx(effects[n:-1])
    v = np.diag(1 / weight) + z[:, :-1] @ np.diag(1 / ridge[:-1]) @ z[:, :-1].T
    inverse, one = np.linalg.inv(v), np.ones(len(r))
    p = inverse - np.outer(inverse @ one, one @ inverse) / (one @ inverse @ one)
    assert found.rest == pytest.approx(y @ p @ y)
    restricted = -0.5 * (np.linalg.slogdet(v)[1] + np.log(one @ inverse @ one)
                         + (len(r) - 1) * np.log(found.rest) + np.log(weight).sum())  # fmt: skip
    assert found.likelihood() == pytest.approx(restricted)
    open_, full = spread(found), np.linalg.inv(left)
    assert open_.items == pytest.approx(full.diagonal()[:n])
    assert open_.reviewers == pytest.approx(full.diagonal()[n:-1])
    level = full.diagonal()[n:-1] + 2 * full[n:-1, -1] + full[-1, -1]
    assert open_.levels == pytest.approx(level)
    assert open_.shared == pytest.approx(full[r.item, n + r.reviewer] + full[r.item, -1])


def test_draws_have_the_mean_and_the_spread_of_the_solution():
    r = sparse()
    found = solve(prepare(r, np.ones(len(r)), np.ones(len(r))), np.log([3.0, 0.7]))
    _, items, _ = draw(found, np.random.default_rng(1), 20_000)
    assert items.mean(axis=0) == pytest.approx(found.items, abs=0.15)
    spreads = np.sqrt(spread(found).items * found.rest / (len(r) - 3))
    assert items.std(axis=0) == pytest.approx(spreads, rel=0.03)


def test_variances_of_a_complete_panel_are_those_of_the_analysis_of_variance():
    r = panel(60, 50)
    found = fit(r, robust=False, scales=False)
    table = r.value.reshape(60, 50)
    rest = table - table.mean(0) - table.mean(1)[:, None] + table.mean()
    noise = (rest**2).sum() / (59 * 49)
    quality = table.mean(1).var(ddof=1) - noise / 50
    assert found.solved.variance == pytest.approx(noise, rel=0.01)
    assert np.exp(found.logs[0]) * noise == pytest.approx(quality, rel=0.06)


@pytest.mark.parametrize(("items", "reviewers"), [(2, 2), (3, 5), (3, 7), (10, 5), (10, 7)])
def test_a_complete_panel_keeps_the_order_of_its_means_where_all_count_the_same(items, reviewers):
    found = calibrate(panel(items, reviewers), robust=False)
    assert isinstance(found, Calibration)
    means = [item.mean for item in found.items]
    assert means == sorted(means, reverse=True)


def test_leniency_is_taken_out_where_reviewers_saw_different_items():
    rows = [("good", "strict", 70), ("bad", "lenient", 75), ("fair", "strict", 60),
            ("fair", "lenient", 80), ("poor", "strict", 50), ("poor", "lenient", 70)]  # fmt: skip
    found = calibrated(ratings(rows))
    assert [i.id for i in found.items] == ["good", "fair", "bad", "poor"]
    assert found.reviewers[0].leniency > 5 > -5 > found.reviewers[1].leniency


def test_one_wild_sheet_does_not_sink_an_item():
    r = panel(6, 5, seed=2, noise=2)
    best = int(np.argmax(r.means()))
    hit = r.value.copy()
    hit[np.flatnonzero(r.item == best)[0]] = 0
    wild = Ratings(r.items, r.reviewers, r.item, r.reviewer, hit)
    found = calibrated(wild)
    assert found.notes == ("wild_scores",)
    assert found.items[0].id == r.items[best] != wild.items[int(np.argmax(wild.means()))]


CANNOT = {
    "one_item": [("a", "r", 1), ("a", "s", 2)],
    "one_reviewer": [("a", "r", 1), ("b", "r", 2)],
    "no_variation": [(i, r, 80) for i in "abc" for r in "rst"],
    "no_overlap": [("a", "r", 1), ("a", "s", 2), ("b", "s", 3)],
    "unconnected": [(i, r, n) for n, (i, r) in enumerate(["ar", "as", "br", "bs", "cx", "cy"])],
}


@pytest.mark.parametrize("code", CANNOT)
def test_what_the_sheets_do_not_allow_is_not_told(code):
    answer = calibrate(ratings(CANNOT[code]))
    assert isinstance(answer, CannotTell)
    sets = (("a", "b"), ("c",)) if code == "unconnected" else ()
    assert (answer.code, answer.sets) == (code, sets)


def test_components_are_named_the_largest_first():
    found = ratings([("a", "r", 1), ("b", "s", 1), ("c", "s", 1), ("d", "t", 1)])
    assert components(found) == (("b", "c"), ("a",), ("d",))


def test_full_agreement_is_sure_only_up_to_the_step_of_the_scores():
    rows = [(f"i{i}", f"r{j}", 70 + 5 * (i // 2) + j) for i in range(4) for j in range(5)]
    found = calibrated(ratings(rows))
    assert "no_disagreement" in found.notes
    assert [s.verdict for s in standings(found, top=1, seed=1)] == ["open", "open", "out", "out"]


def test_standings_are_the_same_for_the_same_seed_and_add_up():
    found = calibrated(panel(5, 6))
    one = standings(found, top=2, seed=4)
    assert one == standings(found, top=2, seed=4) != standings(found, top=2, seed=5)
    assert sum(s.top for s in one) == pytest.approx(2)
    assert all(s.low <= s.place <= s.high for s in one)
    assert standings(found, top=9, seed=1)[-1].top == 1.0


def test_values_out_of_bounds_are_refused():
    for rows in ([], [("a", "r", 1), ("a", "r", 2)], [("a", "r", float("nan"))]):
        with pytest.raises(ValueError, match=r"no rating|twice|not finite"):
            ratings(rows)
    with pytest.raises(ValueError, match="out of bounds"):
        standings(calibrated(panel(3, 3)), top=0, seed=1)


def test_reviewers_who_stretch_the_scale_or_roll_dice_are_recognised():
    dice = np.random.default_rng(8)
    quality, factor = dice.normal(0, 8, 150), np.exp(dice.normal(0, 0.5, 30))
    rows = []
    for i in range(150):
        for j in dice.choice(30, 5, replace=False):
            seen = 75 + factor[j] * (quality[i] + dice.normal(0, 4))
            rows.append((f"i{i:03}", f"r{j:02}", dice.uniform(50, 100) if j == 7 else seen))
    found = calibrated(ratings(rows))
    assert {"care_differs", "scales_differ"} <= set(found.notes)
    assert min(found.reviewers, key=lambda r: r.care).id == "r07"
    scales = [r.scale for r in found.reviewers if r.id != "r07"]
    assert np.corrcoef(scales, np.delete(factor, 7))[0, 1] > 0.9
    assert len(standings(found, top=10, seed=1, number=50)) == 150
