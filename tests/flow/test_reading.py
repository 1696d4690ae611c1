"""Short cuts of reading say what the long way says."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from jiebang.platform import reading, told
from jiebang.platform.accounts.models import Post, User
from jiebang.platform.lifecycle import Machine
from jiebang.platform.prepared import Prepared, PreparedList
from jiebang.programme.models import Challenge, Demand
from jiebang.programme.queries.span import Span, prepared
from tests import delivering

pytestmark = pytest.mark.django_db


def test_a_prepared_question_is_asked_with_other_values_and_sees_every_change(world):
    posts = Prepared(
        lambda role, user: Post.objects.filter(role=role, user_id=user).values_list("user", "role"),
        Post._meta.get_field("role"), Post._meta.get_field("user"),
    )  # fmt: skip
    officer, leader = world.stage.people["officer"], world.stage.people["leader"]
    assert posts("officer", officer) == [(officer, "officer")]
    assert posts("officer", leader) == []
    assert posts("leader", leader) == [(leader, "leader")]
    Post.objects.create(user_id=leader, role="officer", granted_at=timezone.now())
    assert posts("officer", leader) == [(leader, "officer")]


def test_a_prepared_question_gives_values_as_the_orm_does(world):
    pk = world.demand()
    columns = ("pk", "created_at", "text", "state", "batch__year")
    ask = Prepared(lambda pk: Demand.objects.filter(pk=pk).values_list(*columns), Demand._meta.pk)
    assert len(found := ask(pk)) == 1
    assert found == list(Demand.objects.filter(pk=pk).values_list(*columns))


@pytest.mark.parametrize("number", [0, 1, 3, PreparedList.MOST, PreparedList.MOST + 1])
def test_a_prepared_list_takes_any_number_of_values(world, number):
    ask = PreparedList(lambda ids: User.objects.filter(pk__in=ids).values_list("pk"), User._meta.pk)
    users = sorted(world.stage.people.values())
    wanted = [*users, *range(10_000, 10_100)][:number]
    assert sorted(pk for (pk,) in ask(wanted)) == users[:number]


def test_every_shape_of_a_span_narrows_by_all_that_it_names(world):
    pk = world.published()
    c = Challenge.objects.select_related("batch", "organisation").get(pk=pk)
    ask = prepared(lambda span: Challenge.objects.filter(span.by()).values_list("pk"))
    year, field, district = c.batch.year, c.field, c.organisation.region_code
    right = [Span(), Span([year]), Span([year - 1, year]), Span([year], field=field),
             Span(field=field, district=district), Span([year], field=field, district=district),
             Span(district=district)]  # fmt: skip
    wrong = [Span([year - 1]), Span([year - 1, year - 2]), Span([year], field="x"),
             Span(field=field, district="0"), Span([year], field="x", district=district),
             Span(district="0")]  # fmt: skip
    assert [ask(span) for span in right] == [[(c.pk,)]] * len(right)
    assert [ask(span) for span in wrong] == [[]] * len(wrong)


def test_the_columns_of_a_work_list_are_all_that_its_lines_are_made_of(world):
    delivering.ended(world)
    seen = set()
    for life, machine in Machine.registry.items():
        if not machine.told:
            continue
        rows = machine.model.objects.order_by("pk")
        whole = [(str(r.pk), r.state, machine.title(r), machine.deadline(r)) for r in rows]
        lines = told.lines(rows, machine.told)
        assert whole == [(r.pk, r.state, machine.title(r), machine.deadline(r)) for r in lines]
        seen |= {life} if whole else set()
    assert {"demand", "challenge", "bid", "panel", "seat", "review"} <= seen


def test_a_row_that_many_others_name_stands_once():
    found = told.each_once(User.objects.filter(posts__role__in=["officer", "leader"]))
    assert "JOIN" not in str(found.query).partition(" IN ")[0]
    user = User.objects.create(username="x", display_name="x")
    for role in ("officer", "leader"):
        Post.objects.create(user=user, role=role, granted_at=timezone.now())
    assert list(found) == [user]
    assert told.each_once(rows := User.objects.filter(username="x")) is rows


def test_a_prepared_question_for_objects_gives_them_with_what_belongs_to_them(
    world, django_assert_num_queries
):
    unit = world.unit(
        "second", "历下另一示例装备有限公司", region="济南市历下区", region_code="370102"
    )
    first, second = world.demand(), world.demand(key="second", company=unit)
    rows = Demand.objects.select_related("batch").prefetch_related("versions")
    ask = Prepared(lambda pk: rows.filter(pk=pk), Demand._meta.pk)
    for pk in (first, second, first):
        with django_assert_num_queries(2):
            (found,) = ask(pk)
            told = (str(found.pk), found.batch.pk, list(found.versions.all()))
        assert told == (pk, UUID(world.batch), list(Demand.objects.get(pk=pk).versions.all()))
    Demand.objects.filter(pk=first).update(title="另名")
    assert ask(first)[0].title == "另名"


def test_rows_by_id_are_the_rows_and_nothing_else(world):
    pk = world.demand()
    rows = reading.by_id(lambda: Demand.objects.select_related("batch"))
    assert reading.among(rows(), pk) == Demand.objects.get(pk=pk)
    assert reading.among(rows(), uuid4()) is None
    assert reading.among(rows().filter(state="listed"), pk) is None
    assert reading.narrowed(rows(), Q()).by_id is rows().by_id
    assert reading.among(reading.narrowed(rows(), Q(state="listed")), pk) is None
    with pytest.raises(ValidationError):
        reading.among(rows(), "no id")


def test_a_prepared_question_without_an_answer_has_none(world):
    ask = Prepared(lambda pk: Demand.objects.filter(pk=pk, state__in=[]), Demand._meta.pk)
    assert [ask(world.demand()), ask(uuid4())] == [[], []]
