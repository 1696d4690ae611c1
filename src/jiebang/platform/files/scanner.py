"""ClamAV over its socket. The INSTREAM dialogue is a dozen lines, and the published client
needs a module that new Python environments no longer have.
"""

from __future__ import annotations

import socket
import struct
from pathlib import Path

CHUNK = 64 * 1024
PATIENCE = 60.0  # seconds without an answer after which a scanner counts as down


class Unreachable(Exception):
    """The configured scanner did not give a verdict."""


def signature(path: Path, address: str) -> str:
    """The name of what was found in the file, or "" for nothing. Raises Unreachable."""
    try:
        with connected(address) as line, path.open("rb") as file:
            line.sendall(b"zINSTREAM\0")
            while piece := file.read(CHUNK):
                line.sendall(struct.pack(">L", len(piece)) + piece)
            line.sendall(struct.pack(">L", 0))
            answer = told(line)
    except (OSError, ValueError) as fault:
        raise Unreachable(address) from fault
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if answer == "stream: OK":
        return ""
    raise Unreachable(answer)


def connected(address: str) -> socket.socket:
    """`unix:/run/clamav/clamd.ctl` or `tcp:host:3310`."""
    scheme, _, rest = address.partition(":")
    if scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        try:
            line.connect(rest)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = rest.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def told(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0"):
        piece = line.recv(4096)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
