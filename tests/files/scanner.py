"""A clamd that knows one virus: the real protocol, on a port or a socket of this machine."""

import contextlib
import socketserver
import struct
import threading

from files.checks.marks import EICAR


class Asked(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.asked += 1
        order = self.rfile.read(len(b"zINSTREAM\0"))
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        assert order == b"zINSTREAM\0"
        self.server.seen.append(content)
        self.wfile.write(self.server.answers(content))


def honest(content):
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


def too_long(content):
    return b"INSTREAM size limit exceeded. ERROR\0"


def speechless(content):
    return b""


@contextlib.contextmanager
def scanner(answers=honest, path=None):
    kind = socketserver.ThreadingUnixStreamServer if path else socketserver.ThreadingTCPServer
    with kind(str(path) if path else ("127.0.0.1", 0), Asked) as server:
        server.answers, server.asked, server.seen = answers, 0, []
        server.url = f"unix://{path}" if path else "tcp://{}:{}".format(*server.server_address)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
