"""The look's own arithmetic and every component's rendering."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from jiebang.web.templatetags import _amounts, _charts, _tones, jiebang

NOW = dt.datetime(2023, 8, 21, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (10_05, "壹拾元零伍分"),
        (100_000_000, "壹佰万元整"),
        (1_000_100_00, "壹佰万零壹佰元整"),
        (10_000_0010_00, "壹亿零壹拾元整"),
        (1_800_000_000_000, "壹佰捌拾亿元整"),
        (-123_45, "负壹佰贰拾叁元肆角伍分"),
    ],
)
def test_an_amount_in_words_is_written_as_on_a_cheque(fen, words):
    assert _amounts.in_words(fen) == words


@pytest.mark.parametrize(
    ("fen", "number"), [(100_000_000, "100.00"), (123_456_789_012, "123,456.789012"), (0, "0.00")]
)
def test_wan_shows_two_decimals_and_more_only_where_the_amount_has_them(fen, number):
    assert jiebang.wan_number(fen) == number


def test_a_stored_amount_comes_back_to_the_input_as_it_was_typed_and_a_wrong_one_untouched():
    assert [jiebang.money_input(v) for v in (695_000_000, 1_500_000, "abc", None)] == [
        "695",
        "1.5",
        "abc",
        "",
    ]


def test_a_deadline_is_told_from_the_clock_of_the_page():
    with translation.override("en"):
        told = [jiebang.distance(NOW + dt.timedelta(hours=h), NOW) for h in (-72, 0.5, 5, 72)]
    assert told == ["3 days ago", "30 minutes left", "5 hours left", "3 days left"]


def test_a_deadline_grows_more_urgent_as_it_comes_near():
    hours = (-1, 1, 100, 1000)
    tones = [jiebang.urgency(NOW + dt.timedelta(hours=h), NOW) for h in hours]
    assert tones == ["quiet", "bad", "wait", "info"]


def test_times_are_shown_in_shanghai():
    assert jiebang.cn_datetime(dt.datetime(2023, 8, 1, 16, 30, tzinfo=dt.UTC)) == "2023-08-02 00:30"


def test_no_state_code_has_two_tones():
    codes = [code for codes in _tones._CODES.values() for code in codes.split()]
    assert len(codes) == len(set(codes))


def test_the_longest_bar_fills_its_place_and_the_others_keep_their_share():
    drawn = _charts.bars([{"label": "a", "value": 50}, {"label": "b", "value": 200}])
    assert [row["width"] for row in drawn] == [25.0, 100.0]


@pytest.mark.parametrize(("value", "top"), [(0, 1), (7, 10), (212, 250), (1000, 1000)])
def test_an_axis_ends_at_a_round_number_not_below_the_data(value, top):
    assert _charts.nice_ceiling(value) == top


def test_a_link_keeps_the_filters_and_drops_what_is_emptied():
    request = RequestFactory().get("/", {"field": "x", "page": "3", "q": "泵"})
    page = Template("{% load jiebang %}{% query page=4 field=None %}")
    assert page.render(Context({"request": request})) == "?page=4&amp;q=%E6%B3%B5"


def test_what_a_person_typed_is_escaped_in_a_badge_and_in_an_icon_label():
    page = Template("{% load jiebang %}{% state_badge code code %}{% icon 'x' label=code %}")
    assert "<b>" not in page.render(Context({"code": '<b>"'}))


def test_the_problems_of_a_form_are_found_in_its_cells_too():
    cell = {"problems": ["wrong"]}
    field = {"problems": [], "rows": [{"cells": [cell]}]}
    assert jiebang.has_problems({"sections": [{"fields": [field]}]}) is True
    assert jiebang.has_problems({"sections": [{"fields": [{"problems": []}]}]}) is False
