"""Fifty case managers at work, for locust: they read, look for somebody, and write; 3 to 8 s of thinking in between.

Started by tests.bench.fifty_run, which says in PEOPLE who they are.
"""

import itertools
import json
import os
import random

from locust import HttpUser, between, task

from tests.bench.pages import save_body

SAID = json.loads(open(os.environ["PEOPLE"]).read())  # noqa: SIM115 - read once
NEXT = itertools.cycle(SAID["people"])


class Person(HttpUser):
    wait_time = between(3, 8)

    def on_start(self):
        self.who = next(NEXT)
        self.headers = {"Cookie": self.who["cookie"], "X-Forwarded-Proto": "https", "Connection": "close"}
        self.headers["Origin"] = self.host.replace("http://", "https://")

    def read(self, name, path):
        self.client.get(path, name=name, headers=self.headers, allow_redirects=False)

    def some_client(self):
        return random.choice(self.who["clients"])

    @task(4)
    def my_day(self):
        self.read("My day", "/")

    @task(3)
    def client_list(self):
        self.read("Client list", "/clients/")

    @task(3)
    def search(self):
        self.read("Search by name", f"/clients/?q={self.some_client()['family_name'][:3]}")

    @task(5)
    def summary(self):
        self.read("Client summary", f"/clients/{self.some_client()['reference']}/summary/")

    @task(5)
    def timeline(self):
        self.read("Timeline", f"/clients/{self.some_client()['reference']}/timeline/")

    @task(3)
    def plan(self):
        self.read("Care plan", f"/clients/{self.some_client()['reference']}/plan/")

    @task(4)
    def write(self):
        client = self.some_client()
        path = f"/clients/{client['reference']}/timeline/add/"
        headers = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        body = save_body(client, self.who, SAID["today"])
        with self.client.post(
            path, body, name="Save", headers=headers, allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code != 303:
                answer.failure(f"{answer.status_code}")
