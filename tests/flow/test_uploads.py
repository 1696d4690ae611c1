from __future__ import annotations

import hashlib
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from jiebang.engine.decision import Denied, Reason
from jiebang.platform.files import disk, queries, serve, store
from jiebang.platform.files.inspect import Limits
from jiebang.platform.files.models import StoredFile
from tests.unit.platform_files import build

pytestmark = pytest.mark.django_db

NOW = datetime(2023, 5, 4, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.JIEBANG_FILES = tmp_path / "files"
    settings.JIEBANG_CLAMD = ""
    return settings.JIEBANG_FILES


def sent(data: bytes = b"some text", name: str = "说明.txt", uploader: int = 7, **more):
    halves = [data[: len(data) // 2], data[len(data) // 2 :]]
    return store.receive(halves, name, uploader=uploader, now=NOW, **more)


def adopted(file, pk: str = "42"):
    with transaction.atomic():
        return store.adopt(file.id, "thing", pk, "evidence", uploader=7)


def on_disk(folder: Path) -> list[Path]:
    return sorted(p for p in folder.glob("*/*") if p.is_file())


# Receiving -------------------------------------------------------------------------------------


def test_an_upload_is_stored_unowned_with_its_digest(folder):
    file = sent(b"some text").file
    assert file == queries.get(file.id)
    assert (file.sha256, file.size) == (hashlib.sha256(b"some text").hexdigest(), 9)
    assert (file.name, file.mime, file.uploader) == ("说明.txt", "text/plain", 7)
    assert (file.owned, file.scan, file.uploaded_at) == (False, "unscanned", NOW)


def test_the_place_on_disk_tells_nothing_of_the_name(folder):
    sent()
    [path] = on_disk(folder)
    assert path.read_bytes() == b"some text"
    assert path.suffix == ""
    assert len(path.parent.name + path.name) == 32
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_refused_file_leaves_nothing_behind(folder):
    receipt = sent(b"", "空.txt")
    assert (receipt.file, receipt.verdict.problems) == (None, (Reason("file_empty"),))
    assert (on_disk(folder), StoredFile.objects.count()) == ([], 0)


def test_a_file_over_the_limit_is_cut_off_while_it_streams(folder):
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield b"x" * 1000

    receipt = store.receive(endless(), "a.txt", uploader=7, now=NOW, limits=Limits(max_bytes=2_500))
    assert receipt.verdict.problems == (Reason("file_too_large", {"have": 2_501, "limit": 2_500}),)
    assert (len(taken), on_disk(folder)) == (3, [])


def test_a_connection_that_breaks_leaves_nothing_behind(folder):
    def broken():
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.receive(broken(), "a.txt", uploader=7, now=NOW)
    assert (on_disk(folder), StoredFile.objects.count()) == ([], 0)


def test_flags_of_the_inspection_are_kept_with_the_file():
    file = sent(build.pdf(2, script="app.alert(1)"), "a.pdf").file
    assert (file.pages, file.flags) == (2, (Reason("file_script"),))


def test_a_person_cannot_pile_up_files_without_attaching_them():
    adopted(sent().file)
    for _ in range(50):
        assert sent().verdict.problems == ()
    assert sent().verdict.problems == (Reason("files_waiting", {"have": 50, "limit": 50}),)
    assert sent(uploader=8).verdict.problems == ()


def test_an_acknowledged_file_survives_a_killed_process(folder):
    script = (
        "import os, signal, django\n"
        "from django.conf import settings\n"
        f"settings.configure(JIEBANG_FILES={str(folder)!r})\n"
        "from jiebang.platform.files import disk\n"
        "path, sha256, size = disk.write_incoming([b'acknow', b'ledged'], most=100)\n"
        "print(disk.keep(path), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(store.__file__).parents[3])},
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    assert (folder / done.stdout.strip()).read_bytes() == b"acknowledged"


# Owners ----------------------------------------------------------------------------------------


def test_an_adopted_file_belongs_to_its_owner():
    file = adopted(sent().file)
    assert (file.owner_life, file.owner_pk, file.purpose) == ("thing", "42", "evidence")
    assert queries.of("thing", 42) == (file,)
    assert queries.of("thing", 42, "evidence") == (file,)
    assert queries.of("thing", 42, "photo") == ()
    assert queries.unowned(7) == ()


def test_the_files_of_many_owners_are_one_statement(django_assert_num_queries):
    first, second, third = (adopted(sent().file, pk) for pk in ("1", "2", "2"))
    with django_assert_num_queries(1):
        found = queries.of_many("thing", ["1", "2", "3"])
    assert {pk: {f.id for f in files} for pk, files in found.items()} == {
        "1": {first.id},
        "2": {second.id, third.id},
    }


def test_a_file_that_has_an_owner_is_not_given_away():
    file = adopted(sent().file)
    with pytest.raises(Denied) as refused:
        adopted(file, "43")
    assert refused.value.decision.reasons == (Reason("file_taken"),)


def test_another_persons_upload_cannot_be_attached():
    file = sent(uploader=8).file
    with pytest.raises(Denied) as refused:
        adopted(file)
    assert refused.value.decision.reasons == (Reason("file_missing"),)


@pytest.mark.parametrize("file_id", ["", "no-id", "7a1e5f1e-0000-4000-8000-000000000000"])
def test_a_file_that_is_not_there_is_missing(file_id):
    assert queries.get(file_id) is None
    with transaction.atomic(), pytest.raises(Denied) as refused:
        store.adopt(file_id, "thing", "42", "evidence")
    assert refused.value.decision.reasons == (Reason("file_missing"),)


def test_owners_change_only_inside_a_step(committed):
    file = sent().file
    with pytest.raises(RuntimeError, match="only inside its owner's step"):
        store.adopt(file.id, "thing", "42", "evidence")


def test_only_the_owner_releases_a_file():
    file = adopted(sent().file)
    with transaction.atomic(), pytest.raises(Denied):
        store.release(file.id, "thing", "43", now=NOW)
    with transaction.atomic():
        released = store.release(file.id, "thing", "42", now=NOW)
    assert (released.owned, queries.of("thing", "42")) == (False, ())


def test_the_sender_discards_what_is_not_attached(folder):
    file, kept = sent().file, adopted(sent().file)
    assert store.discard(file.id, uploader=8) is False
    assert store.discard(file.id, uploader=7) is True
    assert store.discard(kept.id, uploader=7) is False
    assert (queries.get(file.id), len(on_disk(folder))) == (None, 1)


def test_the_database_refuses_a_file_that_is_owned_and_counting():
    file = sent().file
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=file.id).update(owner_life="thing", owner_pk="1")


# Upkeep ----------------------------------------------------------------------------------------


def test_the_sweep_takes_what_nobody_adopted_for_a_day(folder):
    orphan, kept = sent(b"orphan").file, adopted(sent(b"kept").file)
    assert store.sweep(NOW + DAY) == 0
    assert store.sweep(NOW + DAY + timedelta(seconds=1)) == 1
    assert (queries.get(orphan.id), queries.get(kept.id)) == (None, kept)
    assert [p.read_bytes() for p in on_disk(folder)] == [b"kept"]


def test_a_released_file_has_a_day_from_its_release():
    file = adopted(sent().file)
    with transaction.atomic():
        store.release(file.id, "thing", "42", now=NOW + 5 * DAY)
    assert store.sweep(NOW + 6 * DAY) == 0
    assert store.sweep(NOW + 6 * DAY + timedelta(seconds=1)) == 1


def test_the_sweep_takes_bytes_that_no_row_knows_after_a_day(folder):
    kept = adopted(sent(b"kept").file)
    old, _, _ = disk.write_incoming([b"half an upload"], most=100)
    lost = folder / disk.keep(disk.write_incoming([b"never recorded"], most=100)[0])
    fresh, _, _ = disk.write_incoming([b"arriving now"], most=100)
    for path in (old, lost, folder / StoredFile.objects.get(pk=kept.id).path):
        os.utime(path, (0, 0))
    assert store.sweep(NOW) == 2
    assert {p.read_bytes() for p in on_disk(folder)} == {b"kept", fresh.read_bytes()}


def test_damage_behind_our_back_is_found(folder):
    whole, altered, lost = (adopted(sent(b).file) for b in (b"whole", b"altered", b"lost"))
    assert store.damaged() == ()
    paths = {f.id: folder / StoredFile.objects.get(pk=f.id).path for f in (altered, lost)}
    paths[altered.id].write_bytes(b"changed")
    paths[lost.id].unlink()
    assert {(r.code, r.params["id"]) for r in store.damaged()} == {
        ("file_altered", str(altered.id)),
        ("file_lost", str(lost.id)),
    }
    assert whole.openable


# The scanner -----------------------------------------------------------------------------------


class Scanner:
    """Speaks ClamAV's INSTREAM on a socket; calls anything with EICAR in it infected."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(str(path))
        self.listener.listen()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        while True:
            line, _ = self.listener.accept()
            with line, line.makefile("rb") as told:
                if told.read(10) != b"zINSTREAM\0":
                    return
                data = b""
                while size := struct.unpack(">L", told.read(4))[0]:
                    data += told.read(size)
                found = b"EICAR" in data
                line.sendall(b"stream: Eicar-Test FOUND\0" if found else b"stream: OK\0")

    def stop(self) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.connect(str(self.path))
            line.sendall(b"stop------")
        self.thread.join()
        self.listener.close()


@pytest.fixture
def scanner(settings, tmp_path, socket_enabled):
    running = Scanner(tmp_path / "clamd")
    settings.JIEBANG_CLAMD = f"unix:{tmp_path / 'clamd'}"
    yield running
    running.stop()


def test_a_clean_file_is_recorded_as_clean(scanner):
    assert sent(b"x" * 200_000).file.scan == "clean"


def test_an_infected_file_is_refused_with_the_name_of_what_was_found(scanner, folder):
    receipt = sent(b"EICAR")
    assert receipt.verdict.problems == (Reason("file_infected", {"found": "Eicar-Test"}),)
    assert (receipt.file, on_disk(folder)) == (None, [])


def test_a_scanner_that_is_down_means_quarantine_never_open(settings, tmp_path, socket_enabled):
    settings.JIEBANG_CLAMD = f"unix:{tmp_path / 'nobody'}"
    file = sent().file
    assert (file.scan, file.openable) == ("quarantined", False)
    with pytest.raises(Denied) as refused:
        store.opened(file.id)
    assert refused.value.decision.reasons == (Reason("file_quarantined"),)
    with pytest.raises(Denied):
        serve.attachment(file)
    with pytest.raises(Denied):
        adopted(file)


def test_quarantined_files_are_decided_when_the_scanner_is_back(settings, scanner, tmp_path):
    there, settings.JIEBANG_CLAMD = settings.JIEBANG_CLAMD, f"unix:{tmp_path / 'nobody'}"
    good, bad = sent(b"good").file, sent(b"EICAR").file
    assert store.rescan() == 0
    settings.JIEBANG_CLAMD = there
    assert store.rescan() == 2
    assert (queries.get(good.id).scan, queries.get(bad.id).scan) == ("clean", "infected")


# Serving ---------------------------------------------------------------------------------------


def test_a_file_is_served_as_an_attachment_that_no_browser_runs():
    file = sent(name="实施 方案(终稿).txt").file
    response = serve.attachment(file)
    assert b"".join(response.streaming_content) == b"some text"
    response.close()
    assert {name: response[name] for name in response.headers} == {
        "Content-Type": "text/plain",
        "Content-Length": "9",
        "Content-Disposition": (
            "attachment; filename=\"__ __(__).txt\"; filename*=UTF-8''"
            "%E5%AE%9E%E6%96%BD%20%E6%96%B9%E6%A1%88%28%E7%BB%88%E7%A8%BF%29.txt"
        ),
        "ETag": f'"{file.sha256}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-cache",
    }


def test_a_browser_that_has_the_file_is_told_so():
    file = sent().file
    response = serve.attachment(file, if_none_match=f'"other", W/"{file.sha256}"')
    assert (response.status_code, response["ETag"]) == (304, f'"{file.sha256}"')


def test_a_blind_reader_gets_a_name_that_tells_nothing():
    response = serve.attachment(sent(name="甲公司.txt").file, as_name="附件1.txt")
    told = response["Content-Disposition"]
    response.close()
    assert told == ("attachment; filename=\"__1.txt\"; filename*=UTF-8''%E9%99%84%E4%BB%B61.txt")
