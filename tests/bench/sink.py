"""A mail server that takes everything at once and keeps nothing, so that it is never what a sender waits for.

python -m tests.bench.sink PORT
"""

import socketserver
import sys


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.connection.setsockopt(socketserver.socket.IPPROTO_TCP, socketserver.socket.TCP_NODELAY, True)
        self.say(b"220 sink")
        for line in self.rfile:
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.say(b"354 go on")
                while self.rfile.readline() != b".\r\n":
                    pass
            if word == b"QUIT":
                return self.say(b"221 bye")
            self.say(b"250 ok")
        return None

    def say(self, words):
        self.wfile.write(words + b"\r\n")


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


if __name__ == "__main__":
    Sink(("127.0.0.1", int(sys.argv[1])), Session).serve_forever()
