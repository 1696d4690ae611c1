"""What each page costs: SQL statements, processor time of the server, bytes on the wire.

    python benchmarks/pages.py [--sizes 500,10000] [--rounds 15] [--only WORD] [--profile PAGE]
                               [--keep FOLDER]

Fills a scratch database for each size, and asks every page as the person whose page it is. The
processor time is that of the process around the WSGI call once warm: the lower quartile of the
rounds, which the bars are held against, and the median beside it. Neighbours on a machine only add
to it, by half or more; a program does not.
With DATABASE_URL naming PostgreSQL, a scratch database beside it is measured as well. With --keep
the SQLite files stay in the folder and are used again, which saves the filling.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WARM = 3
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIMIT_BYTES = 60 * 1024


@dataclass(frozen=True)
class Bar:
    """The most that a page of a kind may take."""

    statements: int | None
    milliseconds: float


BARS = {"public": Bar(8, 15), "list": Bar(15, 40), "single": Bar(None, 15)}


@dataclass(frozen=True)
class Page:
    """`who` looks ("" is the public) at the page `name`; `row` names the row it opens."""

    kind: str
    who: str
    name: str
    row: str = ""
    query: str = ""


PAGES = (
    Page("public", "", "home"),
    Page("public", "", "challenge_list"),
    Page("public", "", "challenge_list", query="?q=冲压"),
    Page("public", "", "challenge", "open"),
    Page("public", "", "challenge", "challenge"),
    Page("list", "", "notice_list"),
    Page("list", "", "uses"),
    Page("list", "", "figures"),
    Page("list", "", "figure", "levered_rnd"),
    Page("list", "", "allocation"),
    Page("list", "officer", "desk"),
    Page("list", "officer", "notices"),
    Page("list", "officer", "batches"),
    Page("list", "officer", "demands"),
    Page("list", "officer", "challenge_list"),
    Page("list", "officer", "bids"),
    Page("list", "officer", "bids", query="?page=5"),
    Page("list", "officer", "panels"),
    Page("list", "officer", "awards"),
    Page("list", "officer", "contracts"),
    Page("list", "officer", "payments"),
    Page("list", "officer", "spendings"),
    Page("list", "officer", "credits"),
    Page("list", "officer", "acceptances"),
    Page("list", "officer", "unit_list"),
    Page("list", "officer", "figures"),
    Page("list", "officer", "figure", "consortia"),
    Page("list", "officer", "allocation"),
    Page("list", "supervisor", "record"),
    Page("list", "pool", "experts"),
    Page("list", "company", "desk"),
    Page("list", "company", "bids"),
    Page("list", "team", "desk"),
    Page("list", "expert", "desk"),
    Page("list", "expert", "reviews"),
    Page("list", "finance", "desk"),
    Page("list", "finance", "payments"),
    Page("single", "officer", "batch", "batch"),
    Page("single", "officer", "demand", "demand"),
    Page("single", "company", "demand", "own_demand"),
    Page("single", "officer", "challenge", "challenge"),
    Page("single", "officer", "bid", "bid"),
    Page("single", "team", "bid", "own_bid"),
    Page("single", "drawer", "panel", "working_panel"),
    Page("single", "officer", "panel", "panel"),
    Page("single", "expert", "review", "review"),
    Page("single", "officer", "award", "award"),
    Page("single", "officer", "contract", "contract"),
    Page("single", "company", "contract", "contract"),
    Page("single", "officer", "milestone", "milestone"),
    Page("single", "finance", "payment", "payment"),
    Page("single", "bank", "credit", "credit"),
    Page("single", "pool", "expert", "expert"),
    Page("single", "company", "organisation", "organisation"),
)


@dataclass(frozen=True)
class Cost:
    status: int
    statements: int
    milliseconds: float
    median: float
    bytes: int


def faults(page: Page, cost: Cost) -> list[str]:
    bar = BARS[page.kind]
    found = [] if cost.status == 200 else [f"status {cost.status}"]
    if bar.statements is not None and cost.statements > bar.statements:
        found.append(f"> {bar.statements} statements")
    if cost.milliseconds > bar.milliseconds:
        found.append(f"> {bar.milliseconds:g} ms")
    if cost.bytes > LIMIT_BYTES:
        found.append("> 60 KB")
    return found


class Server:
    """The program's WSGI application, called in this process as each person in turn."""

    def __init__(self, city: Any) -> None:
        from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 -- after setup
        from django.test import Client  # noqa: PLC0415 -- after setup

        self.app, self.city, self.cookies = get_wsgi_application(), city, {"": ""}
        people = {**city.people, "expert": int(city.rows["expert_user"])}
        for who in {p.who for p in PAGES if p.who}:
            client, user = Client(), _user(people[who])
            client.force_login(user, backend=BACKEND)
            _show_second_factor(client, user)
            self.cookies[who] = "; ".join(f"{k}={m.value}" for k, m in client.cookies.items())

    def url(self, page: Page) -> str | None:
        from django.urls import NoReverseMatch, reverse  # noqa: PLC0415 -- after setup

        row = self.city.rows.get(page.row, page.row)
        try:
            return reverse(page.name, args=[row] if row else []) + page.query
        except NoReverseMatch:
            return None

    def ask(self, url: str, who: str) -> tuple[int, bytes]:
        from django.test import RequestFactory  # noqa: PLC0415 -- after setup

        made = RequestFactory().get(url, HTTP_COOKIE=self.cookies[who], HTTP_ACCEPT_ENCODING="gzip")
        answer: list[str] = []
        body = self.app(made.environ, lambda status, headers: answer.append(status))
        whole = b"".join(body)
        close: Callable[[], None] = getattr(body, "close", lambda: None)
        close()
        return int(answer[0][:3]), whole

    def cost(self, url: str, who: str, rounds: int) -> Cost:
        from django.db import connection  # noqa: PLC0415 -- after setup

        seen: list[str] = []

        def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            seen.append(sql)
            return execute(sql, params, many, context)

        for _ in range(WARM):
            self.ask(url, who)
        times = []
        for _ in range(rounds):
            start = time.process_time()
            status, body = self.ask(url, who)
            times.append(1000 * (time.process_time() - start))
        with connection.execute_wrapper(count):
            self.ask(url, who)
        sent = body if body[:2] == b"\x1f\x8b" else gzip.compress(body)
        quarter, half, _more = statistics.quantiles(times, n=4, method="inclusive")
        return Cost(status, len(seen), quarter, half, len(sent))


def _user(pk: int) -> Any:
    from django.contrib.auth import get_user_model  # noqa: PLC0415 -- after setup

    return get_user_model().objects.get(pk=pk)


def _show_second_factor(client: Any, user: Any) -> None:
    """As after signing in with two factors, which is looked at on every page that demands it."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 -- after setup

    from jiebang.web.second_factor import SET_UP  # noqa: PLC0415 -- after setup

    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP,
                                        defaults={"data": {"secret": ""}})  # fmt: skip
    session = client.session
    session[SET_UP] = True
    session.save()


def measure(size: int, rounds: int, only: str, profile: str) -> int:
    """Runs in a process of its own, whose environment names the scratch database."""
    sys.path[:0] = [str(ROOT)]
    import django  # noqa: PLC0415 -- after the environment is set

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- after setup
    from django.db import connection  # noqa: PLC0415 -- after setup

    call_command("migrate", verbosity=0)
    city = remembered(Path(os.environ["JIEBANG_VAR"]) / f"{connection.vendor}-{size}.json", size)
    print(f"\n{connection.vendor}: " + ", ".join(f"{n} {k}s" for k, n in city.counts.items()))
    print(f"(a million additions take {additions():.0f} ms here)")
    print(f"{'page':44} {'SQL':>4} {'ms':>7} {'median':>7} {'KB gz':>6}")
    server, missed = Server(city), 0
    for page in PAGES:
        label = f"{page.who or 'public'}: {page.name} {page.row}{page.query}".strip()
        url = server.url(page)
        if only not in label:
            continue
        if url is None:
            print(f"{label:44} no such page")
            missed += 1
            continue
        if profile and profile in label:
            explain(server, url, page.who)
        cost = server.cost(url, page.who, rounds)
        wrong = faults(page, cost)
        missed += bool(wrong)
        told = (f"{label:44} {cost.statements:4} {cost.milliseconds:7.1f} {cost.median:7.1f} "
                f"{cost.bytes / 1024:6.1f}")  # fmt: skip
        print(told + (f"   MISSES {', '.join(wrong)}" if wrong else ""), flush=True)
    print(f"{missed} pages miss a bar (a million additions take {additions():.0f} ms now)")
    return missed


def remembered(place: Path, size: int) -> Any:
    """The city in this database: read where it was filled before, else filled now."""
    from benchmarks.filling import City, fill  # noqa: PLC0415 -- after setup

    if place.exists():
        return City(**json.loads(place.read_text("utf-8")))
    city = fill(size)
    place.write_text(json.dumps(asdict(city)), encoding="utf-8")
    return city


def additions() -> float:
    """Processor milliseconds for a fixed piece of work: how fast this machine is at the moment."""
    start, total = time.process_time(), 0
    for n in range(1_000_000):
        total += n
    return 1000 * (time.process_time() - start)


def explain(server: Server, url: str, who: str) -> None:
    """Where the time of one page goes, and what it asks of the database."""
    import cProfile  # noqa: PLC0415 -- only when asked
    import pstats  # noqa: PLC0415 -- only when asked

    from django.db import connection  # noqa: PLC0415 -- after setup

    def show(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        start = time.perf_counter()
        found = execute(sql, params, many, context)
        print(f"  {1000 * (time.perf_counter() - start):6.2f} ms  {sql[:900]}")
        return found

    for _ in range(WARM):
        server.ask(url, who)
    with connection.execute_wrapper(show):
        server.ask(url, who)
    profiler = cProfile.Profile(time.process_time)
    for _ in range(10):
        profiler.runcall(server.ask, url, who)
    found = pstats.Stats(profiler).strip_dirs()
    found.sort_stats("cumulative").print_stats(60)
    found.sort_stats("tottime").print_stats(25)


def databases(folder: Path, size: int) -> list[str]:
    found = [f"sqlite:///{folder}/bench-{size}.sqlite3"]
    given = os.environ.get("DATABASE_URL", "")
    return found + ([given] if given.startswith("postgres") else [])


def scratch(url: str, size: int, *, make: bool) -> str:
    """Makes (or drops) a PostgreSQL database of our own beside the one that is named."""
    import psycopg  # noqa: PLC0415 -- only with PostgreSQL

    name = f"jiebang_bench_{size}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        if make:
            connection.execute(f"CREATE DATABASE {name}")
    return urllib.parse.urlsplit(url)._replace(path=f"/{name}").geturl()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="500,10000", help="bids, with commas between")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help="pages whose label holds this")
    parser.add_argument("--profile", default="", help="say where the time of this page goes")
    parser.add_argument("--keep", type=Path, help="keep the filled SQLite files here")
    parser.add_argument("--inside", type=int, default=0, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        measure(chosen.inside, chosen.rounds, chosen.only, chosen.profile)
        return 0
    for size in map(int, chosen.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="jiebang-bench-") as temporary:
            folder = chosen.keep or Path(temporary)
            folder.mkdir(parents=True, exist_ok=True)
            for url in databases(folder.resolve(), size):
                ours = scratch(url, size, make=True) if url.startswith("postgres") else url
                try:
                    run(ours, folder.resolve(), size)
                finally:
                    if ours != url:
                        scratch(url, size, make=False)
                        (folder / f"postgresql-{size}.json").unlink(missing_ok=True)
    return 0


def run(url: str, folder: Path, size: int) -> None:
    """A fresh process, so that settings and caches begin with the scratch database."""
    surroundings = {
        **os.environ, "DATABASE_URL": url, "JIEBANG_VAR": str(folder), "DEBUG": "",
        "DJANGO_SETTINGS_MODULE": "jiebang.settings",
    }  # fmt: skip
    line = [sys.executable, __file__, "--inside", str(size), *sys.argv[1:]]
    subprocess.run(line, env=surroundings, check=True, cwd=ROOT)  # noqa: S603 -- our own command


if __name__ == "__main__":
    sys.exit(main())
