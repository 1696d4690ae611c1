"""A small world for tests: people, units and a batch, brought anywhere by performing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from jiebang.demo import acts, content
from jiebang.engine.identity import invented_credit_code
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.agenda import run_clock
from jiebang.programme import actions, queries
from tests.keeping import kept

START = datetime(2023, 3, 1, 1, 0, tzinfo=UTC)
STAFF = {
    "officer": "officer", "head": "head", "leader": "leader", "supervisor": "supervisor",
    "drawer": "drawer", "secretary": "secretary", "pool": "pool_keeper", "finance": "finance",
    "sysadmin": "system_admin", "secadmin": "security_admin", "audadmin": "audit_admin",
}  # fmt: skip
DISTRICT = "370102"
INDICATORS = (
    ("送料速度", "at_least", "16", "次/分", "现场测试"),
    ("定位误差", "at_most", "0.3", "毫米", "激光跟踪仪测试"),
)
YUAN = 100
WAN = 10_000 * YUAN


@dataclass
class World:
    stage: acts.Stage
    batch: str = ""
    company: str = ""
    team: str = ""
    other: str = ""
    codes: int = 0

    def code(self) -> str:
        self.codes += 1
        return invented_credit_code(self.codes)

    def unit(
        self,
        key: str,
        name: str,
        *,
        kind: str = "company",
        region: str = "外省某市",
        region_code: str = "320100",
        **more,
    ) -> str:
        if key not in self.stage.people:
            acts.person(self.stage, key, f"{name}经办人")
        return acts.unit(
            self.stage,
            key,
            name=name,
            code=self.code(),
            kind=kind,
            region=region,
            region_code=region_code,
            **more,
        )

    def demand(
        self,
        *,
        title: str = "大型冲压线高速送料装置研发",
        company: str = "",
        key: str = "company",
        **changes,
    ) -> str:
        filled = (
            content.demand(
                title=title,
                kind="company_demand",
                field="high_end_equipment",
                indicators=INDICATORS,
                total=1000 * WAN,
                own=800 * WAN,
                fiscal=100 * WAN,
                contact="孟经理",
            )
            | changes
        )
        return acts.draft_demand(self.stage, key, company or self.company, self.batch, filled)

    def listed(self, *, key: str = "company", company: str = "", **changes) -> str:
        """A demand carried to a challenge that waits to be published; returns the challenge."""
        pk = self.demand(key=key, company=company, **changes)
        acts.do(self.stage, "demand", pk, "submit", key)
        acts.recommend(self.stage, pk, "district", "情况属实,同意推荐。")
        acts.do(self.stage, "demand", pk, "accept", "officer")
        actions.demand.perform(
            pk, "record_screening", actor=CLOCK, now=self.stage.at, score="85.00", panel="test"
        )
        acts.list_demand(
            self.stage,
            pk,
            key,
            kind="company_demand",
            field="high_end_equipment",
            public_money="100",
            reason="围绕产业急需,指标明确可测。",
        )
        return queries.demand(pk, self.stage.actor("officer")).challenge_id

    @kept
    def published(self, **changes) -> str:
        pk = self.listed(**changes)
        acts.publish(self.stage, self.batch, self.stage.at + timedelta(days=45))
        return pk

    def bid(self, challenge: str, *, key: str = "team", organisation: str = "", **changes) -> str:
        found = queries.challenge(challenge, self.stage.actor("officer"))
        filled = (
            content.bid(
                indicators=found.indicators,
                total=900 * WAN,
                lead="测试单位",
                fiscal=100 * WAN,
                publisher=300 * WAN,
                heads=("闻人甲", "司徒乙", "东方丙"),
                idea="多伺服协同送料。",
            )
            | changes
        )
        return acts.start_bid(self.stage, key, organisation or self.team, challenge, filled)

    def submitted(self, challenge: str, **changes) -> str:
        pk = self.bid(challenge, **changes)
        acts.do(self.stage, "bid", pk, "submit", changes.get("key", "team"))
        return pk

    def close(self, challenge: str) -> None:
        closes_at = queries.challenge(challenge, self.stage.actor("officer")).closes_at
        self.stage.until(closes_at)
        run_clock(self.stage.at)


def world() -> World:
    """People for every post, a company in the city, a team and another unit from elsewhere, and
    an open batch under the 2023 edition."""
    made = World(acts.Stage(START))
    _populate(made)
    return made


@kept
def _populate(w: World) -> None:
    stage = w.stage
    for key, role in STAFF.items():
        acts.person(stage, key, f"{key}某")
        acts.appoint(stage, key, role)
    acts.person(stage, "district", "区县某")
    acts.appoint(stage, "district", "district", DISTRICT)
    actions.adopt_shipped(now=stage.at, codes=["jinan-2023"])
    w.company = w.unit(
        "company", "历下示例装备有限公司", region="济南市历下区", region_code=DISTRICT
    )
    w.team = w.unit("team", "江左示例大学", kind="university")
    w.other = w.unit("other", "岭南示例研究院", kind="institute", region_code="440100")
    opens = stage.at
    w.batch = acts.batch(
        stage,
        edition="jinan-2023",
        year=2023,
        number=1,
        title="2023年第一批",
        dates=(opens, opens + timedelta(days=30), opens + timedelta(days=40)),
    )
