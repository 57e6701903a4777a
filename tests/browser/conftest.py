"""Pages of Chromium in which somebody has signed in, or nobody."""

import pytest
from django.conf import settings
from django.test import Client as Session


@pytest.fixture
def new_context(chromium, live_server):
    """`new_context(width=1280)`: a fresh browser profile on the test's own server; closed afterwards."""
    opened = []

    def make(width=1280, **options):
        size = {"width": width, "height": 800}
        opened.append(chromium.new_context(base_url=live_server.url, viewport=size, **options))
        return opened[-1]

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page(new_context):
    return new_context().new_page()


@pytest.fixture
def signed_in_page(new_context):
    """`signed_in_page(person, width=1280)` is a page in which that person has signed in."""

    def make(person, width=1280, **options):
        context = new_context(width, **options)
        sign_in(context, person)
        return context.new_page()

    return make


def sign_in(context, person):
    """Gives the browser profile the session that signing in would have given it."""
    session = Session()
    session.force_login(person)
    cookie = session.cookies[settings.SESSION_COOKIE_NAME]
    address = {"domain": "localhost", "path": "/"}
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, **address}])
