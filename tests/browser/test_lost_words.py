"""Nobody loses a word: each mishap in Chromium, with what the database holds afterwards."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Session
from clients.models import TimelineEntry
from records.models import ContactRecord
from tests.factories.accounts import PASSWORD
from ui.models import Draft, OnceKey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Walked to the shop.\n\n  “Paid by card” <b>himself</b> & checked the receipt 🙂"
SAVE = "Sign and save record for J. Ashby"


@pytest.fixture
def editor(client_file):
    return reverse("practice:add_contact", args=[client_file.reference])


@pytest.fixture
def page(signed_in_page, case_manager, editor):
    page = signed_in_page(case_manager)
    page.goto(editor)
    return page


def text(page):
    return page.get_by_label("What happened")


def save(page):
    return page.get_by_role("button", name=SAVE)


def drafted(case_manager):
    """What the draft in the database holds, as a browser would show it."""
    values = Draft.objects.get(author=case_manager).values["text"]
    return values[0].replace("\r\n", "\n")


def lose_the_answer(page, editor):
    """The server carries out what is posted, but the page stays and hears nothing. Gives the statuses it missed."""
    missed = []

    def play(route):
        if route.request.method != "POST":
            return route.fallback()
        missed.append(route.fetch(max_redirects=0).status)
        return route.fulfill(status=204)

    page.route(f"**{editor}", play)
    return missed


def save_unheard(page):
    with page.expect_response(lambda response: response.status == 204):
        save(page).click()


def test_text_is_saved_while_it_is_written_and_survives_a_reload(page, case_manager):
    text(page).fill(WORDS)
    page.get_by_text("Draft saved").wait_for()

    assert drafted(case_manager) == WORDS
    page.reload()

    assert text(page).input_value() == WORDS
    assert not ContactRecord.objects.exists()


def test_control_without_autosave_a_reload_loses_the_words(page, editor):
    """Shows that the test above would see lost words."""
    page.route(
        f"**{editor}",
        lambda route: route.fulfill(
            response=(answer := route.fetch()), body=answer.text().replace("data-draft-url=", "data-taken-away=")
        ),
    )
    page.reload()

    text(page).fill(WORDS)
    page.wait_for_timeout(2500)
    page.reload()

    assert text(page).input_value() == ""
    assert not Draft.objects.exists()


def test_a_session_that_ends_while_somebody_writes_gives_the_words_back(page, case_manager):
    Session.objects.all().delete()
    text(page).fill(WORDS)

    save(page).click()
    page.get_by_label("E-mail address").fill(case_manager.email)
    page.get_by_label("Password").fill(PASSWORD)
    assert drafted(case_manager) == WORDS
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(text(page)).to_have_value(WORDS)
    assert not ContactRecord.objects.exists()
    save(page).click()
    page.get_by_text("Visit saved to J. Ashby's file.").wait_for()
    assert ContactRecord.objects.get().text == WORDS
    assert not Draft.objects.exists()


def test_a_lost_connection_is_shown_and_the_words_are_saved_when_it_returns(page, case_manager):
    page.context.set_offline(True)
    text(page).fill(WORDS)
    text(page).blur()

    page.get_by_text("No connection. Keep this page open; we will save when it returns.").wait_for()
    assert not Draft.objects.exists()
    page.context.set_offline(False)

    page.get_by_text("Draft saved").wait_for()
    assert page.locator(".offline").count() == 0
    assert drafted(case_manager) == WORDS


def test_saving_without_a_connection_leaves_the_words_on_the_page(page):
    page.context.set_offline(True)
    text(page).fill(WORDS)

    save(page).click()
    page.get_by_text("No connection.").wait_for()
    assert text(page).input_value() == WORDS
    page.context.set_offline(False)
    page.get_by_text("Draft saved").wait_for()
    save(page).click()

    page.get_by_text("Visit saved to J. Ashby's file.").wait_for()
    assert ContactRecord.objects.get().text == WORDS


def test_without_its_csrf_cookie_the_form_is_refused_and_the_words_are_kept(page, case_manager):
    page.context.clear_cookies(name="csrf")
    text(page).fill(WORDS)

    save(page).click()
    page.get_by_role("heading", name="This page has been open too long").wait_for()
    assert not ContactRecord.objects.exists()
    assert drafted(case_manager) == WORDS
    page.get_by_role("link", name="Open the page again").click()

    expect(text(page)).to_have_value(WORDS)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_double_click_makes_one_record(signed_in_page, case_manager, editor, scripts):
    page = signed_in_page(case_manager, java_script_enabled=scripts)
    page.goto(editor)
    text(page).fill(WORDS)

    save(page).dblclick()

    page.get_by_text("Visit saved to J. Ashby's file.").wait_for()
    assert ContactRecord.objects.get().text == WORDS
    assert TimelineEntry.objects.filter(route="records:contact_record").count() == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_a_second_click_while_the_answer_is_awaited_makes_one_record(signed_in_page, case_manager, editor, scripts):
    page = signed_in_page(case_manager, java_script_enabled=scripts)
    page.goto(editor)
    statuses = lose_the_answer(page, editor)
    text(page).fill(WORDS)

    save_unheard(page)
    page.unroute(f"**{editor}")
    with page.expect_response(lambda response: response.url.endswith(editor)) as again:
        save(page).click()

    page.get_by_text("Visit saved to J. Ashby's file.").wait_for()
    assert (statuses, again.value.status) == ([303], 303)
    assert ContactRecord.objects.get().text == WORDS
    assert not Draft.objects.exists()


def test_a_form_that_was_saved_and_is_sent_again_with_other_words_keeps_both(page, case_manager, editor):
    lose_the_answer(page, editor)
    text(page).fill("First words")
    save_unheard(page)
    page.unroute(f"**{editor}")
    text(page).fill(WORDS)

    with page.expect_response(lambda response: response.url.endswith(editor)) as again:
        save(page).click()

    assert again.value.status == 409
    page.get_by_role("heading", name="This form was saved before").wait_for()
    assert ContactRecord.objects.get().text == "First words"
    assert OnceKey.objects.count() == 1
    assert drafted(case_manager) == WORDS
    page.get_by_role("link", name="Go on with the draft").click()
    expect(text(page)).to_have_value(WORDS)


def test_with_scripts_off_a_record_is_saved(signed_in_page, case_manager, editor):
    page = signed_in_page(case_manager, java_script_enabled=False)
    page.goto(editor)
    page.get_by_label("Call", exact=True).check()
    page.get_by_label("Minutes").fill("15")
    text(page).fill(WORDS)

    save(page).click()

    page.get_by_text("Call saved to J. Ashby's file.").wait_for()
    record = ContactRecord.objects.get()
    assert (record.kind, record.minutes, record.text) == ("call", 15, WORDS)


def test_with_scripts_off_a_refused_form_keeps_what_was_typed(signed_in_page, case_manager, editor):
    page = signed_in_page(case_manager, java_script_enabled=False)
    page.goto(editor)
    text(page).fill(WORDS)
    page.get_by_label("Minutes").fill("an hour")

    save(page).click()

    page.get_by_text("There is a problem").wait_for()
    assert text(page).input_value() == WORDS
    assert page.get_by_label("Minutes").input_value() == "an hour"
    assert not ContactRecord.objects.exists()
