"""Two people on one record: the second sees both texts, and nothing is merged or lost."""

import pytest

from clients.models import Client
from ui.models import Draft
from ui.versions import Stale, swap

pytestmark = pytest.mark.urls("tests.ui.pages")


def test_swap_saves_names_what_changed_and_counts_up(client_file):
    changed = swap(client_file, version=1, telephone="0117", communication="")
    assert changed == ["telephone"]
    stored = Client.objects.get()
    assert (stored.telephone, stored.version, client_file.version) == ("0117", 2, 2)


def test_swap_refuses_an_old_version_and_brings_the_current_record(client_file):
    swap(client_file, version=1, telephone="first")
    with pytest.raises(Stale) as caught:
        swap(client_file, version=1, telephone="second")
    assert caught.value.current.telephone == "first"
    assert Client.objects.get().telephone == "first"


@pytest.fixture
def two_tabs(client_file, case_manager, signed_in):
    browser, path = signed_in(case_manager), f"/calls/{client_file.reference}/change/"
    return browser, path, browser.get(path).json()["hidden"], browser.get(path).json()["hidden"]


def test_the_second_save_shows_both_texts_and_keeps_the_losers(two_tabs, case_manager):
    browser, path, first, second = two_tabs
    assert browser.post(path, first | {"communication": "Short sentences", "telephone": "1"}).status_code == 303
    response = browser.post(path, second | {"communication": "By text", "telephone": "1"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Short sentences" in page
    assert "By text" in page
    assert Client.objects.get().communication == "Short sentences"
    assert Draft.objects.get(author=case_manager).values["communication"] == ["By text"]


def test_saving_on_from_the_conflict_page_wins(two_tabs):
    browser, path, first, second = two_tabs
    browser.post(path, first | {"communication": "Short sentences"})
    browser.post(path, second | {"communication": "By text"})
    assert browser.post(path, second | {"communication": "By text", "version": "2"}).status_code == 303
    assert Client.objects.get().communication == "By text"
    assert Client.objects.get().version == 3


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999", "١"])
def test_a_version_that_is_none_saves_nothing(two_tabs, version):
    browser, path, first, _ = two_tabs
    assert browser.post(path, first | {"communication": "By text", "version": version}).status_code == 409
    assert Client.objects.get().communication == ""
