import pytest
from django.urls import reverse

from tests.factories.ui import SavedViewFactory
from ui.actions import save_view
from ui.models import SavedView
from ui.saved_views import path_of_list

SAVE = "/views/save/?page=clients:client_list&query=review%3Dlate%26q%3Dashby"


def test_filters_are_kept_under_a_name_and_open_again(case_manager, signed_in):
    browser = signed_in(case_manager)

    answer = browser.post(SAVE, {"name": "Late ones"})

    assert (answer.status_code, answer["Location"]) == (303, "/clients/?review=late&q=ashby")
    page = browser.get("/clients/").content.decode()
    assert "Late ones" in page
    assert "/clients/?review=late&amp;q=ashby" in page


def test_a_shared_view_leaves_out_what_was_searched(case_manager, outsider, signed_in):
    signed_in(case_manager).post(SAVE, {"name": "Late ones", "shared": "on"})

    assert SavedView.objects.get().query == "review=late"
    page = signed_in(outsider).get("/clients/").content.decode()
    assert "Late ones" in page
    assert "ashby" not in page


def test_a_view_of_ones_own_is_for_nobody_else(case_manager, outsider, signed_in):
    SavedViewFactory(owner=case_manager, page="clients:client_list", name="Mine alone")

    assert "Mine alone" not in signed_in(outsider).get("/clients/").content.decode()


def test_the_same_name_replaces_the_view(case_manager):
    for query in ("review=late", "status=all"):
        save_view(owner=case_manager, page="clients:client_list", name="Mine", query=query, shared=False)

    assert SavedView.objects.get().query == "status=all"


def test_only_its_owner_removes_a_view(case_manager, outsider, signed_in):
    view = SavedViewFactory(owner=case_manager, page="clients:client_list", shared=True)
    path = reverse("ui:forget_view", args=[view.pk])

    assert signed_in(outsider).post(path).status_code == 404
    assert signed_in(case_manager).post(path).status_code == 303
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("page", ["", "practice:my_day", "clients:access_log", "nothing", "a:b:c", "\x00"])
def test_only_lists_keep_views(page):
    assert path_of_list(page) == ""


def test_a_query_longer_than_its_column_is_cut(case_manager, signed_in):
    answer = signed_in(case_manager).post(
        f"/views/save/?page=clients:client_list&query={'%C5%82' * 2000}", {"name": "Long"}
    )

    assert answer.status_code == 303
    assert len(SavedView.objects.get().query) <= SavedView._meta.get_field("query").max_length
