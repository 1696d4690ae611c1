"""Taking over lists of other pools: seen first, taken line by line, people one by their number."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiebang.engine.identity import check_resident_id
from jiebang.platform import documents
from jiebang.registry.models import Expert
from tests import reviewing as r

TITLES = ("姓名", "证件号码", "手机号码", "工作单位", "单位所在地代码", "专家类别", "技术领域",
          "研究方向", "职称", "出生日期")  # fmt: skip


def number(body: str) -> str:
    """An invented identity number: district 000000 is nowhere."""
    return next(body + c for c in "0123456789X" if check_resident_id(body + c) is None)


ONE = number("11010119700101001")
TWO = number("11010119720202002")


def line(name: str, id_number: str, **changes) -> tuple[str, ...]:
    cells = {"手机号码": "13911110000", "工作单位": "外省示例大学", "单位所在地代码": "320100",
             "专家类别": "技术研发", "技术领域": "高端装备", "研究方向": "伺服控制", "职称": "教授",
             "出生日期": "", "姓名": name, "证件号码": id_number} | changes  # fmt: skip
    return tuple(cells[t] for t in TITLES)


def csv(*lines, encoding="gb18030") -> SimpleUploadedFile:
    text = "\n".join(",".join(row) for row in (TITLES, *lines))
    return SimpleUploadedFile("national.csv", text.encode(encoding), content_type="text/csv")


@pytest.fixture
def keeper(town):
    return town.visitor("pool")


def uploaded(keeper, file) -> str:
    answer = keeper.post(reverse("pool_upload"), {"list": file})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def take(keeper, url: str, **more):
    return keeper.post(url, {"source": "国家科技专家库", "level": "2"} | more)


def test_nothing_changes_before_it_is_taken_and_then_people_stand_in_the_pool(town, keeper):
    url = uploaded(keeper, csv(line("欧阳新", ONE), line("司马新", TWO, 职称="副研究员")))
    assert (keeper.get(url).status_code, Expert.objects.count()) == (200, 0)
    take(keeper, url)
    rows = Expert.objects.order_by("name")
    found = [(e.name, e.state, e.level, e.unit_basis) for e in rows]
    assert found == [(n, "accepted", 2, "国家科技专家库") for n in ("司马新", "欧阳新")]
    take(keeper, url)
    assert Expert.objects.count() == 2


def test_one_person_in_two_pools_under_two_spellings_is_one_record(town, keeper):
    take(keeper, uploaded(keeper, csv(line("欧阳新", ONE))))
    url = uploaded(keeper, csv(line("歐陽新", ONE, 工作单位="另一示例学院"), encoding="utf-8"))
    page = keeper.get(url).content.decode()
    assert "姓名写法与库内不同" in page
    take(keeper, url)
    assert [(e.name, e.unit_name) for e in Expert.objects.all()] == [("欧阳新", "另一示例学院")]


def test_a_person_twice_in_one_list_is_taken_once(town, keeper):
    take(keeper, uploaded(keeper, csv(line("欧阳新", ONE), line("欧阳 新", ONE))))
    assert Expert.objects.count() == 1


def test_the_same_name_without_a_number_is_asked_and_not_merged(town, keeper):
    r.expert(town.world, "x1", name="欧阳新")
    town.at()
    url = uploaded(town.visitor("pool"), csv(line("欧阳新", "", 出生日期="1980-01-01")))
    keeper = town.visitor("pool")
    take(keeper, url)
    assert Expert.objects.count() == 1
    take(keeper, url, with_alike="yes")
    assert Expert.objects.count() == 2


def test_a_line_that_cannot_stand_says_why_and_the_others_go_on(town, keeper):
    wrong = line("诸葛新", "110101197001010010")
    url = uploaded(keeper, csv(wrong, line("司马新", TWO, 手机号码="")))
    page = keeper.get(url).content.decode()
    assert page.count("不能导入") >= 2
    take(keeper, url)
    assert Expert.objects.count() == 0


def test_a_workbook_is_read_like_a_csv(town, keeper):
    columns = tuple(documents.SheetColumn(t, 12) for t in TITLES)
    book = documents.render_xlsx([documents.Sheet("专家", columns, [line("欧阳新", ONE)])])
    url = uploaded(keeper, SimpleUploadedFile("pool.xlsx", io.BytesIO(book).getvalue()))
    take(keeper, url)
    assert Expert.objects.get().name == "欧阳新"


def test_only_the_keeper_imports_and_only_what_the_keeper_uploaded(town, keeper):
    url = uploaded(keeper, csv(line("欧阳新", ONE)))
    assert {town.visitor(k).get(url).status_code for k in ("officer", "drawer", "team")} == {404}


def test_a_file_without_titles_is_refused_with_what_is_missing(town, keeper):
    file = SimpleUploadedFile("a.csv", "甲,乙\n1,2\n".encode(), content_type="text/csv")
    answer = keeper.get(uploaded(keeper, file))
    assert (answer.status_code, "未找到列标题行" in answer.content.decode()) == (422, True)
