"""The one door through which anything in this system changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Count, Q, Value

from jiebang.engine.decision import Decision, Denied, Reason
from jiebang.engine.lifecycle import NEW, Lifecycle, Transition
from jiebang.platform import reading, told
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.accounts.queries import holders
from jiebang.platform.audit import rows
from jiebang.platform.deadlocks import begun_again
from jiebang.platform.models import Aggregate
from jiebang.platform.notices import outbox
from jiebang.rulebook.forms import FormSpec, Problem


@dataclass(frozen=True, slots=True)
class Act:
    """What an effect is told: who, when, and what the step asked for (cleaned)."""

    name: str
    actor: Actor
    now: datetime
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reach:
    """A role belongs to whoever holds `post` for the scope found at `path` on the row
    (an ORM path; "" is the whole city)."""

    post: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step a person may see a button for: allowed, or not yet and why."""

    row: Transition
    decision: Decision


@dataclass(frozen=True, slots=True)
class Glance:
    """What any page may know of a row before asking its module for more."""

    life: str
    id: str
    title: str
    state: str
    version: int
    roles: frozenset[str]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of a work list."""

    life: str
    id: str
    title: str
    state: str
    steps: tuple[str, ...]
    due_at: datetime | None


class Invalid(Exception):
    """What was filled in cannot stand: every problem, with its place."""

    def __init__(self, problems: tuple[Problem, ...], values: Mapping[str, Any]) -> None:
        super().__init__(", ".join(f"{p.path}: {p.reason.code}" for p in problems))
        self.problems = problems
        self.values = values


def refuse(code: str, **params: object) -> None:
    """An effect's way to say no: everything is rolled back."""
    raise Denied(Decision((Reason(code, params),)))


Effect = Callable[[Any, Act], Mapping[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class Machine:
    """Binds a life to its table.

    `facts(row, now)` is all that rules may look at. `reach` says who stands in which role to a
    row: it answers permissions, work lists and who is told. `parts` are the tables a row owns
    (model, foreign key name): they are covered by the record's row digest. `ready` narrows
    clock steps and duties to rows whose moment has come. `forms` gives a step's form when it
    depends on the row, `initial` what it starts with; `drafts` are steps that keep even what is
    not yet right. `told`: all that title and deadline are made of, where rows are wide; a work
    list then reads these columns only.
    """

    lifecycle: Lifecycle
    model: type[Aggregate]
    facts: Callable[[Any, datetime], Any]
    reach: Mapping[str, tuple[Reach, ...]]
    title: Callable[[Any], str]
    says: Callable[[Any], Mapping[str, Any]] = field(default=lambda row: {})  # more for notices
    related: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    parts: tuple[tuple[type[models.Model], str], ...] = ()
    deadline: Callable[[Any], datetime | None] = field(default=lambda row: None)
    forms: Mapping[str, Callable[[Any], FormSpec]] = field(default_factory=dict)
    initial: Mapping[str, Callable[[Any], Mapping[str, Any]]] = field(default_factory=dict)
    drafts: frozenset[str] = frozenset()
    ready: dict[str, Callable[[datetime], Q]] = field(default_factory=dict)
    moments: tuple[str, ...] = ()  # fields that hold the times this life waits for
    private: frozenset[str] = frozenset()  # recorded values that go to the side table
    effects: dict[str, list[Effect]] = field(default_factory=dict)
    builders: dict[str, Callable[[Act], Any]] = field(default_factory=dict)
    registry: ClassVar[dict[str, Machine]] = {}

    def __post_init__(self) -> None:
        self.registry[self.lifecycle.name] = self

    # -- declaring -------------------------------------------------------------------------

    def effect(self, *names: str) -> Callable[[Effect], Effect]:
        """Run this, in the order of registration, when one of these rows is performed."""

        def register(fn: Effect) -> Effect:
            for name in names:
                self.effects.setdefault(self.lifecycle[name].name, []).append(fn)
            return fn

        return register

    def builder(self, name: str) -> Callable[[Callable[[Act], Any]], Callable[[Act], Any]]:
        """Make the unsaved row of a birth; may lock the parent it belongs to."""

        def register(fn: Callable[[Act], Any]) -> Callable[[Act], Any]:
            self.builders[self.lifecycle[name].name] = fn
            return fn

        return register

    # -- asking ----------------------------------------------------------------------------

    def roles(self, actor: Actor, obj: Any) -> frozenset[str]:
        return frozenset(
            role
            for role, ways in self.reach.items()
            if any((mine := actor.scopes(way.post)) and mine & _scopes(obj, way.path)
                   for way in ways)
        )  # fmt: skip

    def people(self, obj: Any, role: str) -> frozenset[int]:
        found: frozenset[int] = frozenset()
        for way in self.reach.get(role, ()):
            found |= holders(way.post, _scopes(obj, way.path))
        return found

    def decide(self, obj: Any, name: str, *, actor: Actor, now: datetime) -> Decision:
        return self.lifecycle.decide(
            name, state=obj.state, roles=self.roles(actor, obj), facts=self.facts(obj, now)
        )

    def offers(self, obj: Any, *, actor: Actor, now: datetime) -> tuple[Offer, ...]:
        return self._offers(obj, self.roles(actor, obj), now)

    def _offers(self, obj: Any, roles: frozenset[str], now: datetime) -> tuple[Offer, ...]:
        """Facts are read only when some step is possible for these roles in this state."""
        state = obj.state
        if not any(state in t.source and roles & t.by for t in self.lifecycle.transitions):
            return ()
        offered = self.lifecycle.offered(state=state, roles=roles, facts=self.facts(obj, now))
        return tuple(Offer(row, decision) for row, decision in offered)

    def glance(self, pk: Any, *, actor: Actor, now: datetime) -> Glance:
        obj = self.read(pk)
        roles = self.roles(actor, obj)
        return Glance(
            self.lifecycle.name, str(obj.pk), self.title(obj), obj.state, obj.version,
            roles, self._offers(obj, roles, now),
        )  # fmt: skip

    def form(self, obj: Any, name: str) -> FormSpec | None:
        return self.forms[name](obj) if name in self.forms else self.lifecycle[name].asks

    def form_of(self, pk: Any, name: str) -> FormSpec | None:
        return self.form(self.read(pk), name)

    def initial_of(self, pk: Any, name: str) -> Mapping[str, Any]:
        """What a step's form shows before anything is typed."""
        if name not in self.initial:
            return {}
        return self.initial[name](self.read(pk))

    def read(self, pk: Any) -> Any:
        """The row, to look at only."""
        return reading.one(reading.whole(self.model, self.related), pk)

    def duties(self, actor: Actor, now: datetime) -> tuple[Q, list[Transition]]:
        """Which rows wait for this actor, and for which steps; no step where nothing can."""
        wanted, steps = Q(pk__in=[]), []
        for row in self.lifecycle.transitions:
            mine = self._within_reach(actor, row) if row.duty else None
            if mine is not None:
                ready = self.ready[row.name](now) if row.name in self.ready else Q()
                wanted |= Q(state__in=row.source) & mine & ready
                steps.append(row)
        return wanted, steps

    def counted(self, wanted: Q) -> models.QuerySet[Any]:
        """(life, how many) of these rows, not yet asked."""
        rows = told.each_once(self.model.objects.filter(wanted)).order_by()
        life = Value(self.lifecycle.name, output_field=models.CharField())
        return rows.annotate(life=life).values_list("life").annotate(n=Count("*"))

    def waiting(self, wanted: Q, steps: Iterable[Transition]) -> list[Waiting]:
        """Of these rows those that wait longest, without long texts. They are chosen by id in a
        question within the question: what a sort carries along is narrow."""
        oldest = told.each_once(self.model.objects.filter(wanted)).order_by("updated_at", "pk")
        chosen = {"pk__in": oldest.values("pk")[:MOST]}
        rows = (
            told.lines(self.model.objects.filter(**chosen), self.told) if self.told
            else told.short(self.model, self.related).filter(**chosen)
        )  # fmt: skip
        return [
            Waiting(self.lifecycle.name, str(o.pk), self.title(o), o.state,
                    tuple(r.name for r in steps if o.state in r.source), self.deadline(o))
            for o in rows
        ]  # fmt: skip

    def _within_reach(self, actor: Actor, row: Transition) -> Q | None:
        found = None
        for role in row.by:
            for way in self.reach.get(role, ()):
                scopes = actor.scopes(way.post)
                if scopes and (way.path or "" in scopes):
                    q = self._at(way.path, scopes)
                    found = q if found is None else found | q
        return found

    def _at(self, path: str, scopes: frozenset[str]) -> Q:
        """Rows at one of these scopes. What lies behind a join is asked apart: a database finds
        its way through many small questions, not through one large join."""
        if not path:
            return Q()
        q = Q(**{f"{path}__in": scopes})
        return Q(pk__in=self.model.objects.filter(q).values("pk")) if "__" in path else q

    def due(self, now: datetime) -> Iterator[tuple[str, Any]]:
        """(step, id) of what the clock may have to do."""
        for row in self.lifecycle.transitions:
            if "clock" in row.by and row.name in self.ready and NEW not in row.source:
                q = Q(state__in=row.source) & self.ready[row.name](now)
                for pk in self.model.objects.filter(q).order_by("pk").values_list("pk", flat=True):
                    yield row.name, pk

    # -- changing --------------------------------------------------------------------------

    @begun_again
    def perform(self, pk: Any, name: str, /, *, actor: Actor, now: datetime,
                seen: int | None = None, **given: Any) -> Any:  # fmt: skip
        """Lock, decide again on fresh facts, apply the effects, move, record, tell. All or nothing.

        `seen` is the version the performer looked at: another one in between is a refusal.
        Raises Denied with every reason, or Invalid with every problem of what was filled in.
        """
        with transaction.atomic():
            obj = self.model.objects.select_for_update().get(pk=pk)
            if seen is not None and seen != obj.version:
                refuse("stale", seen=seen, version=obj.version)
            self.decide(obj, name, actor=actor, now=now).or_raise()
            act = Act(name, actor, now, self._cleaned(obj, name, given))
            self._move(obj, act)
        return obj

    @begun_again
    def create(self, name: str, /, *, actor: Actor, now: datetime, **given: Any) -> Any:
        """Bring a row into being through the same door. What the form does not ask, such as the
        parent's id, passes as it is."""
        with transaction.atomic():
            asks = self.lifecycle[name].asks
            asked = {f.name for f in asks.fields} if asks else set()
            beside = {k: v for k, v in given.items() if k not in asked}  # such as the parent
            act = Act(name, actor, now, {**beside, **_clean(asks, given, complete=True)})
            obj = self.builders[name](act)
            obj.created_at = obj.updated_at = now
            self.decide(obj, name, actor=actor, now=now).or_raise()
            obj.state = self.lifecycle[name].target
            obj.save(force_insert=True)
            self._move(obj, act)
        return obj

    def _move(self, obj: Any, act: Act) -> None:
        row, source = self.lifecycle[act.name], obj.state
        recorded: dict[str, Any] = {}
        for effect in self.effects.get(act.name, ()):
            recorded |= effect(obj, act) or {}
        obj.state = row.target or source
        obj.version += 1
        obj.updated_at = act.now
        obj.save()
        private = {k: str(recorded.pop(k)) for k in self.private & recorded.keys()}
        moved = {"from": source, "to": obj.state} if row.target else {}
        rows.record(
            stream=f"{self.lifecycle.name}:{obj.pk}", event=self.lifecycle.event(act.name),
            actor=act.actor.id, now=act.now, data={**moved, **recorded}, private=private,
            state=rows.state(obj, self.parts),
        )  # fmt: skip
        self._tell(obj, row, act)

    def _tell(self, obj: Any, row: Transition, act: Act) -> None:
        told: frozenset[int] = frozenset()
        for role in row.tells:
            told |= self.people(obj, role)
        if told - {act.actor.id}:
            params = {"title": self.title(obj), **self.says(obj)}
            if isinstance(act.given.get("reason"), str):
                params["reason"] = act.given["reason"]
            outbox.tell(told - {act.actor.id}, event=self.lifecycle.event(row.name),
                        life=self.lifecycle.name, subject_id=str(obj.pk), params=params,
                        now=act.now, urgent=row.urgent)  # fmt: skip

    def _cleaned(self, obj: Any, name: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
        return _clean(self.form(obj, name), given, complete=name not in self.drafts)


def _clean(asks: FormSpec | None, given: Mapping[str, Any], *, complete: bool) -> Mapping[str, Any]:
    if asks is None:
        return given
    cleaned = asks.clean(given, complete=complete)
    if complete and cleaned.problems:
        raise Invalid(cleaned.problems, cleaned.values)
    return cleaned.values


def _scopes(obj: Any, path: str) -> frozenset[str]:
    """The scopes a row lies in. Follows foreign keys on the row, and rows already fetched with it;
    asks the table where a path leads to many."""
    if not path:
        return frozenset({""})
    values = [obj]
    for step in path.split("__"):
        values = [v for v in values if v is not None]
        if any(not isinstance(v, models.Model) or not _in_hand(v, step) for v in values):
            found = type(obj).objects.filter(pk=obj.pk).values_list(path, flat=True)
            return frozenset(str(v) for v in found if v is not None)
        values = [
            one
            for v in values
            for one in (getattr(v, step).all() if _is_many(type(v), step) else (getattr(v, step),))
        ]
    return frozenset(str(v) for v in values if v is not None)


def _in_hand(row: models.Model, step: str) -> bool:
    return not _is_many(type(row), step) or step in getattr(row, "_prefetched_objects_cache", ())


@lru_cache(maxsize=256)
def _is_many(model: type[models.Model], step: str) -> bool:
    return step in {f.name for f in model._meta.related_objects}


MOST = 75  # lines of one life on a work list: those that wait longest; its own list has all
