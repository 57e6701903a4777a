from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from clients.models import Consent
from providers.models import Provider, Referral, ReferralState, Service
from tests.factories.careplans import RecommendationFactory
from tests.factories.providers import ProviderFactory, ReferralFactory, ServiceFactory


@pytest.fixture
def browser(signed_in, case_manager):
    return signed_in(case_manager)


def page(browser, route, *args, **query):
    return browser.get(reverse(f"providers:{route}", args=args), query)


def text_of(answer):
    return answer.content.decode()


PROVIDER = {"name": "Fern Neuropsychology", "discipline": "neuropsychology", "indemnity_ends_on": "4 Dec 2199"}


def test_the_directory_finds_by_word_and_discipline(browser):
    ProviderFactory(name="Fern Neuropsychology", discipline="neuropsychology")
    ProviderFactory(name="Cedar Physio", area="Fern Hill")
    ProviderFactory(name="Bright OT")

    assert "Bright OT" not in text_of(page(browser, "provider_list", q="fern"))
    found = text_of(page(browser, "provider_list", q="fern", discipline="physio"))
    assert "Cedar Physio" in found
    assert "Fern Neuropsychology" not in found
    assert "0 providers match" in text_of(page(browser, "provider_list", q="asby\x00"))


def test_the_directory_says_what_is_in_date_in_words(browser):
    ProviderFactory(lapsed=True, name="Bright OT", registration_number="", registration_ends_on=None)

    found = text_of(page(browser, "provider_list"))

    assert "Ended" in found
    assert "Not recorded" in found


def test_the_directory_pages_by_25_with_a_fixed_number_of_queries(browser, django_assert_max_num_queries):
    ProviderFactory.create_batch(30)

    with django_assert_max_num_queries(25):
        found = page(browser, "provider_list")

    assert "Showing 1 to 25 of 30" in text_of(found)


def test_adding_a_provider_leads_to_its_page(browser):
    answer = browser.post(reverse("providers:add_provider"), PROVIDER)

    assert answer.status_code == 303
    assert answer["Location"] == Provider.objects.get().get_absolute_url()


def test_a_refused_provider_keeps_what_was_typed(browser):
    answer = browser.post(reverse("providers:add_provider"), PROVIDER | {"discipline": "", "area": "The <Levels>"})

    assert answer.status_code == 422
    assert "The &lt;Levels&gt;" in text_of(answer)
    assert not Provider.objects.exists()


def test_two_people_on_one_provider_see_both_texts(browser, provider):
    url = reverse("providers:change_provider", args=[provider.pk])
    assert browser.post(url, PROVIDER | {"version": "1", "area": "Bath"}).status_code == 303

    answer = browser.post(url, PROVIDER | {"version": "1", "area": "Wells"})

    assert answer.status_code == 409
    assert "Bath" in text_of(answer)
    assert "Wells" in text_of(answer)


def test_a_supervisor_reads_the_directory_and_does_not_change_it(signed_in, supervisor, provider):
    browser = signed_in(supervisor)

    assert page(browser, "provider", provider.pk).status_code == 200
    assert page(browser, "change_provider", provider.pk).status_code == 403


def test_a_provider_page_names_only_clients_whose_file_may_be_read(browser, client_file, provider):
    ServiceFactory(referral=ReferralFactory(accepted=True, client=client_file, provider=provider))
    foreign = ServiceFactory(referral__provider=provider)

    found = text_of(page(browser, "provider", provider.pk))

    assert client_file.reference in found
    assert foreign.client.reference not in found


def test_an_admin_sees_no_clients_on_a_provider_page(signed_in, admin, client_file, provider):
    ServiceFactory(referral=ReferralFactory(accepted=True, client=client_file, provider=provider))

    assert client_file.reference not in text_of(page(signed_in(admin), "provider", provider.pk))


@pytest.fixture
def typed(provider, recommendation, goal):
    return {
        "provider": str(provider.pk),
        "recommendation": str(recommendation.pk),
        "goals": [str(goal.pk)],
        "reason": "To walk outdoors.",
        "shared": "The needs assessment.",
    }


def test_writing_a_referral_leads_to_the_letter(browser, client_file, typed):
    answer = browser.post(reverse("providers:write_referral", args=[client_file.reference]), typed)

    assert answer.status_code == 303
    letter = text_of(browser.get(answer["Location"]))
    assert "To walk outdoors." in letter
    assert "Walk to the corner shop" in letter


def test_a_lapsed_provider_is_refused_at_the_reason_field(browser, client_file, typed):
    lapsed = ProviderFactory(lapsed=True, name="Bright OT")

    answer = browser.post(
        reverse("providers:write_referral", args=[client_file.reference]), typed | {"provider": str(lapsed.pk)}
    )

    assert answer.status_code == 422
    assert "Enter why you choose Bright OT" in text_of(answer)
    assert "To walk outdoors." in text_of(answer)


def test_another_clients_recommendation_is_no_choice(browser, client_file, typed):
    foreign = RecommendationFactory()

    answer = browser.post(
        reverse("providers:write_referral", args=[client_file.reference]), typed | {"recommendation": str(foreign.pk)}
    )

    assert answer.status_code == 422


def test_a_referral_opened_from_a_recommendation_starts_with_its_goals(browser, client_file, recommendation, goal):
    found = page(browser, "write_referral", client_file.reference, recommendation=str(recommendation.pk))

    assert f'value="{goal.pk}" id="id_goals_0" checked' in text_of(found)
    assert page(browser, "write_referral", client_file.reference, recommendation="nonsense").status_code == 200


def test_two_people_on_one_letter_see_both_texts(browser, letter, typed):
    url = reverse("providers:change_referral", args=[letter.pk])
    other = ProviderFactory(name="Fern Neuropsychology")
    assert browser.post(url, typed | {"version": "1", "reason": "Balance"}).status_code == 303

    answer = browser.post(url, typed | {"version": "1", "reason": "Strength", "provider": str(other.pk)})

    assert answer.status_code == 409
    differences = {each.name: (each.theirs, each.yours) for each in answer.context["differences"]}
    assert differences == {
        "reason": ("Balance", "Strength"),
        "provider": ("Cedar Physio, physiotherapy", "Fern Neuropsychology, physiotherapy"),
    }


def test_the_send_page_says_what_stands_in_the_way(browser, letter):
    Consent.objects.filter(party=None).delete()

    found = page(browser, "send_referral", letter.pk)

    assert "onsent to share with treating providers is not recorded" in text_of(found)
    assert "Mark as sent" not in text_of(found)
    refused = browser.post(reverse("providers:send_referral", args=[letter.pk]), {"version": "1"})
    assert refused.status_code == 422


def test_a_letter_leaves_from_the_send_page(browser, letter):
    url = reverse("providers:send_referral", args=[letter.pk])
    assert "Mark as sent" in text_of(browser.get(url))

    answer = browser.post(url, {"version": str(letter.version)})

    assert answer.status_code == 303
    assert Referral.objects.get().state == ReferralState.SENT


def test_a_letter_changed_meanwhile_is_shown_again(browser, letter):
    Referral.objects.update(version=2, reason="Something else")

    answer = browser.post(reverse("providers:send_referral", args=[letter.pk]), {"version": "1"})

    assert answer.status_code == 422
    assert "Something else" in text_of(answer)


def test_a_reply_leads_to_a_service_and_its_end(browser, client_file, case_manager):
    referral = ReferralFactory(sent=True, client=client_file)
    reply = {"answer": "accepted", "answered_on": "today"}
    assert browser.post(reverse("providers:record_reply", args=[referral.pk]), reply).status_code == 303

    typed = {"title": "Physiotherapy, weekly", "starts_on": "today", "cost_agreed_pence": "£1,080"}
    started = browser.post(reverse("providers:start_service", args=[referral.pk]), typed)
    ended = browser.post(f"{started['Location']}end/", {"ended_on": "today", "end_reason": "Moved away"})

    assert ended.status_code == 303
    service = Service.objects.get()
    assert (service.cost_agreed_pence, service.end_reason) == (108_000, "Moved away")


def test_a_decline_without_a_reason_is_refused_at_its_field(browser, client_file):
    referral = ReferralFactory(sent=True, client=client_file)

    answer = browser.post(
        reverse("providers:record_reply", args=[referral.pk]), {"answer": "declined", "answered_on": "today"}
    )

    assert answer.status_code == 422
    assert "answer_reason" in answer.context["form"].errors


def test_the_list_says_how_long_a_referral_has_waited(browser, client_file):
    ReferralFactory(sent=True, client=client_file, sent_on=timezone.localdate() - timedelta(days=16))

    assert "No reply for 16 days" in text_of(page(browser, "referrals", client_file.reference))


def test_the_list_costs_the_same_with_three_and_thirty(browser, client_file, provider):
    def queries():
        with CaptureQueriesContext(connection) as found:
            page(browser, "referrals", client_file.reference)
        return len(found)

    for _ in range(3):
        ServiceFactory(referral=ReferralFactory(accepted=True, client=client_file, provider=provider))
    queries()  # the first page of all also makes the practice settings
    few = queries()
    for _ in range(27):
        ServiceFactory(referral=ReferralFactory(accepted=True, client=client_file, provider=provider))

    assert queries() == few <= 25


def test_opening_a_letter_is_recorded_and_a_post_is_not_an_opening(browser, letter):
    page(browser, "referral", letter.pk)

    assert AuditEvent.objects.filter(verb="referrals.opened").count() == 1
    assert browser.post(letter.get_absolute_url()).status_code == 405


PAGES = ("referral", "change_referral", "send_referral", "record_reply", "start_service")


@pytest.mark.parametrize("route", PAGES)
def test_a_foreign_letter_is_not_found(signed_in, outsider, letter, route):
    assert page(signed_in(outsider), route, letter.pk).status_code == 404


@pytest.mark.parametrize(("route", "status"), [("referral", 200), *((route, 403) for route in PAGES[1:])])
def test_a_supervisor_reads_and_does_not_act(signed_in, supervisor, letter, route, status):
    assert page(signed_in(supervisor), route, letter.pk).status_code == status


@pytest.mark.parametrize("route", ["referral", "send_referral"])
def test_an_admin_reads_no_letters(signed_in, admin, letter, route):
    assert page(signed_in(admin), route, letter.pk).status_code == 403
