from __future__ import annotations

import io
import stat
import zipfile

import pytest

from jiebang.engine.decision import Reason
from jiebang.platform.files.inspect import Limits, inspect
from tests.unit.platform_files import build


def codes(verdict) -> list[str]:
    return [reason.code for reason in verdict.problems]


def test_a_zip_bomb_of_200_megabytes_is_refused_by_its_directory_without_expanding(tmp_path):
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("figures.csv", "w") as entry,
    ):
        for _ in range(200):
            entry.write(bytes(1024 * 1024))
    path = build.saved(tmp_path, out.getvalue())
    verdict = inspect(path, "a.zip", Limits(max_expanded_bytes=100 * 1024 * 1024))
    assert verdict.problems == (Reason("file_bomb", {"limit": 100 * 1024 * 1024}),)


def test_a_ratio_beyond_the_limit_is_a_bomb_even_within_the_total(judge):
    assert codes(judge(build.packed({"a.txt": b"0" * 2_000_000}), "a.zip")) == ["file_bomb"]


def test_a_directory_that_lies_is_found_out_while_streaming(judge):
    assert codes(judge(build.lying(2_000_000, declared=900), "a.zip")) == ["file_bomb"]


def test_a_lying_directory_is_found_out_inside_a_docx_too(judge):
    data = build.office("docx", extra={"word/media/big.xml": b" " * 2_500_000})
    data = data.replace((2_500_000).to_bytes(4, "little"), (70).to_bytes(4, "little"))
    assert codes(judge(data, "a.docx")) == ["file_bomb"]


def test_entries_that_share_bytes_are_a_bomb(judge):
    assert codes(judge(build.overlapping(), "a.zip")) == ["file_bomb"]


def test_too_many_entries_are_refused(judge):
    [problem] = judge(build.packed({f"{i}.txt": b"x" for i in range(21)}), "a.zip").problems
    assert problem == Reason("file_too_many_entries", {"have": 21, "limit": 20})


def test_entries_are_counted_across_nested_archives(judge):
    inner = build.packed({f"{i}.txt": b"x" for i in range(10)})
    data = build.packed({f"{i}.zip": inner for i in range(2)})
    assert codes(judge(data, "a.zip")) == ["file_too_many_entries"]


def test_expanded_bytes_are_counted_across_nested_archives(judge):
    inner = build.packed({f"{i}.txt": bytes([48 + i]) * 1_000_000 for i in range(2)})
    data = build.packed({f"{i}.zip": inner for i in range(2)})
    assert codes(judge(data, "a.zip")) == ["file_bomb"]


def test_archives_within_archives_end_at_the_limit(judge):
    data = build.packed({"a.txt": b"x"})
    for _ in range(3):
        data = build.packed({"inner.zip": data})
    [problem] = judge(data, "a.zip").problems
    assert (problem.code, problem.params["limit"]) == ("file_nested", 2)


@pytest.mark.parametrize(
    "entry", ["../../etc/passwd.txt", "/etc/a.txt", "C:/a.txt", "a\\..\\b.txt"]
)
def test_an_entry_that_leaves_its_folder_is_refused(judge, entry):
    [problem] = judge(build.packed({entry: b"x"}), "a.zip").problems
    assert problem == Reason("file_archive_path", {"entry": entry})


def test_an_entry_without_a_name_is_refused(judge):
    data = build.packed({"a": b"x"})
    for record, at in ((b"PK\x01\x02", 28), (b"PK\x03\x04", 26)):
        data = build.patched(data, at, "<H", 0, record)
    data = build.patched(data, 30, "<H", 1, b"PK\x01\x02")  # the letter becomes the extra field
    assert codes(judge(data, "a.zip")) == ["file_archive_path"]


def test_a_symbolic_link_in_an_archive_is_refused(judge):
    data = build.with_attributes("link.txt", (stat.S_IFLNK | 0o777) << 16)
    assert judge(data, "a.zip").problems == (Reason("file_archive_link", {"entry": "link.txt"}),)


def test_an_encrypted_archive_is_refused(judge):
    data = build.encrypted_flag(build.packed({"a.txt": b"x"}))
    assert codes(judge(data, "a.zip")) == ["file_encrypted"]


def test_a_compression_nobody_here_reads_is_refused(judge):
    assert codes(judge(build.packed({"a.txt": b"x" * 99}, zipfile.ZIP_LZMA), "a.zip")) == [
        "file_compression_unknown"
    ]


def test_a_program_in_an_archive_is_refused_by_name(judge):
    [problem] = judge(build.packed({"run.exe": b"MZ"}), "a.zip").problems
    assert problem == Reason("file_kind_not_allowed", {"entry": "run.exe", "kind": "exe"})


def test_a_program_renamed_inside_an_archive_is_refused(judge):
    [problem] = judge(build.packed({"a.pdf": b"MZ" + bytes(200)}), "a.zip").problems
    assert (problem.code, problem.params["entry"]) == ("file_not_what_it_says", "a.pdf")


def test_an_archive_with_nothing_in_it_is_empty(judge):
    assert codes(judge(build.packed({}), "a.zip")) == ["file_empty"]


@pytest.mark.parametrize("cut", [30, 60])
def test_an_archive_cut_short_is_broken(judge, cut):
    data = build.packed({"a.txt": b"some text"})
    assert codes(judge(data[:-cut], "a.zip")) == ["file_broken"]


def test_an_archive_with_a_damaged_entry_is_broken(judge):
    data = build.packed({"a.txt": b"some text"}, zipfile.ZIP_STORED)
    assert codes(judge(data.replace(b"some text", b"s0me text"), "a.zip")) == ["file_broken"]


def test_a_program_in_front_of_an_archive_is_refused(judge):
    data = b"MZ" + bytes(100) + build.packed({"a.txt": b"x"})
    assert codes(judge(data, "a.zip")) == ["file_not_what_it_says"]
