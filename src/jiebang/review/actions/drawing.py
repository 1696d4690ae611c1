"""The draw itself: terms, what is committed to, the number, the panel, void rounds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from jiebang.engine import draw as engine
from jiebang.engine.decision import Reason
from jiebang.engine.draw import AnySource
from jiebang.engine.draw import fit as by_fit
from jiebang.engine.transparency import canonical
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, Invalid, refuse
from jiebang.programme.actions.programme import moment
from jiebang.registry import queries as registry
from jiebang.review.actions.invitations import next_in_order, schedule
from jiebang.review.actions.machines import panel, seat
from jiebang.review.models import DrawRound, Panel
from jiebang.review.queries import drawn as reading
from jiebang.review.queries.facts import current_round, edition, over_limits, policy
from jiebang.review.queries.fits import fits
from jiebang.rulebook import drawing, fitting
from jiebang.rulebook.forms import Problem

# -- terms ------------------------------------------------------------------------------------


@panel.effect("set_terms")
def _set_terms(p: Panel, act: Act) -> dict[str, Any]:
    """Within the edition's bounds; what today's pool cannot keep is said at the field."""
    from jiebang.review.actions.ceremony import pool_today  # noqa: PLC0415 -- it uses this module

    terms = drawing.terms_from(act.given)
    p.terms = terms.as_data()
    trial = trial_round(p, pool_today(p, act))
    problems = [
        Problem(drawing.place(c), Reason("panel_infeasible", {"causes": [c]}))
        for c in reading.infeasible(p, trial)
    ]
    if problems:
        raise Invalid(tuple(problems), dict(act.given))
    return {"terms": p.terms, "reason": act.given["reason"]}


def trial_round(p: Panel, candidates: list[dict[str, Any]]) -> DrawRound:
    """A round that is never kept: to ask what a pool allows."""
    return DrawRound(panel=p, number=1, candidates=enriched(p, candidates),
                     terms=reading.terms_of(p).as_data(), mode=edition(p).draw.mode)  # fmt: skip


def enriched(p: Panel, candidates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pool with what the terms look at: office, fields, and in a draw by fit the fit."""
    ids = [c["expert"] for c in candidates]
    known = registry.profiles(ids)
    fitted = fits(p, ids) if edition(p).draw.mode == "fit" else {}
    all_away = reading.terms_of(p).away_percent == 100
    made = []
    for c in candidates:
        who = known[c["expert"]]
        more: dict[str, Any] = {"official": who.official, "fields": list(who.fields)}
        if c["expert"] in fitted:
            more["fit"] = fitted[c["expert"]]
        if all_away and not c["away"] and "own_city" not in c["reasons"]:
            more["reasons"] = [*c["reasons"], "own_city"]
        made.append({**c, **more})
    return made


def named_number(p: Panel, given: Mapping[str, Any], act: Act) -> dict[str, Any]:
    """The public number of a round: still to come, and hard enough to foretell."""
    number_at = moment(given["number_at"])
    if number_at <= act.now:
        refuse("number_time_not_ahead")
    rules = edition(p).draw
    form = rules.number(given["number_form"])
    if form.bits < rules.number_bits_least:
        refuse("number_too_easy", have=form.bits, limit=rules.number_bits_least)
    shape = {"code": form.code, "bits": form.bits, "groups": form.groups, "digits": form.digits}
    return {"number_name": given["number_name"], "number_at": number_at, "number_form": shape}


# -- what is committed to ---------------------------------------------------------------------


def _sources(d: DrawRound) -> tuple[AnySource, ...]:
    parties = [engine.Source(s.party, s.commitment) for s in reading.secrets(d)]
    shape = d.number_form
    number = engine.PublicNumber(d.number_name, d.number_at.isoformat(), shape["bits"],
                                 shape["groups"], shape["digits"])  # fmt: skip
    return (*parties, number)


def _previous(*rounds: DrawRound) -> tuple[str, ...]:
    """Rounds of these panels before these, that were announced and came to nothing, by their
    records; each record once."""
    found = {}
    for d in rounds:
        rows = DrawRound.objects.filter(panel=d.panel_id, number__lt=d.number)
        for r in rows.exclude(commitment="").select_related("lead").order_by("number"):
            record = r.void_record or reading.transcript_of(r)
            if record:
                found[engine.record_digest(record)] = True
    return tuple(found)


@panel.effect("announce")
def _announce(p: Panel, act: Act) -> dict[str, Any]:
    """All have sealed and nobody can know the number: what decides the draw is committed to, and
    published whole."""
    d = current_round(p)
    try:
        if d.mode == "fit":
            made = _announced(p, d, act)
            d.commitment = made.commitment()
            d.announcement = b"\n".join([*made.lines, b""]).decode()
        else:
            commit_plainly(p, d)
    except engine.TooLittleEntropy as little:
        refuse("entropy_too_little", have=little.have, need=little.need)
    d.announced_at = act.now
    d.save()
    p.opens_until = d.number_at + timedelta(hours=edition(p).draw.reveal_hours)
    _riders(d, "announce_along", act)
    return {"commitment": d.commitment, "mode": d.mode}


def commit_plainly(p: Panel, d: DrawRound) -> None:
    frozen = reading.plain_input(p, d, _sources(d), _previous(d))
    d.commitment = engine.commit(frozen)
    d.announcement = canonical(frozen.as_data()).decode() + "\n"


def _announced(p: Panel, d: DrawRound, act: Act) -> by_fit.Announcement:
    found = reading.fit_problem(p, d)
    answer = fitting.solved(found)
    if isinstance(answer, list):
        refuse("panel_infeasible", causes=answer)
    rounds = [d, *reading.riders(d)]
    return fitting.announced(
        found, answer, now=act.now, subject=reading.item_name(p), round=d.number,
        sources=_sources(d), key=d.salt.encode(), previous=_previous(*rounds),
        beside=reading.beside(*rounds),
    )  # fmt: skip


def _riders(d: DrawRound, step: str, act: Act, **given: object) -> None:
    """The panels that are drawn along take the same step."""
    for pk in [r.panel_id for r in reading.riders(d)]:
        panel.perform(pk, step, actor=CLOCK, now=act.now, **given)


@panel.effect("enter_number")
def _enter_number(p: Panel, act: Act) -> dict[str, Any]:
    """Read as its form allows, and confirmed by the code that is shown with what was read."""
    d, given = current_round(p), dict(act.given)
    value = _number_read(p, d, act)
    code = drawing.check_code(value)
    if (given["check"] or "").strip().lower() != code:
        told = Reason("number_to_confirm", {"read": value, "code": code})
        raise Invalid((Problem("check", told),), {**given, "check": ""})
    d.number_value = value
    d.save()
    return {"number": d.number_name, "value": value}


def _number_read(p: Panel, d: DrawRound, act: Act) -> str:
    form = edition(p).draw.number(d.number_form["code"])
    try:
        return drawing.read_number(act.given["value"], form)
    except drawing.Misread as wrong:
        raise Invalid((Problem("value", wrong.reason),), dict(act.given)) from None


def same_number(p: Panel, act: Act) -> None:
    """The second person's reading of the public number is the one entered, to the last digit."""
    d = current_round(p)
    value = _number_read(p, d, act)
    if value != d.number_value:
        told = Reason("number_differs", {"entered": d.number_value, "read": value})
        raise Invalid((Problem("value", told),), dict(act.given))


# -- the draw ---------------------------------------------------------------------------------


def _reveals(d: DrawRound) -> list[engine.Reveal]:
    found = [
        engine.Reveal(s.party, bytes.fromhex(s.salt), bytes.fromhex(s.value))
        for s in reading.secrets(d) if s.opened_at
    ]  # fmt: skip
    value = (d.lead or d).number_value
    if value:
        found.append(engine.Reveal.public(d.number_name, value))
    return found


Frozen = engine.DrawInput | by_fit.Announcement


def _announced_as(d: DrawRound) -> Frozen:
    """What was announced, read back: a newer program would freeze in its own words."""
    text = reading.announcement_of(d)
    return reading.read_announcement(text) if d.mode == "fit" else reading.read_plain(text)


def _frozen(d: DrawRound) -> Frozen:
    """What was announced, if it is still what lies here."""
    frozen = _announced_as(d)
    if not reading.as_frozen(d, frozen):
        refuse("draw_input_changed")
    return frozen


@panel.effect("draw")
def _draw(p: Panel, act: Act) -> dict[str, Any]:
    d = current_round(p)
    seed = write_transcript(d)
    seated = seat_drawn(p, d, act)
    _riders(d, "draw_along", act)
    return {"seed": seed, **seated}


def write_transcript(d: DrawRound) -> str:
    """The seed; what follows from it is proved before anybody is called."""
    frozen = _frozen(d)
    try:
        d.transcript, seed = _transcript(frozen, _reveals(d))
    except engine.VoidRound as void:
        refuse("draw_void", causes=[{"kind": c.code, "party": c.source} for c in void.causes])
    wrong = list(reading.drawn(d).faults())
    if wrong:
        raise AssertionError(f"the draw's certificate fails: {wrong}")
    return seed


def seat_drawn(p: Panel, d: DrawRound, act: Act) -> dict[str, Any]:
    d.drawn_at = act.now
    d.save()
    found = reading.drawn(d)
    reserves = found.reserves[: reading.terms_at(p, d).reserves]
    passed = start(p, d, found.panel, reserves, act)
    return {"panel": list(found.panel), "reserves": list(reserves),
            **({"passed_over": passed} if passed else {})}  # fmt: skip


def _transcript(frozen: Frozen, reveals: list[engine.Reveal]) -> tuple[str, str]:
    """(record, seed)."""
    if isinstance(frozen, by_fit.Announcement):
        made = by_fit.draw_fit(frozen, reveals)
        return made.to_text(), made.seed.hex()
    outcome = engine.draw(frozen, reveals)
    if isinstance(outcome, engine.Infeasible):
        refuse("panel_infeasible", causes=drawing.causes(outcome))
    return outcome.to_json(), outcome.seed.hex()


def start(
    p: Panel, d: DrawRound, seated: tuple[str, ...], reserves: tuple[str, ...], act: Act
) -> list[str]:
    """Seats are listed, the panel is invited, the review begins. Whoever has taken on too much
    since the pool was fixed, on a panel drawn at the same time, is passed over, and the next in
    published order is called instead (R071)."""
    schedule(p, act.now + timedelta(days=policy(p).review_days))
    p.prolongs_left = policy(p).prolong_max
    p.spread_checked = p.reserves_out = False
    p.opens_until = None
    expert = {c["code"]: c["expert"] for c in d.candidates}
    full = over_limits(p, {code: expert[code] for code in seated}, act.now)
    for number, code in enumerate((*seated, *reserves), 1):
        made = seat.create("list", actor=CLOCK, now=act.now, panel=p, expert=expert[code],
                           number=number, pseudonym=code)  # fmt: skip
        if code in full:
            seat.perform(made.pk, "drop_reserve", actor=CLOCK, now=act.now, rules=["over_load"])
        elif code in seated:
            seat.perform(made.pk, "invite", actor=CLOCK, now=act.now, items=[])
    if full:
        next_in_order(p, {}, act)
    return sorted(full)


# -- void rounds ------------------------------------------------------------------------------


@panel.effect("void_round", "redraw", "void_silent", "leave")
def _void(p: Panel, act: Act) -> dict[str, Any]:
    """The round stays on record, with its reason and, when somebody was silent, with the engine's
    record of that; the next round names it."""
    d = current_round(p)
    d.void_reason = act.given.get("reason") or "约定期限内有随机值未公开，本轮作废"
    if d.commitment and not d.drawn_at:
        shared = d.lead is not None and d.mode == "fit"
        d.void_record = d.lead.void_record if shared else _record(d)
    d.save()
    if not d.drawn_at:
        _riders(d, "leave", act, reason=d.void_reason)
    for pk in list(p.seats.filter(round=p.round, state__in=["reserve", "invited", "accepted"])
                   .order_by("number").values_list("pk", flat=True)):  # fmt: skip
        seat.perform(pk, "release", actor=CLOCK, now=act.now)
    p.due_at = p.nudge_at = p.opens_until = None
    p.fixed = False
    return {"round": p.round, "reason": d.void_reason,
            "record": engine.record_digest(d.void_record) if d.void_record else ""}  # fmt: skip


def _record(d: DrawRound) -> str:
    """By the engine where a reveal is missing or wrong; a round that could have been drawn and was
    stopped for another reason is recorded as that, and so is one whose announcement was altered."""
    frozen, reveals = _announced_as(d), _reveals(d)
    altered = frozen.commitment() != d.commitment
    if altered or not engine.void_causes(frozen, tuple(reveals)):
        told = {"format": "stopped-draw/1", "commit": d.commitment, "reason": d.void_reason}
        return json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n"
    if isinstance(frozen, by_fit.Announcement):
        return by_fit.void_record(frozen, reveals)
    return engine.void_record(frozen, reveals)
