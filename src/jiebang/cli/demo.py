"""Prepare the demonstration (2021 and 2022 completed, 2023 open) and serve it."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import sys
import time
from pathlib import Path

from jiebang.cli import serve, setup

SEED = "jiebang-2023"
READY = "demo-ready.json"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prepare", action="store_true", help="stop once all is prepared")
    parser.add_argument("--fresh", action="store_true", help="throw the old demonstration away")
    parser.add_argument("--seed", default=SEED, help="the same seed gives the same demonstration")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)


def run(chosen: argparse.Namespace) -> int:
    folder = _enter(Path(os.environ.get("JIEBANG_VAR", home())), chosen.seed)
    if not chosen.prepare and not _free(chosen.host, chosen.port):
        print(f"port {chosen.port} is taken: stop what runs there, or give --port", file=sys.stderr)
        return 1
    if chosen.fresh or not _ready(folder, chosen.seed):
        _prepare(folder, chosen.seed)
    if chosen.prepare:
        print(f"prepared in {folder}")
        return 0
    return _serve(chosen.host, chosen.port)


def home() -> Path:
    """Where a demonstration lives unless told otherwise."""
    return Path.cwd() / "var" / "demo"


def enter_prepared() -> bool:
    """Work on the demonstration that was prepared here; False where there is none."""
    try:
        kept = json.loads((home() / READY).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    _enter(home(), kept["seed"])
    return True


def _enter(folder: Path, seed: str) -> Path:
    os.environ["JIEBANG_DEMO"] = "1"
    os.environ["JIEBANG_VAR"] = str(folder)
    os.environ["JIEBANG_SEAL_KEY"] = f"demo {seed}"  # nothing in it is a secret
    return folder


def _free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _ready(folder: Path, seed: str) -> bool:
    try:
        return json.loads((folder / READY).read_text(encoding="utf-8"))["seed"] == seed
    except FileNotFoundError:
        return False


def _prepare(folder: Path, seed: str) -> None:
    """From nothing: an interrupted preparation is thrown away, never continued."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    started = time.monotonic()

    def say(line: str) -> None:
        print(f"[{time.monotonic() - started:5.0f} s] {line} …", flush=True)

    say("建立数据库")
    os.environ["JIEBANG_PREPARING"] = "1"
    setup()
    from django.core.management import call_command  # noqa: PLC0415 -- after setup

    from jiebang.demo import history, plan  # noqa: PLC0415 -- after setup
    from jiebang.platform import clock, entropy  # noqa: PLC0415 -- after setup
    from jiebang.platform.audit import tree  # noqa: PLC0415 -- after setup

    call_command("migrate", verbosity=0)
    with entropy.seeded(seed):
        history.perform(say)
        say("封存记录")
        tree.fold(plan.NOW)
    clock.move_to(plan.NOW)
    history.send_mail()
    (folder / READY).write_text(json.dumps({"seed": seed}), encoding="utf-8")
    say("完成")


def _serve(host: str, port: int) -> int:
    """Web, worker and tick under one manager, which stops them all on Ctrl-C."""
    from honcho import manager as honcho  # noqa: PLC0415 -- only to serve

    honcho.KILL_WAIT = 20  # seconds: a worker finishes the task in hand
    me = f"{sys.executable} -m jiebang.cli"
    manager = honcho.Manager()
    os.environ.pop("JIEBANG_PREPARING", None)
    env = dict(os.environ, PYTHONUNBUFFERED="1")
    manager.add_process("web", " ".join(serve.command(host, port, 2)), env=env)
    manager.add_process("worker", f"{me} worker", env=env)
    manager.add_process("tick", f"{me} tick --every 60", env=env)
    print(
        f"\n  揭榜 Jiebang  http://{host}:{port}\n\n"
        "  页面顶部可切换身份、把时钟拨到下一个截止时刻;所有单位和人员均为虚构。\n"
        "  The bar on top steps into any role and moves the clock. Ctrl-C stops.\n",
        flush=True,
    )
    manager.loop()
    return 0 if manager.returncode in (0, None, 130, -2) else manager.returncode
