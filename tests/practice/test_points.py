from django.urls import reverse

from accounts.models import PracticeSettings
from accounts.roles import Role
from accounts.terms_forms import point_names
from audit.models import AuditEvent
from clients.models import WeightOverride
from tests.factories.accounts import UserFactory

CHANGE = "/practice/points/change/"


def points(**values):
    return {name: getattr(PracticeSettings.current(), name) for name in point_names()} | values


def test_every_column_of_the_points_stands_on_the_page():
    from accounts.models.points import WeightPoints

    assert set(point_names()) == {column.name for column in WeightPoints._meta.fields}


def test_an_admin_changes_the_points_and_a_supervisor_reads_them(admin, signed_in):
    browser = signed_in(admin)

    answer = browser.post(CHANGE, points(travel_far=9) | {"version": "1"})

    assert answer.status_code == 303
    assert PracticeSettings.current().travel_far == 9
    assert AuditEvent.objects.get(verb="practice.changed").fields == ["travel_far"]
    helen = signed_in(UserFactory(roles=[Role.SUPERVISOR]))
    assert "How points work" in helen.get("/practice/points/").content.decode()
    assert helen.get(CHANGE).status_code == 403


def test_thresholds_must_rise(admin, signed_in):
    answer = signed_in(admin).post(CHANGE, points(changeable_from=5, multiple_from=5) | {"version": "1"})

    assert answer.status_code == 422
    assert "Enter more than for several agencies." in answer.content.decode()


def test_a_save_over_somebody_elses_shows_both(admin, signed_in):
    answer = signed_in(admin).post(CHANGE, points(travel_far=9) | {"version": "7"})

    assert answer.status_code == 409
    assert PracticeSettings.current().travel_far == 3


def test_points_set_by_hand_need_a_reason_and_stay_on_record(admin, client_file, signed_in):
    browser, path = signed_in(admin), reverse("practice:client_weight", args=[client_file.reference])

    refused = browser.post(path, {"travel": "far", "points": "20", "reason": ""})
    taken = browser.post(path, {"travel": "far", "points": "20", "reason": "Two households"})
    lifted = browser.post(path, {"travel": "far", "points": "", "reason": "One household again"})

    assert (refused.status_code, taken.status_code, lifted.status_code) == (422, 303, 303)
    assert list(WeightOverride.objects.in_order().values_list("points", flat=True)) == [20, None]
    page = browser.get(path)
    assert page.context["weight"].points == page.context["weight"].sum
    assert "Two households" in page.content.decode()
    assert AuditEvent.objects.filter(verb="weight.opened").count() == 1
