"""The project's own tools refuse what they promise to refuse."""

import gettext
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(tool, *arguments, given=None):
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / tool, *map(str, arguments)],
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).splitlines()


def module(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


# laws -------------------------------------------------------------------------------------------

BEHIND_THE_DOOR = [
    "bid.state = 1",
    "bid.state: str = 'open'",
    "bid.state, x = 1, 2",
    "setattr(bid, 'state', 1)",
    "Bid.objects.update(state=1)",
    "Bid.objects.create(state=1)",
]


@pytest.mark.parametrize("line", BEHIND_THE_DOOR)
def test_a_state_set_outside_the_door_is_a_fault(tmp_path, line):
    path = module(tmp_path, "actions.py", line)
    assert run("laws", tmp_path) == (
        1,
        [f"{path}:1: sets a state; only platform/lifecycle may"],
    )


@pytest.mark.parametrize("line", BEHIND_THE_DOOR)
def test_the_door_itself_may_set_a_state(tmp_path, line):
    module(tmp_path, "platform/lifecycle.py", line)
    assert run("laws", tmp_path) == (0, ["1 modules keep the laws."])


@pytest.mark.parametrize(
    "line",
    [
        "Bid.objects.filter(state=1)",
        "x = bid.state",
        "bid.state == 1",
        "Bid.objects.update(state=1)  # behind the door: the invariant must notice",
    ],
)
def test_reading_a_state_and_an_excused_tampering_are_allowed(tmp_path, line):
    module(tmp_path, "queries.py", line)
    assert run("laws", tmp_path) == (0, ["1 modules keep the laws."])


@pytest.mark.parametrize("name", ["utils.py", "helpers/money.py", "services.py"])
def test_a_module_whose_name_says_nothing_is_a_fault(tmp_path, name):
    path = module(tmp_path, name, "x = 1")
    assert run("laws", tmp_path) == (
        1,
        [f"{path}: a name that says nothing; name it after what it does"],
    )


@pytest.mark.parametrize(
    "line",
    [
        "from jiebang.programme.models import Bid",
        "from jiebang.programme import models",
        "import jiebang.programme.models",
        "from ..programme.models import Bid",
        "from ..programme.models.bid import Bid",
    ],
)
def test_the_tables_of_another_module_are_out_of_reach(tmp_path, line):
    path = module(tmp_path, "src/jiebang/review/queries.py", line)
    assert run("laws", tmp_path) == (1, [f"{path}:1: the tables of programme are its own"])


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("src/jiebang/review/queries.py", "from .models import Panel"),
        ("src/jiebang/review/actions/draw.py", "from ..models import Panel"),
        ("src/jiebang/review/models.py", "from jiebang.platform.models import Aggregate"),
    ],
)
def test_a_module_reaches_its_own_tables_and_the_plumbing(tmp_path, name, line):
    module(tmp_path, name, line)
    assert run("laws", tmp_path) == (0, ["1 modules keep the laws."])


# sizes ------------------------------------------------------------------------------------------


def function_of(lines):
    return "def f():\n" + "    x = 1\n" * (lines - 1)


def test_a_function_of_forty_lines_passes(tmp_path):
    module(tmp_path, "a.py", function_of(40))
    assert run("sizes", tmp_path) == (0, ["1 files keep the size law."])


def test_a_function_of_forty_one_lines_is_a_fault(tmp_path):
    path = module(tmp_path, "a.py", "class A:\n" + "    def f(self):\n" + "        x = 1\n" * 40)
    assert run("sizes", tmp_path) == (1, [f"{path}::A.f: 41 lines, at most 40"])


@pytest.mark.parametrize("name", ["a.py", "page.html", "site.css"])
def test_a_file_of_more_than_four_hundred_lines_is_a_fault(tmp_path, name):
    path = module(tmp_path, name, "\n" * 401)
    assert run("sizes", tmp_path) == (1, [f"{path}: 401 lines, at most 400"])


def test_migrations_and_vendored_files_are_not_sized(tmp_path):
    module(tmp_path, "migrations/0001_initial.py", "\n" * 500)
    module(tmp_path, "vendor/a.js", "\n" * 500)
    assert run("sizes", tmp_path) == (0, ["0 files keep the size law."])


# no_hosts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pieces",
    [
        ("py", "pi.org"),
        ("files.python", "hosted.org"),
        ("registry.npm", "js.org"),
        ("/wo", "rk/main"),
        ("/ro", "ot/x"),
        ("/ho", "me/somebody/x"),
        ("file", ":///opt"),
    ],
)
def test_a_registry_or_a_place_on_one_machine_is_a_fault(tmp_path, pieces):
    path = module(tmp_path, "a.txt", f"first\nsee {''.join(pieces)} there")
    code, lines = run("no_hosts", path)
    assert code == 1
    assert lines[0].startswith(f"{path}:2: ")


def test_ordinary_paths_and_addresses_are_no_fault(tmp_path):
    path = module(
        tmp_path, "a.txt", 'href="/open/" /usr/bin/chromium https://semver.org /homepage/'
    )
    assert run("no_hosts", path) == (0, ["1 files name no registry and no machine."])


# messages ---------------------------------------------------------------------------------------


@pytest.fixture
def texts(tmp_path):
    """Runs tools/messages on a locale and a source of the test's own."""
    (tmp_path / "source").mkdir()

    def call(*arguments, given=None):
        folders = ("--locale", tmp_path / "locale", "--source", tmp_path / "source")
        given = None if given is None else json.dumps(given)
        return run("messages", *folders, *arguments, given=given)

    return call


def test_added_texts_are_complete_in_three_languages(texts, tmp_path):
    module(
        tmp_path,
        "source/a.py",
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        '_("Software"); pgettext("verb", "Award"); ngettext("%(n)s file", "%(n)s files", 2)\n',
    )
    pairs = {
        "Software": "软件",
        "Award": {"context": "verb", "text": "中选"},
        "%(n)s file": {"plural": "%(n)s files", "text": "%(n)s 个文件"},
    }
    assert texts("add", "-", given=pairs) == (0, ["3 of 3 texts written; 3 in all."])
    assert texts("check") == (0, ["All 3 texts have their Chinese."])
    read = {}
    for language in ("zh_Hans", "zh_Hant", "en"):
        with (tmp_path / "locale" / language / "LC_MESSAGES/django.mo").open("rb") as file:
            texts_in = gettext.GNUTranslations(file)
        read[language] = [
            texts_in.gettext("Software"),
            texts_in.pgettext("verb", "Award"),
            texts_in.ngettext("%(n)s file", "%(n)s files", 2),
        ]
    assert read == {
        "zh_Hans": ["软件", "中选", "%(n)s 个文件"],
        "zh_Hant": ["軟體", "中選", "%(n)s 個檔案"],
        "en": ["Software", "Award", "%(n)s files"],
    }


def test_a_text_without_chinese_is_named_with_its_place(texts, tmp_path):
    module(tmp_path, "source/a.html", '{% load i18n %}\n{% translate "Hello" %}')
    assert texts("check") == (1, ["no Chinese: 'Hello'  a.html:2"])


def test_a_differing_translation_is_refused_until_replacing_is_asked_for(texts):
    texts("add", "-", given={"Submit": "提交"})
    assert texts("add", "-", given={"Submit": "递交"}) == (
        1,
        [
            "0 of 1 texts written; 1 in all.",
            "refused: 'Submit': is '提交', not '递交'",
            "Where yours is the better Chinese, give --replace.",
        ],
    )
    assert texts("add", "-", "--replace", given={"Submit": "递交"})[0] == 0
    assert texts("add", "-", given={"Submit": "递交"})[0] == 0


def test_a_lost_placeholder_is_refused(texts):
    assert texts("add", "-", given={"%(n)s days": "几天"}) == (
        1,
        ["0 of 1 texts written; 0 in all.", "refused: placeholders differ: '%(n)s days' → '几天'"],
    )


# vendored files ---------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["src/jiebang/web/static/vendor", "tests/browser/vendor"])
def test_no_vendored_file_names_an_address_to_fetch_from(folder):
    found = {
        path.name
        for path in (ROOT / folder).iterdir()
        if path.suffix in {".css", ".svg"} and "url(http" in path.read_text("utf-8")
    }
    assert found == set()


def test_vendored_files_match_their_hashes():
    assert run("vendor", "check") == (0, ["Vendored files match their hashes."])


def test_every_icon_asked_for_is_in_the_sprite_once():
    names = (ROOT / "tools/icons.txt").read_text("utf-8").split()
    sprite = (ROOT / "src/jiebang/web/static/vendor/tabler-icons.svg").read_text("utf-8")
    assert [sprite.count(f'<symbol id="{name}"') for name in names] == [1] * len(names)


def test_every_icon_that_a_template_names_is_in_the_sprite():
    named = {
        name
        for page in (ROOT / "src/jiebang/web/templates").rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', page.read_text("utf-8"))
    }
    names = set((ROOT / "tools/icons.txt").read_text("utf-8").split())
    assert sorted(named - names) == []


# tests ------------------------------------------------------------------------------------------


def test_every_folder_of_tests_is_a_package_so_that_the_search_profiles_apply():
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [str(path) for path in folders if not (path / "__init__.py").exists()] == []
