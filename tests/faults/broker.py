"""A redis-server of a test's own, which keeps nothing."""

import contextlib
import shutil
import subprocess

from redis import Redis
from redis.exceptions import ConnectionError as NotThere

from tests.faults.ground import wait_until


@contextlib.contextmanager
def redis_server(port, folder):
    program = shutil.which("redis-server")
    assert program, "redis-server is not installed"
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(
        [*command, "--dir", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        with Redis(port=port) as broker:
            wait_until(lambda: answers(broker), seconds=10)
        yield
    finally:
        server.kill()
        server.wait()


def answers(broker):
    try:
        return broker.ping()
    except NotThere:
        return False
