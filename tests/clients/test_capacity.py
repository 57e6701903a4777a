"""Capacity is assessed one decision at a time; what is signed stays."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from clients import capacity_actions as actions
from clients.capacity_forms import CapacityForm
from clients.capacity_words import WORDS
from clients.due import capacity_due
from clients.models import CapacityAssessment, Client, Nation, Terms
from tests.factories.capacity import CapacityAssessmentFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
FOUND = {
    "decision": "Whether to sign the tenancy",
    "assessed_on": TODAY,
    "assessed_by": "P. Kaur",
    "why_now": "Signs everything",
    "support": "Pictures",
    "understand": "yes",
    "retain": "no",
    "weigh": "no",
    "communicate": "yes",
    "evidence": "Forgot the rent",
    "everyday": "Lends money",
    "cause": "Frontal injury",
    "conclusion": "lacks",
    "reasons": "Cannot hold the terms",
    "review_on": TODAY,
}
DECIDED = {
    "decided_on": TODAY,
    "maker": "deputy",
    "maker_name": "J. Hale",
    "wishes": "Her own door",
    "consulted": "Her mother",
    "options": "Three",
    "least_restrictive": "Can be undone",
    "benefit": "Practises",
    "decided": "Supported flat",
}


def sign(client, by, **values):
    return actions.sign_assessment(client, by=by, now=NOW, **(FOUND | values))


def test_nothing_on_the_client_says_whether_they_have_capacity():
    assert not [column.name for column in Client._meta.fields if "capacity" in column.name]


def test_an_assessment_its_decision_and_an_addendum(client_file, case_manager):
    signed = sign(client_file, case_manager)
    made = actions.sign_decision(signed, by=case_manager, now=NOW, **DECIDED)
    actions.add_addendum(signed, text="Her sister was there", by=case_manager, now=NOW)
    assert actions.add_addendum(signed, text="And the college", by=case_manager, now=NOW).number == 2
    assert made.assessment == signed
    verbs = AuditEvent.objects.filter(verb__startswith="capacity.").order_by("number").values_list("verb", flat=True)
    assert list(verbs[:3]) == ["capacity.assessed", "capacity.decision_made", "capacity.addendum_added"]
    titles = list(client_file.timeline.order_by("-pk").values_list("title", flat=True)[:2])
    assert titles == [f"Best-interests decision: {signed.decision}", f"Capacity assessment: {signed.decision}"]


def test_a_decision_rests_on_an_assessment_that_they_cannot_make_it(client_file, case_manager):
    signed = sign(client_file, case_manager, conclusion="has")
    with pytest.raises(actions.Refusal):
        actions.sign_decision(signed, by=case_manager, now=NOW, **DECIDED)


def test_who_cannot_decide_is_said_to_be_so_because_of_something(client_file, case_manager):
    with pytest.raises(actions.Refusal) as refused:
        sign(client_file, case_manager, cause="")
    assert refused.value.field == "cause"
    assert sign(client_file, case_manager, cause="", conclusion="has").pk


def test_assessing_again_keeps_the_first_and_settles_its_review(client_file, case_manager):
    first = sign(client_file, case_manager)
    assert [row.subject_id for row in capacity_due(TODAY, [client_file.pk])] == [first.pk]
    again = sign(client_file, case_manager, follows=first, conclusion="has", review_on=None)
    assert not list(capacity_due(TODAY))
    assert list(CapacityAssessment.objects.newest_for_each_decision()) == [again]
    assert CapacityAssessment.objects.get(pk=first.pk).conclusion == "lacks"
    with pytest.raises(actions.Refusal):
        sign(client_file, case_manager, follows=first)


def test_a_signed_assessment_has_no_page_that_changes_it(signed_in, client_file, case_manager):
    signed = CapacityAssessmentFactory(client=client_file, review_on=TODAY + timedelta(days=3))
    browser = signed_in(case_manager)
    page = browser.get(signed.get_absolute_url()).content.decode()
    assert signed.everyday in page
    assert "Change" not in page.partition("<main")[2].partition("</main>")[0]
    assert browser.post(signed.get_absolute_url(), {"reasons": "Other"}).status_code == 405


@pytest.mark.parametrize("nation", [Nation.ENGLAND, Nation.WALES, Nation.NORTHERN_IRELAND])
def test_outside_scotland_there_are_four_abilities(signed_in, client_file, case_manager, nation):
    Client.objects.filter(pk=client_file.pk).update(nation=nation)
    form = signed_in(case_manager).get(where(client_file)).context["form"]
    asked = [name for name in form.fields if name in ("act", "understand", "retain", "weigh", "communicate")]
    assert isinstance(form, CapacityForm)
    assert asked == ["understand", "retain", "weigh", "communicate"]


def test_a_scottish_client_is_assessed_by_their_own_terms(signed_in, client_file, case_manager):
    Client.objects.filter(pk=client_file.pk).update(nation=Nation.SCOTLAND)
    client_file.refresh_from_db()
    page = signed_in(case_manager).get(where(client_file)).content.decode()
    assert "Assessment of incapacity" in page
    assert "Could they act on it?" in page
    signed = sign(client_file, case_manager, act="no")
    assert signed.terms == Terms.INCAPACITY
    Client.objects.filter(pk=client_file.pk).update(nation=Nation.ENGLAND)  # a record keeps the terms it was signed in
    shown = signed_in(case_manager).get(signed.get_absolute_url()).content.decode()
    assert "Retain the memory of the decision" in shown
    assert "Best-interests" not in shown


@pytest.mark.parametrize(("terms", "unknown"), [(Terms.CAPACITY, "guardian"), (Terms.INCAPACITY, "deputy")])
def test_who_decides_is_somebody_that_the_law_knows(signed_in, client_file, case_manager, terms, unknown):
    found = CapacityAssessmentFactory(client=client_file, terms=terms)
    form = signed_in(case_manager).get(reverse("clients:make_decision", args=[found.pk])).context["form"]
    makers = {key for key, _ in form.fields["maker"].choices}
    assert unknown not in makers
    assert {"deputy", "guardian", "court"} - {unknown} <= makers


def where(client):
    return reverse("clients:assess_capacity", args=[client.reference])


def test_each_terms_has_words_for_every_ability():
    assert {name for words in WORDS.values() for name, _ in words.abilities} == {
        "act",
        "understand",
        "retain",
        "weigh",
        "communicate",
    }
