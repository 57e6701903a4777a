"""What app.js promises about typed text and idle people: a real browser, the network played by the test."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

SCRIPT = (Path(__file__).parents[2] / "static/js/app.js").read_text()
PAGE = """<!doctype html><html lang="en-GB"><title>Form</title><body data-idle-minutes="20" data-stay-url="/stay/">
<div id="messages" role="status"></div><details class="menu"><summary>New</summary><a href="/x/">Visit</a></details>
<form method="post" action="/save/" data-draft-url="/draft/"><input type="hidden" name="csrfmiddlewaretoken" value="t">
<label>Note <textarea name="note"></textarea></label><label>Who <input name="who"></label>
<p data-draft-status></p><button class="btn btn-primary">Save</button></form>
<dialog id="idle-dialog"><p data-idle-left></p><p data-idle-draft></p>
<button type="button" data-idle-stay>Stay</button></dialog>
<script src="/app.js"></script></body></html>"""


class Network:
    """The server as the page sees it: what it was sent, and whether it can be reached."""

    def __init__(self):
        self.sent = []
        self.reachable = True
        self.draft_answer = (200, '{"saved": "4:12pm"}')

    def play(self, route):
        request = route.request
        path = re.sub(r"^https?://[^/]+", "", request.url)
        if path == "/app.js":
            return route.fulfill(body=SCRIPT, content_type="text/javascript")
        if not self.reachable:
            return route.abort()
        if request.method == "POST":
            self.sent.append((path, request.post_data or ""))
        if path == "/draft/":
            status, body = self.draft_answer
            return route.fulfill(status=status, body=body, content_type="application/json")
        if path == "/stay/":
            return route.fulfill(status=204)
        return route.fulfill(body=PAGE if request.method == "GET" else "Saved", content_type="text/html")

    def paths(self):
        return [path for path, _ in self.sent]


@pytest.fixture
def network():
    return Network()


@pytest.fixture
def page(chromium, network):
    page = chromium.new_page()
    page.route("**/*", network.play)
    page.clock.install()
    page.goto("http://form.test/")
    yield page
    page.close()


def leave_field(page):
    page.get_by_label("Who").focus()


def test_text_is_saved_two_seconds_after_the_last_key(page, network):
    page.get_by_label("Note").fill("Walked to the shop")

    page.clock.run_for(1500)
    assert network.sent == []
    page.clock.run_for(600)
    page.get_by_text("Draft saved 4:12pm").wait_for()
    assert network.sent == [("/draft/", "csrfmiddlewaretoken=t&note=Walked+to+the+shop&who=")]


def test_leaving_a_field_saves_at_once(page, network):
    page.get_by_label("Note").fill("Walked")

    leave_field(page)

    page.get_by_text("Draft saved 4:12pm").wait_for()


def test_without_connection_the_page_says_so_and_saves_when_it_returns(page, network):
    network.reachable = False
    page.get_by_label("Note").fill("Kept")
    leave_field(page)
    page.get_by_text("No connection. Keep this page open").wait_for()
    page.get_by_role("button", name="Copy my text").wait_for()

    network.reachable = True
    page.clock.run_for(10_500)

    page.get_by_text("Draft saved 4:12pm").wait_for()
    assert page.locator(".offline").count() == 0
    assert "note=Kept" in network.sent[-1][1]


def test_saving_without_connection_leaves_the_text_on_the_page(page, network):
    network.reachable = False
    page.get_by_label("Note").fill("Kept")

    page.get_by_role("button", name="Save").click()

    page.get_by_text("No connection").wait_for()
    assert page.url == "http://form.test/"
    assert page.get_by_label("Note").input_value() == "Kept"


def test_a_refused_draft_says_why_and_a_later_save_goes_on(page, network):
    network.draft_answer = (422, '{"problem": "The text is too long."}')
    page.get_by_label("Note").fill("Long")
    leave_field(page)
    page.get_by_text("The text is too long.").wait_for()

    page.get_by_role("button", name="Save").click()

    page.get_by_text("Saved", exact=True).wait_for()
    assert network.paths()[-1] == "/save/"


def test_ctrl_enter_saves_and_no_draft_follows_the_record(page, network):
    page.get_by_label("Note").fill("Done")

    page.keyboard.press("Control+Enter")

    page.get_by_text("Saved", exact=True).wait_for()
    assert network.paths() == ["/draft/", "/save/"]


def test_leaving_the_page_sends_what_was_not_yet_saved(page, network):
    page.get_by_label("Note").fill("Last words")

    page.evaluate("window.dispatchEvent(new Event('pagehide'))")  # a real one sends where no test can listen

    page.get_by_text("Draft saved").wait_for()
    assert network.sent == [("/draft/", "csrfmiddlewaretoken=t&note=Last+words&who=")]


def test_an_idle_person_is_asked_five_minutes_before_the_end_and_may_stay(page, network):
    page.clock.run_for(14 * 60_000)
    assert not page.locator("#idle-dialog").is_visible()
    page.clock.run_for(90_000)
    page.get_by_text("You will be signed out in 5 minutes.").wait_for()

    page.get_by_role("button", name="Stay").click()

    page.locator("#idle-dialog").wait_for(state="hidden")
    assert network.paths() == ["/stay/"]


def test_somebody_reading_is_not_asked(page, network):
    page.clock.run_for(10 * 60_000)
    page.keyboard.press("PageDown")
    page.clock.run_for(6 * 60_000)

    assert not page.locator("#idle-dialog").is_visible()
    assert "/stay/" in network.paths()


def test_escape_closes_a_menu_and_gives_the_focus_back(page):
    page.get_by_text("New").click()

    page.keyboard.press("Escape")

    assert page.locator("details[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
