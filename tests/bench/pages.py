"""The pages that are measured, as requests of a signed-in case manager."""

import json
import random
import subprocess
import sys
import uuid
from itertools import cycle
from urllib.parse import urlencode

from tests.bench.ground import ROOT, environment
from tests.bench.load import Target

TEXT = (
    "Met at home. We went through the week: sleep is better, headaches on two days. Walked to the shop and back "
    "without a rest. The therapist asks for six further sessions; the letter is to follow. Agreed to ring on Friday. "
) * 3

# Name as the table prints it, and how often the constant view it may cost.
CONSTANT = "Constant view, signed in"
TARGETS = {
    "Client list": 3.5,
    "Client summary": 4.5,
    "Timeline": 4.5,
    "Care plan": 4.5,
    "My day": 4.5,
    "Search by name": 3.5,
    "Save a contact record": 4.5,
}
MOST_GROWTH, MOST_TAIL = 1.15, 1.6


def signed_in(database_url, people=1):
    """What tests.bench.sign_in says, from a process of its own."""
    command = [sys.executable, "-m", "tests.bench.sign_in", str(people)]
    result = subprocess.run(command, cwd=ROOT, env=environment(database_url), capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(result.stderr)
    return json.loads(result.stdout)


def targets(size, port, who, today):
    """Every page of one person in one practice; a page of a client goes through all of theirs."""
    clients = random.Random(size).sample(who["clients"], len(who["clients"]))

    def get(name, *paths):
        requests = cycle([_get(path, who, port) for path in paths])
        return Target(name, size, port, lambda: next(requests))

    def of_each(section):
        return [f"/clients/{client['reference']}/{section}/" for client in clients]

    saves = cycle(clients)
    return [
        get(CONSTANT, "/bench/constant/"),
        get("Client list", "/clients/"),
        get("Client summary", *of_each("summary")),
        get("Timeline", *of_each("timeline")),
        get("Care plan", *of_each("plan")),
        get("My day", "/"),
        get("Search by name", *(f"/clients/?q={client['family_name'][:3]}" for client in clients)),
        Target("Save a contact record", size, port, lambda: save(next(saves), who, port, today), b"303"),
    ]


def _head(method, path, who, port):
    return (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {who['cookie']}\r\nX-Forwarded-Proto: https\r\n"
        f"Origin: https://127.0.0.1:{port}\r\nConnection: close\r\n"
    )


def _get(path, who, port):
    return f"{_head('GET', path, who, port)}\r\n".encode()


def save(client, who, port, today):
    """The form as the browser posts it, with a one-time key that was never used."""
    body = save_body(client, who, today).encode()
    head = _head("POST", f"/clients/{client['reference']}/timeline/add/", who, port)
    sort = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    return f"{head}{sort}".encode() + body


def save_body(client, who, today):
    typed = {
        "csrfmiddlewaretoken": who["csrf"],
        "form_token": client["token"],
        "once_key": uuid.uuid4().hex,
        "kind": "visit",
        "on": today,
        "minutes": "45",
        "with_whom": "Mother",
        "text": TEXT,
        "goals": client["goals"],
    }
    return urlencode(typed, doseq=True)
