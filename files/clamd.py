"""Asks clamd, the ClamAV service, about one file. Its protocol in the manual: docs.clamav.net, "ClamD Protocol".

The Python clients for it have had no release in years or one author; what is needed of it is this.
"""

import socket
import struct
from typing import IO
from urllib.parse import urlparse

BLOCK = 1 << 16
PATIENCE = 60  # seconds for each step
LONGEST_ANSWER = 4096


class ScannerAway(Exception):
    """clamd does not answer, or not in words that say whether the file is clean."""


def scan(file: IO[bytes], *, url: str) -> str:
    """The name of the virus that was found, or "" for none. `url` is tcp://host:port or unix:///path."""
    try:
        with _connected(url) as connection:
            connection.sendall(b"zINSTREAM\0")
            while block := file.read(BLOCK):
                connection.sendall(struct.pack("!L", len(block)) + block)
            connection.sendall(struct.pack("!L", 0))
            answer = _answer(connection)
    except OSError as problem:
        raise ScannerAway(type(problem).__name__) from problem
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerAway(answer[:100])


def _connected(url: str) -> socket.socket:
    parts = urlparse(url)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(PATIENCE)
        try:
            connection.connect(parts.path)
        except BaseException:
            connection.close()
            raise
        return connection
    return socket.create_connection((parts.hostname or "localhost", parts.port or 3310), timeout=PATIENCE)


def _answer(connection: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        block = connection.recv(LONGEST_ANSWER)
        if not block:
            break
        said += block
    return said.rstrip(b"\0").decode(errors="replace")
