"""No page, paper, notice or mail names whom its reader must not know."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.core import mail

from jiebang.platform import clock as server
from jiebang.web.mailing import mail_due, text_due
from tests import canaries
from tests.canaries import NAMES, PATTERNS, PHASES, STEMS
from tests.crawling import Page, crawl

BUREAU = {"officer", "head", "leader"}
OPENED = {"company", "supervisor"} | BUREAU  # who reads bids as they were written, once opened
POOL = {"pool", "supervisor"}
DRAW = POOL | {"drawer", "secretary"}
EVERYBODY = {
    "public", "lead", "mate", "rival", "company", "district", "stranger", "bank", "officer", "head",
    "leader", "supervisor", "drawer", "secretary", "pool", "finance", "sysadmin", "secadmin",
    "audadmin", "expert", "idle",
}  # fmt: skip
PARTIES = {"lead", "mate"} | OPENED | {"district", "finance"}  # of the contract that was made

# Who may find which name, in each phase. Whoever is not listed must never see it.
MAY_SEE: dict[str, tuple[set[str], set[str], set[str]]] = {
    #                 sealed            reviewing                  awarded
    "lead.unit":     ({"lead", "mate"}, {"lead", "mate"} | OPENED, EVERYBODY),
    "lead.signer":   ({"lead", "mate"}, {"lead", "mate"} | OPENED, PARTIES),
    "lead.person":   ({"lead", "mate"}, {"lead", "mate"} | OPENED, PARTIES),
    "lead.honour":   ({"lead", "mate"}, {"lead", "mate"} | OPENED, {"lead", "mate"} | OPENED),
    # The secretary, who may mask more, reads what experts read.
    "lead.content":  ({"lead", "mate"}, {"lead", "mate", "expert", "secretary"} | OPENED,
                      {"lead", "mate", "expert", "secretary"} | OPENED),
    "lead.file":     ({"lead", "mate"}, {"lead", "mate"} | OPENED, {"lead", "mate"} | OPENED),
    "mate.unit":     ({"lead", "mate"}, {"lead", "mate"} | OPENED, EVERYBODY),
    "mate.signer":   ({"lead", "mate"}, {"lead", "mate"} | OPENED, PARTIES),
    "mate.person":   ({"lead", "mate"}, {"lead", "mate"} | OPENED, PARTIES),
    "rival.unit":    ({"rival"}, {"rival"} | OPENED, {"rival"} | OPENED),
    "rival.signer":  ({"rival"}, {"rival"} | OPENED, {"rival"} | OPENED),
    "rival.person":  ({"rival"}, {"rival"} | OPENED, {"rival"} | OPENED),
    "rival.honour":  ({"rival"}, {"rival"} | OPENED, {"rival"} | OPENED),
    "rival.content": ({"rival"}, {"rival", "expert", "secretary"} | OPENED,
                      {"rival", "expert", "secretary"} | OPENED),
    "rival.file":    ({"rival"}, {"rival"} | OPENED, {"rival"} | OPENED),
    "expert.name":   (POOL, DRAW, DRAW),
    "expert.unit":   (POOL, DRAW, DRAW),
    "review.comment": (set(), {"expert", "supervisor"},
                       {"expert", "supervisor", "secretary", "lead", "mate", "rival"} | BUREAU),
    "objector":      (set(), set(), {"stranger", "supervisor"}),
    # R074: neither the company nor the office learns whom a bidder would rather not have.
    "unsuitable":    ({"lead", "mate"}, {"lead", "mate", "supervisor"},
                      {"lead", "mate", "supervisor"}),
}  # fmt: skip
# Where units stand as units, and people as holders of posts, whether they bid or not.
AS_THEMSELVES = re.compile(r"^/(units|posts|act/(organisation|membership))/")


@pytest.fixture
def city(world, monkeypatch, settings, tmp_path):
    monkeypatch.setattr(server, "now", lambda: world.stage.at)
    settings.JIEBANG_TEXTING = {"provider": "spool", "file": str(tmp_path / "texts.jsonl")}
    (tmp_path / "texts.jsonl").touch()
    made = canaries.sealed(world)
    made.texts = tmp_path
    return made


def leaks(phase: str, pages: list[Page], own: dict[str, re.Pattern[str]]) -> list[str]:
    """viewer, page and name of everything that must not be there."""
    found = []
    for page in pages:
        text = own[page.viewer].sub("", page.text) if page.viewer in own else page.text
        for name, pattern in PATTERNS.items():
            allowed = MAY_SEE.get(name, (set(), set(), set()))[PHASES.index(phase)]
            if page.viewer in allowed or not pattern.search(text):
                continue
            if AS_THEMSELVES.match(page.path) and name.endswith(
                (".unit", ".signer", "expert.name")
            ):
                continue
            found.append(f"{page.viewer} {page.path} {name}")
    return found


def stem(key: str) -> str:
    """What is an expert's own in the names of experts."""
    return STEMS[int("".join(c for c in key if c.isdigit()))]


def mails(users: dict[int, str]) -> list[Page]:
    """Everything that was sent, as pages of whoever got it."""
    mail_due()
    by_address = {f"{key}@demo.example": viewer for key, viewer in users.items()}
    return [
        Page(by_address[m.to[0]], f"mail: {m.subject}", 200, f"{m.subject}\n{m.body}")
        for m in mail.outbox
        if m.to[0] in by_address
    ]


def texted(folder: Path, users: dict[int, str], phones: dict[str, str]) -> list[Page]:
    """Every text message, as a page of whoever got it."""
    text_due()
    lines = (folder / "texts.jsonl").read_text("utf-8").splitlines()
    by_phone = {phones[key]: viewer for key, viewer in users.items() if key in phones}
    sent = [json.loads(line) for line in lines]
    return [Page(by_phone[s["phone"]], f"text: {s['text'][:40]}", 200, s["text"])
            for s in sent if s["phone"] in by_phone]  # fmt: skip


def looked_at(city, phase: str) -> list[str]:
    people, viewers = city.world.stage.people, city.viewers
    users = {name: people[key] if key else None for name, key in viewers.items()}
    done = crawl(users, more=SEARCHES)
    own = {n: re.compile(f"柳砚{stem(k)}|砚外示例{stem(k)}") for n, k in viewers.items()
           if n in ("expert", "idle")}  # fmt: skip
    broken = [f"{p.viewer} {p.path} {p.status}" for p in done if p.status >= 500]
    loud = [f"{p.path} {p.refused}" for p in done if p.refused]
    strict = re.compile(r"^(default-src 'none'; script-src 'self'; |sandbox; default-src 'none')")
    open_ = [f"{p.path} {p.policy}" for p in done if not strict.match(p.policy)]
    by_key = {key: name for name, key in viewers.items() if key}
    told = [*mails(by_key), *texted(city.texts, by_key, city.phones)]
    assert len(done) > 20 * len(viewers)
    unread = [] if phase != "reviewing" else [f"nobody read {s}" for s in GIVEN - given(done)]
    return sorted({*leaks(phase, [*done, *told], own), *broken, *loud, *open_, *unread,
                   *dead(done)})  # fmt: skip


def dead(pages: list[Page]) -> list[str]:
    """Links that the program offers and then refuses: viewer, page and link."""
    missing = {(p.viewer, p.path) for p in pages if p.status == 404}
    return [f"{p.viewer} {p.path} leads to {link}, which is not there"
            for p in pages for link in p.links if (p.viewer, link) in missing]  # fmt: skip


# What becomes of the papers of a bid: their kinds, under names that say nothing.
GIVEN = {"附件1.txt", "附件2.docx", "附件3.xlsx", "附件4.pdf"}


def given(pages: list[Page]) -> set[str]:
    mine = [p for p in pages if p.viewer == "expert" and p.status == 200]
    files = [p.text.partition("\n")[0] for p in mine if p.path.startswith("/reviews/")]
    return {name for name in GIVEN if any(name in told for told in files)}


# Searching for half a name must not bring up the other half.
SEARCHES = [
    f"{path}?q={NAMES[key][0][:2]}"
    for path in ("/challenges/", "/demands/", "/bids/", "/experts/", "/contracts/", "/awards/")
    for key in NAMES
]


def test_nobody_learns_of_a_sealed_bid(city):
    found = looked_at(city, "sealed")
    assert found == [], "\n".join(found)


def test_nobody_recognises_anybody_while_the_panel_works(city):
    canaries.reviewed(city)
    found = looked_at(city, "reviewing")
    assert found == [], "\n".join(found)


def test_after_the_award_only_what_is_to_be_public_is_public(city):
    canaries.reviewed(city)
    canaries.awarded(city)
    found = looked_at(city, "awarded")
    assert found == [], "\n".join(found)


def test_every_name_is_somewhere_to_be_found_by_whoever_may(city):
    """Else the search above would prove nothing."""
    canaries.reviewed(city)
    canaries.awarded(city)
    people = city.world.stage.people
    seeing = {"supervisor", "lead", "rival", "mate", "pool", "stranger"}
    pages = crawl({k: people[v] for k, v in city.viewers.items() if k in seeing})
    text = "\n".join(p.text for p in pages)
    assert [name for name, pattern in PATTERNS.items() if not pattern.search(text)] == [
        "mate.honour", "mate.content", "mate.file"]  # fmt: skip
