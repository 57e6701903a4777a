"""The demo as it stands: every page of it opens, and it agrees with itself."""

import pytest
from django.core.management import call_command
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assessments.models import Assessment, MeasureResult
from audit.models import AuditEvent
from careplans.models import Goal, Recommendation
from careplans.progress import attainment_of
from clients.models import Assignment, Client, LinkOpening
from clients.pages import SECTIONS
from practice.demo.build import STORIES
from practice.demo.practice import STAFF
from providers.models import Referral, Service
from records.models import ContactRecord
from reports.models import IssuedReport, Report
from reviews.models import Review
from tests.laid_down import demo, laid_down
from ui.models import Draft

pytestmark = pytest.mark.django_db

KINDS = (Assessment, MeasureResult, Goal, Recommendation, Referral, Service, ContactRecord, Review, Report)


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), laid_down(demo):
        yield


def test_every_page_of_every_file_opens_for_its_case_manager(seeded):
    carried = Assignment.objects.live(timezone.now()).leads().select_related("client", "staff")
    for spell in carried:
        browser = Browser()
        browser.force_login(spell.staff)
        pages = [reverse(route, args=[spell.client.reference]) for _, _, route in SECTIONS]
        pages += [
            each.get_absolute_url()
            for kind in KINDS
            for each in kind.objects.visible_to(spell.staff).filter(client=spell.client)
        ]
        answers = {page: browser.get(page, follow=True).status_code for page in pages}
        assert {page: code for page, code in answers.items() if code != 200} == {}

    for person in User.objects.all():
        browser = Browser()
        browser.force_login(person)
        assert browser.get("/").status_code == 200
        assert browser.get(reverse("clients:client_list")).status_code == 200
    assert carried.count() == len(STORIES) - 1, "one client waits for an admin to assign them"


def test_the_demo_agrees_with_itself_and_a_second_run_changes_nothing(seeded, capsys):
    jordan = Client.objects.get(reference="CM-0142")
    events = AuditEvent.objects.count()

    call_command("verify_audit")
    call_command("seed_demo")

    assert (AuditEvent.objects.count(), User.objects.count()) == (events, len(STAFF))
    assert "nothing was changed" in capsys.readouterr().out
    check_goals_and_decisions(jordan)
    check_records(jordan)
    check_report(jordan)


def check_goals_and_decisions(jordan):
    sums = attainment_of(list(Goal.objects.of(jordan).open().with_latest_rating()))
    asked = Recommendation.objects.filter(client=jordan)
    states = Referral.objects.filter(client=jordan).values_list("state", flat=True)

    assert (sums.at_or_above, sums.rated, sums.total) == (5, 7, 7)
    assert (str(sums.baseline_t), str(sums.achieved_t)) == ("29.7", "47.7")
    assert set(asked.values_list("decision__answer", flat=True)) == {"approved", "part", "refused", None}
    assert set(states) == {"draft", "sent", "accepted", "declined"}


def check_records(jordan):
    records = ContactRecord.objects.filter(client=jordan)

    assert records.filter(is_late=True).count() == 2
    assert not records.filter(is_late=False).exclude(late_reason="").exists()
    assert Draft.objects.filter(client=jordan.reference).count() == 1


def check_report(jordan):
    issued = IssuedReport.objects.get(client=jordan)

    assert bytes(issued.pdf).startswith(b"%PDF-")
    assert issued.data["goals"]["at_or_above"] == 5
    assert len(issued.data["decisions"]) == 2
    assert "Dog at the property" not in issued.html
    assert LinkOpening.objects.filter(link__client=jordan).count() == 2
    assert Report.objects.filter(client=jordan, issued=None).count() == 1
