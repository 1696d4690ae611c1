"""One life from step 3 to step 15, each step by the person whose step it is, through pages."""

from __future__ import annotations

from tests.browser.life import bidding, cast, contracting, deciding, demand, ending, listing


def test_one_life_from_a_companys_problem_to_the_citys_figures(building):
    house = building(cast.gather)
    demand.play(house)
    challenge = listing.play(house)
    bids = bidding.play(house, challenge)
    deciding.play(house, bids)
    contracting.play(house)
    ending.play(house)
