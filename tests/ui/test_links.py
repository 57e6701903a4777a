import uuid

import pytest
from django.urls import NoReverseMatch, reverse

from clients.pages import NEW_FOR_CLIENT, SECTIONS, WORK
from practice.shell import ACCOUNT, NAVIGATION
from ui.links import path_to

OF_A_CLIENT = [route for _, _, route in SECTIONS + WORK + NEW_FOR_CLIENT]
PLAIN = [route for _, route, *_ in NAVIGATION] + [route for _, route, _ in ACCOUNT]


@pytest.mark.parametrize("reference", ["CM-0101", "A", "a b", "Zoë", "x/y", "%s", "{}", "", "../x", "?q=1", "-"])
@pytest.mark.parametrize("route", OF_A_CLIENT)
def test_the_path_of_a_page_of_a_client_is_what_reverse_says(route, reference):
    try:
        expected = reverse(route, args=[reference])
    except NoReverseMatch:
        expected = ""
    assert path_to(route, reference) == expected


@pytest.mark.parametrize("route", PLAIN)
def test_the_path_of_a_page_by_itself_is_what_reverse_says(route):
    assert path_to(route) == reverse(route)


@pytest.mark.parametrize("route", ["records:contact_record", "careplans:recommendation", "providers:referral"])
def test_the_path_of_a_record_is_what_reverse_says(route):
    pk = uuid.uuid4()
    assert path_to(route, pk) == path_to(route, str(pk)) == reverse(route, args=[pk])


def test_a_route_that_is_not_built_has_no_path():
    assert path_to("costs:budget") == path_to("costs:budget", "CM-0101") == ""
