"""Whoever sees a file leaves a trace, by whichever method they ask; and addresses that cannot be are answered."""

import pytest

from audit.models import AuditEvent


@pytest.mark.parametrize("method", ["get", "post", "put", "options", "delete", "patch"])
@pytest.mark.parametrize("page", ["people", "access"])
def test_every_showing_of_a_file_is_recorded(signed_in, case_manager, client_file, method, page):
    response = getattr(signed_in(case_manager), method)(f"/clients/{client_file.reference}/{page}/")
    shown = "Pike &amp; Rowe" in response.content.decode()
    assert AuditEvent.objects.filter(verb=f"{page}.opened", actor_id=str(case_manager.pk)).count() == shown
    assert shown or response.status_code == 405


@pytest.mark.parametrize("method", ["get", "put", "options"])
def test_every_showing_of_an_allocation_is_recorded(signed_in, admin, client_file, method):
    response = getattr(signed_in(admin), method)(f"/clients/{client_file.reference}/allocation/")
    shown = response.status_code == 200
    assert AuditEvent.objects.filter(verb="allocation.opened", actor_id=str(admin.pk)).count() == shown
    assert shown == (method == "get")


@pytest.mark.parametrize("path", ["/clients/CM%00/people/", "/clients/CM%00/details/", "/clients/CM%00/allocation/"])
def test_an_address_no_database_can_hold_is_not_found(signed_in, case_manager, admin, path):
    person = admin if "allocation" in path else case_manager
    assert signed_in(person).get(path).status_code == 404


@pytest.mark.parametrize("name", ["q", "lead", "status", "review", "sort", "page"])
def test_a_filter_no_database_can_hold_finds_nothing(signed_in, admin, name):
    assert signed_in(admin).get(f"/clients/?{name}=%00").status_code == 200
