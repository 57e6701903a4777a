"""Asks pages over loopback and notes how long each answer took.

gunicorn's sync workers close the connection after each answer, so each request is a connection of its own. One request
costs this client about a twentieth of what the cheapest page costs the server.
"""

import random
import socket
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

FEWEST = 20  # requests in a window
WARM_UP = 4


class Refused(Exception):
    """The page did not answer as it should: whatever was measured is worth nothing."""


@dataclass(frozen=True)
class Target:
    """A page; `request` gives the bytes of the next request, `code` is what a good answer begins with."""

    name: str
    size: str
    port: int
    request: Callable[[], bytes]
    code: bytes = b"200"


@dataclass
class Window:
    seconds: float = 0
    answers: list[float] = field(default_factory=list)

    @property
    def cost(self):
        """Seconds of the server's time for one answer, when it has enough to do."""
        return self.seconds / len(self.answers)

    @property
    def median(self):
        return statistics.median(self.answers)

    @property
    def p95(self):
        return statistics.quantiles(self.answers, n=20)[-1]


def window(target, connections, seconds):
    """Asks for so long, and until there are enough answers."""
    found, lock = Window(), threading.Lock()
    started = time.perf_counter()
    problems = []

    def ask_on():
        try:
            while time.perf_counter() - started < seconds or len(found.answers) < FEWEST:
                took = ask(target)
                with lock:
                    found.answers.append(took)
        except Exception as problem:  # a thread's exception would vanish
            problems.append(problem)

    threads = [threading.Thread(target=ask_on) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    found.seconds = time.perf_counter() - started
    return found


def ask(target):
    request = target.request()
    started = time.perf_counter()
    with socket.create_connection(("127.0.0.1", target.port), timeout=30) as connection:
        connection.sendall(request)
        answer = connection.recv(65_536)
        first = answer
        while answer:
            answer = connection.recv(262_144)
    took = time.perf_counter() - started
    if first[9:12] != target.code:
        raise Refused(f"{target.name} of {target.size}: {first[:300].decode(errors='replace')}")
    return took


def compare(targets, *, rounds, seconds, connections=(1, 8), told=lambda words: None):
    """Every target once in each round, in an order shuffled anew, so that a slow spell falls on all of them.

    Gives {(target's name, size, connections): its windows, one for each round}.
    """
    found = {}
    shuffled = random.Random(7)
    for target in targets:
        for _ in range(WARM_UP):
            ask(target)
    for number in range(rounds):
        for count in connections:
            for target in shuffled.sample(targets, len(targets)):
                found.setdefault((target.name, target.size, count), []).append(window(target, count, seconds))
        told(f"round {number + 1} of {rounds}")
    return found


@dataclass(frozen=True)
class Figure:
    """A median over the rounds, with the smallest and the largest of them."""

    median: float
    low: float
    high: float

    def __str__(self):
        return f"{self.median:.2f} ({self.low:.2f}–{self.high:.2f})"


def figure(values):
    values = list(values)
    return Figure(statistics.median(values), min(values), max(values))


def times(found, name, size, count, base, base_size=None):
    """How many times the base's cost a page costs, each round for itself."""
    pairs = zip(found[name, size, count], found[base, base_size or size, count], strict=True)
    return figure(mine.cost / its.cost for mine, its in pairs)
