"""From where a request came, past our own proxies and no further."""

import pytest
from django.test import RequestFactory

from audit.models import AuditEvent
from audit.whence import address_of


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.7", "10.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        (2, "6.6.6.6, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", "10.0.0.1"),
        (1, "2001:db8::0007", "2001:db8::7"),
        (1, "<script>", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_only_what_our_proxies_add_is_believed(settings, proxies, forwarded, address):
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="10.0.0.1")
    assert address_of(request) == address


def test_an_opening_names_the_readers_own_address(settings, signed_in, case_manager, client_file):
    settings.PROXY_COUNT = 1
    forwarded = {"X-Forwarded-For": "198.51.100.7"}
    signed_in(case_manager).get(f"/clients/{client_file.reference}/people/", headers=forwarded)
    assert AuditEvent.objects.get(verb="people.opened").origin == "198.51.100.7"
