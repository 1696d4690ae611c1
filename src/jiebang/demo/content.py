"""Forms filled in as invented companies and teams would fill them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Indicator = tuple[str, str, str, str, str]  # name, direction, target, unit, method


def wan(fen: int) -> str:
    """Fen as people type it: 万元."""
    text = f"{fen / 1_000_000:.6f}".rstrip("0").rstrip(".")
    return text or "0"


def demand(*, title: str, kind: str, field: str, indicators: Sequence[Indicator], total: int,
           own: int, fiscal: int, contact: str, months: int = 24) -> dict[str, Any]:  # fmt: skip
    """The demand form, money in fen."""
    return {
        "main_products": "成套装备与关键部件的研发、制造和服务，产品用于省内外重点工程。",
        "revenue_last_year": "8600", "rnd_last_year": "430", "rnd_year_before": "395",
        "staff_count": "260", "rnd_staff_count": "58",
        "contact_name": contact, "contact_phone": "053100000000",
        "title": title, "kind": kind, "field": field,
        "background": f"{title}是本单位主导产品升级的瓶颈，也是本市相关产业链的短板，现有技术依赖外购，急需突破。",
        "problem": "一是关键工况下性能波动大，缺少可靠的机理模型和在线感知手段；二是核心部件寿命不足，国内尚无"
                   "同等指标的成熟方案；三是工艺窗口窄，批量一致性差，需要从设计、材料和控制三方面协同突破。",
        "own_efforts": "已开展两年预研，建成试验台一套，完成样机一轮，因基础理论和测试条件不足未能达标。",
        "content": "机理建模与仿真；关键部件设计与制造；感知与控制系统；系统集成与应用验证。",
        "indicators": [
            {"name": n, "current": "", "direction": d, "target": t, "unit": u, "method": m}
            for n, d, t, u, m in indicators
        ],
        "trl_now": "4", "trl_target": "8",
        "deliverables": "工程样机一套、技术文件一套、发明专利和企业标准。",
        "period_months": str(months), "total_money": wan(total), "own_money": wan(own),
        "fiscal_money": wan(fiscal), "other_money": wan(total - own - fiscal),
        "bidder_money": wan(total * 3 // 10),
        "ip_ownership": "新产生的知识产权由双方共有，发榜方有优先实施权。",
        "bidder_conditions": "具备相关方向的研发能力和试验条件，能派出稳定团队。",
        "cooperation_ways": ["joint"], "support_offered": "提供试验场地、样机平台和应用现场。",
        "application_scene": "首先用于本单位主导产品，再向本市同类企业推广。",
        "benefit": "预计三年内形成新增销售收入，带动本地配套企业。",
        "secret": "no", "publicly_funded": "no", "promise": "yes",
    }  # fmt: skip


ANSWERS = {  # what every invented team writes in the same words
    "party_profile": "长期从事该方向研究，有稳定团队和试验平台。",
    "division": "牵头单位负责总体和核心技术，成员单位负责部件、试验与应用验证。",
    "honours": "",
    "research_now": "国外已有同类产品，国内处于样机阶段，关键指标尚有差距。",
    "industry_now": "国内需求集中在重点行业，供应以进口为主，价格高、交期长。",
    "method": "理论分析、数值仿真、台架试验与现场验证相结合。",
    "route": "建立模型，确定方案，研制样机，台架试验，现场应用，优化定型。",
    "innovation": "提出多源信息融合的在线辨识方法和自适应控制策略。",
    "risks": "技术风险通过两条路线并行化解；进度风险设里程碑检查。",
    "foundation": "完成过同类关键部件研制，具备仿真软件和试验数据积累。",
    "conditions": "试验台三套，测试仪器齐全，团队十五人。",
    "representative_results": [
        {"result": "同类装备关键部件研制与应用", "year": "2020", "bearing": "方法可直接用于本榜单"}
    ],
    "landing_plan": "第一年完成样机，第二年在发榜单位产线应用，第三年推广。",
    "ip_sharing": "按投入和贡献共有，收益按协议分配。",
    "expected_benefit": "替代进口，形成稳定供货能力。",
    "equipment": [],
    "budget_note": "",
    "contact_phone": "053100000000",
    "contact_email": "contact@demo.example",
    "related_statement": "与发榜单位无关联关系。",
    "promise": "yes",
}
CORE = (
    "围绕榜单提出的关键问题，从机理、部件和系统三个层面开展攻关，逐项达到榜单指标，"
    "形成可在发榜单位产线上长期稳定运行的成套技术。"
)

_COMMON = (
    "长晶炉采用双线圈独立控温，径向温差控制在五摄氏度以内，轴向温度梯度按生长阶段分段下调；"
    "原料先经高温除氮处理，籽晶背面以石墨胶和金属膜双层粘接，抑制背面蒸发产生的孔洞。"
    "生长初期以低过饱和度维持单一晶型，待界面由凸转平后再提高速率，"
    "每小时记录一次线圈功率与腔体压力，用于反推界面形状并修正下一炉的工艺曲线"
)
ALIKE = (  # two bids on one challenge that share passages, in fields of their own
    {"route": f"先建立长晶炉热场模型并用三炉实测数据校准。{_COMMON}，第四炉起进入小批量验证。",
     "method": "热场计算、长晶试验与位错腐蚀计数相结合，每炉取头、中、尾三片检测。",
     "risks": "线圈老化会使径向温差变大，备有一套线圈并按二十炉更换。"},
    {"core_content": "围绕衬底微管与基平面位错，从原料、籽晶和热场三方面降低缺陷密度。"
                     f"{_COMMON}。据此形成六英寸衬底的稳定工艺，并向八英寸过渡。",
     "route": "小炉摸索、中炉放大、大炉定型，三步各设退出条件。",
     "innovation": "以功率与压力的历史反推界面形状，代替炉内直接观察。"},
)  # fmt: skip


def bid(
    *, indicators: Sequence[Mapping[str, Any]], total: int, lead: str, heads: Sequence[str],
    idea: str, fiscal: int = 0, publisher: int = 0, months: int = 24,
) -> dict[str, Any]:  # fmt: skip
    """The bid form in its eight parts; money in fen."""
    posts = zip(heads, POSTS, strict=False)
    evidence = "已有台架数据支撑，试验方法与榜单一致。"
    return {
        **ANSWERS,
        "team": [
            {"person": p, "unit_name": lead, "post": post, "duty": "总体与核心技术", "months": "18"}
            for p, post in posts
        ],
        "core_content": f"{idea}{CORE}",
        "foundation": f"{lead}{ANSWERS['foundation']}",
        "milestones": [
            {"name": "方案与样机", "month": str(months * 2 // 5),
             "goal": "完成样机并通过台架试验", "evidence": "试验报告"},
            {"name": "现场应用", "month": str(months * 4 // 5),
             "goal": "现场连续运行并达到指标", "evidence": "用户报告"},
        ],
        "responses": [
            {"promised": r["target"], "compliance": "meets", "evidence": evidence}
            for r in indicators
        ],
        "contact_name": heads[0],
        **_budget(total, fiscal, publisher),
    }  # fmt: skip


def _budget(total: int, fiscal: int, publisher: int) -> dict[str, Any]:
    """The two tables, which add up to the total."""
    own, years = total - fiscal - publisher, _years(total)
    sources = [s for s in (("fiscal", fiscal), ("publisher", publisher), ("own", own)) if s[1]]
    return {
        "budget_total": wan(total),
        "budget_sources": [_source(name, amount, total, years) for name, amount in sources],
        "budget_subjects": [
            {"subject": "operations", "fiscal": wan(fiscal), "publisher": wan(publisher),
             "own": wan(own), "other": "0", "total": wan(total)}
        ],
    }  # fmt: skip


POSTS = ("technical_chief", "project_head", "finance_assistant", "team_member")


def _years(total: int) -> tuple[int, int, int]:
    first = total // 2 // 1_000_000 * 1_000_000
    return first, total - first, 0


def _source(name: str, amount: int, total: int, years: tuple[int, int, int]) -> dict[str, str]:
    first = amount * years[0] // total // 10_000 * 10_000
    return {"source": name, "year1": wan(first), "year2": wan(amount - first), "year3": "0",
            "total": wan(amount)}  # fmt: skip
