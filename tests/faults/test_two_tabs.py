"""F11: one form in two tabs of one person; autosave and save come in any order. The last words are never lost."""

import random
import secrets

import pytest

from clients.models import Client
from tests.faults.counts import small_and_full
from ui import once
from ui.models import Draft

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.pages")]


class Tab:
    """One tab with the form of how to call a client; `reopen` loads the page again."""

    def __init__(self, browser, path, name):
        self.browser, self.path, self.name = browser, path, name
        self.reopen()

    def reopen(self):
        page = self.browser.get(self.path).json()
        self.hidden, self.shown = page["hidden"], page["initial"]["communication"]

    def type(self, number):
        self.words = f"Words {number} of {self.name}"
        return self.hidden | {"communication": self.words, "telephone": ""}

    def autosave(self, number):
        assert self.browser.post("/drafts/", self.type(number)).status_code == 200

    def save(self, number):
        return self.browser.post(self.path, self.type(number)).status_code


def faults_of(browser, path, chance, steps):
    """What is wrong after each step of some order in which two tabs are autosaved, saved and opened again."""
    tabs = [Tab(browser, path, name) for name in ("the first", "the second")]
    story, words, owners = [], None, set()  # the words that only a draft holds, and the tabs that show them
    for number in range(steps):
        tab, step = chance.choice(tabs), chance.choice(["autosave", "autosave", "save", "reopen"])
        version = Client.objects.get().version
        story.append(f"{step} {tab.name}")
        if step == "autosave":
            tab.autosave(number)
            words, owners = tab.words, {tab}
        elif step == "reopen":
            tab.reopen()
            owners.add(tab)
        elif (status := tab.save(number)) == 409:
            words, owners = tab.words, {tab}
        else:
            if (Client.objects.get().communication, Client.objects.get().version) != (tab.words, version + 1):
                yield f"{status}, but not saved: {story}"
            words = None if tab in owners else words
            tab.hidden |= {"once_key": secrets.token_urlsafe(24), "version": version + 1}
        kept = Draft.objects.values_list("values", flat=True).first()
        if words and (kept or {}).get("communication") != [words]:
            yield f"{words} is lost: {story}"
            return


def all_faults(browser, client, orders):
    for seed in range(orders):
        Draft.objects.all().delete()
        chance = random.Random(seed)  # noqa: S311 - the same orders every time
        yield from faults_of(browser, f"/calls/{client.reference}/change/", chance, 12)


@small_and_full("orders", 30, 1000)
def test_whatever_the_order_the_last_words_are_saved_or_a_draft(client_file, case_manager, signed_in, orders):
    assert list(all_faults(signed_in(case_manager), client_file, orders)) == []


def test_control_a_save_that_ends_every_draft_loses_those_of_the_other_tab(
    client_file, case_manager, signed_in, monkeypatch
):
    monkeypatch.setattr(once, "forget_saved", lambda token, posted: Draft.objects.all().delete())

    assert next(all_faults(signed_in(case_manager), client_file, 30), None)
