"""Consent is asked by one function at the moment something leaves, and a withdrawal shows what rests on it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from clients.actions import give_consent, withdraw_consent
from clients.consent import ConsentMissing, ask_consent, refusal, to_party, to_person, to_providers
from clients.instruction_actions import end_instruction
from clients.instruction_words import consent_status
from clients.models import Consent, Instruction, Party, Scope, TimelineEntry
from clients.models.instruction import ConsentQuerySet
from clients.pages import consent_words
from clients.withdrawal import touched_by
from providers.actions import NoConsent, send_referral
from providers.models import Referral
from reports import actions as reports
from reports.models import IssuedReport
from reports.pdf import to_pdf
from tests.clients.leaving_places import ASKS, EXITS, STAYS
from tests.factories.careplans import FundingDecisionFactory, GoalFactory, RecommendationFactory
from tests.factories.clients import ConsentFactory, OutsideLinkFactory, PersonAroundFactory
from tests.factories.providers import ProviderFactory, ReferralFactory, ServiceFactory
from tests.factories.reports import ReportFactory
from ui.open_work import open_work_of_clients


def today():
    return timezone.localdate()


@pytest.fixture
def insurer(client_file):
    return Party.objects.select_related("instruction").get(client=client_file, pays=True)


@pytest.fixture
def letter(client_file, case_manager):
    """A referral that is ready to leave."""
    goal = GoalFactory(client=client_file)
    recommendation = RecommendationFactory(
        client=client_file, number=8, goals=[goal], asked=client_file.parties.get(pays=True)
    )
    FundingDecisionFactory(recommendation=recommendation)
    return ReferralFactory(
        client=client_file,
        provider=ProviderFactory(name="Cedar Physio"),
        recommendation=recommendation,
        goals=[goal],
        by=case_manager,
    )


def withdraw(consent, by, reason="Changed his mind"):
    withdraw_consent(consent, on=today(), reason=reason, by=by)


def send(letter, by):
    send_referral(letter, version=letter.version, by=by, now=timezone.now())


def general(client):
    return Consent.objects.get(client=client, party=None)


# --- One function is asked, everywhere ---


def sources():
    root = Path(settings.BASE_DIR)
    for package in settings.OUR_PACKAGES:
        for path in (root / package).rglob("*.py"):
            if "migrations" not in path.parts and "demo" not in path.parts and "load" not in path.parts:
                yield path.relative_to(root).as_posix(), path.read_text()


def exits(text):
    return [sign for sign in EXITS if sign in text]


def test_every_place_where_something_leaves_asks_or_says_why_not():
    found = {name: exits(text) for name, text in sources() if exits(text)}
    assert set(found) == set(ASKS) | set(STAYS)

    asking = {name for name, text in sources() if "clients.consent import" in text and name in ASKS}
    assert asking == set(ASKS)


def test_a_new_exit_is_noticed():
    """The control: what is found is found by its words, wherever it stands."""
    assert exits('response["Content-Disposition"] = name') == ["Content-Disposition"]
    assert not exits("return render(request, template)")


# --- Between writing and sending ---


def test_a_withdrawal_after_the_writing_stops_a_referral(letter, case_manager, signed_in):
    withdraw(general(letter.client), case_manager)

    with pytest.raises(NoConsent, match="was withdrawn on"):
        send(letter, case_manager)
    page = signed_in(case_manager).get(reverse("providers:send_referral", args=[letter.pk])).content.decode()
    assert "Consent to share with treating providers was withdrawn on" in page
    assert "Mark as sent" not in page


def test_a_withdrawal_after_the_writing_stops_a_report(client_file, insurer, case_manager, signed_in):
    report = ReportFactory(client=client_file, reader=insurer, author=case_manager)
    withdraw(insurer.consents.get(), case_manager)

    with pytest.raises(ConsentMissing, match="was withdrawn on"):
        reports.ask_to_issue(report, by=case_manager, now=timezone.now())
    page = signed_in(case_manager).get(reverse("reports:report", args=[report.pk])).content.decode()
    assert "Consent to share with Northgate Insurance was withdrawn on" in page


def test_a_withdrawal_while_the_pdf_is_made_stops_the_report(client_file, insurer, case_manager, monkeypatch):
    report = ReportFactory(client=client_file, reader=insurer, author=case_manager)
    reports.ask_to_issue(report, by=case_manager, now=timezone.now())

    def slowly(html):
        withdraw(insurer.consents.get(), case_manager)
        return to_pdf(html)

    monkeypatch.setattr(reports, "to_pdf", slowly)
    assert reports.render_next(now=timezone.now())

    report.refresh_from_db()
    assert "was withdrawn on" in report.render_problem
    assert not IssuedReport.objects.filter(report=report).exists()


def test_without_the_question_the_referral_leaves(letter, case_manager, monkeypatch):
    """The control: with every consent taken for a holding one, the same withdrawal stops nothing."""
    withdraw(general(letter.client), case_manager)
    monkeypatch.setattr(ConsentQuerySet, "holding", lambda consents, day: consents.all())

    send(letter, case_manager)

    assert Referral.objects.get(pk=letter.pk).sent_on == today()


def test_the_end_of_the_instruction_bars_its_parties(insurer, case_manager):
    end_instruction(insurer.instruction, ends_on=today(), reason="Settled", by=case_manager, now=timezone.now())

    party = Party.objects.select_related("instruction").get(pk=insurer.pk)
    assert refusal(to_party(party), on=today()) == "The instruction of Northgate Insurance has ended."
    assert not Instruction.objects.open().filter(client=insurer.client).exists()


# --- What, to whom, until when ---


def test_consent_reaches_as_far_as_it_was_given(client_file, insurer):
    Consent.objects.filter(client=client_file).update(scope=Scope.UPDATES)

    words = refusal(to_party(insurer), on=today())
    assert words.startswith("Consent to share with Northgate Insurance does not reach so far")
    assert refusal(to_providers(client_file), on=today())


def test_consent_for_one_provider_is_for_that_one_alone(client_file, case_manager):
    withdraw(general(client_file), case_manager)
    one, other = ProviderFactory(), ProviderFactory()
    given = {"given_on": today(), "given_by": "Jon", "provider": one.pk, "provider_name": one.name}
    consent = give_consent(client_file, party=None, by=case_manager, **given)

    assert ask_consent(to_providers(client_file, provider=one.pk), on=today()) == consent
    assert refusal(to_providers(client_file, provider=other.pk), on=today())


def test_a_person_around_is_told_by_consent_of_their_own(client_file, case_manager):
    person = PersonAroundFactory(client=client_file, name="Ruth")

    assert refusal(to_person(person), on=today()) == "Consent to share with Ruth is not recorded."
    ConsentFactory(client=client_file, person=person, scope=Scope.UPDATES)
    assert not refusal(to_person(person), on=today())


@pytest.mark.parametrize(
    ("dates", "words"),
    [({"ends_on": -1}, "ended on"), ({"given_on": 1}, "begins on"), ({"withdrawn_on": 0}, "was withdrawn on")],
)
def test_the_words_say_why(client_file, insurer, dates, words):
    moved = {name: today() + timedelta(days=days) for name, days in dates.items()}
    Consent.objects.filter(party=insurer).update(**moved)

    assert words in refusal(to_party(insurer), on=today())


# --- What a withdrawal touches ---


@pytest.fixture
def busy(client_file, insurer, letter, case_manager):
    """Open work of every kind for the insurer and for providers, and one report for somebody else."""
    OutsideLinkFactory(client=client_file, party=insurer, sent_by=case_manager)
    ReportFactory(client=client_file, reader=insurer)
    ReportFactory(client=client_file, reader=client_file.parties.get(instructs=True))
    RecommendationFactory(client=client_file, number=9, asked=insurer)
    ServiceFactory(client=client_file, referral=letter, provider=letter.provider, ended_on=None)
    return client_file


def kinds(rows):
    return sorted(row.kind for row in rows)


def test_the_list_of_a_withdrawal_is_complete(busy, insurer, outsider):
    """What rests on it and what does not are together all open work that any package knows of."""
    everything = open_work_of_clients([busy.pk], now=timezone.now())
    of_insurer = touched_by(insurer.consents.get(), reader=outsider, now=timezone.now())
    of_providers = touched_by(general(busy), reader=outsider, now=timezone.now())

    assert kinds(of_insurer.stops) == ["link", "recommendation", "report"]
    assert kinds(of_providers.stops) == ["referral", "service"]
    for touched in (of_insurer, of_providers):
        assert sorted(map(str, touched.stops + touched.other)) == sorted(map(str, everything))


def test_open_work_without_a_recipient_is_inside_the_practice(busy):
    inside = {row.kind for row in open_work_of_clients([busy.pk], now=timezone.now()) if not row.goes_to}
    assert inside <= {"alert", "review", "risk_review", "capacity", "complaint", "promise"}


def test_the_page_of_a_withdrawal_shows_the_list_and_the_timeline_the_reason(busy, insurer, case_manager, signed_in):
    consent, browser = insurer.consents.get(), signed_in(case_manager)
    page = browser.get(reverse("clients:withdraw_consent", args=[consent.pk])).content.decode()
    assert "Shared link, ends" in page
    assert "Recommendation 9, answer due" in page

    given = {"on": "today", "reason": "Does not trust them"}
    answer = browser.post(reverse("clients:withdraw_consent", args=[consent.pk]), given)
    assert answer.status_code == 303
    assert answer["Location"] == consent.get_absolute_url()
    assert "Report to" in browser.get(answer["Location"]).content.decode()
    entry = TimelineEntry.objects.get(client=busy, title="Consent to share with Northgate Insurance withdrawn")
    assert entry.excerpt == "Does not trust them"


def test_another_consent_that_holds_is_named(client_file, insurer, case_manager):
    second = ConsentFactory(client=client_file, party=insurer)

    first = insurer.consents.exclude(pk=second.pk).get()
    assert touched_by(first, reader=case_manager, now=timezone.now()).also_covered_by == second


# Every column that names a recipient: the kind of open work that lists it, or why it is none.
NAMES_A_RECIPIENT = {
    "clients.OutsideLink.party": "link",
    "reports.Report.reader": "report",
    "careplans.Recommendation.asked": "recommendation",
    "providers.Referral.provider": "referral",
    "providers.Service.provider": "service",
    "clients.Consent.party": "the consent itself",
    "clients.Consent.person": "the consent itself",
    "clients.Evidence.person": "what their authority rests on",
}


def test_no_column_that_names_a_recipient_is_forgotten(busy):
    recipients = {"clients.Party", "clients.PersonAround", "providers.Provider"}
    columns = [column for model in apps.get_models() for column in model._meta.fields if column.related_model]
    found = {str(column) for column in columns if column.related_model._meta.label in recipients}
    listed = {row.kind for row in open_work_of_clients([busy.pk], now=timezone.now()) if row.goes_to}

    assert found == set(NAMES_A_RECIPIENT)
    assert listed == {kind for kind in NAMES_A_RECIPIENT.values() if " " not in kind}


def test_the_banner_names_what_holds_for_parties_and_for_all_who_treat(client_file, insurer, case_manager):
    ConsentFactory(client=client_file, person=PersonAroundFactory(client=client_file, name="Ruth"))
    insurer.consents.update(scope=Scope.REPORTS)
    words = [each.word for each in consent_words(client_file, today=today())]
    assert words == [
        "Share with claimant's solicitor",
        "Share with insurer: reports only",
        "Share with treating providers",
    ]

    end_instruction(insurer.instruction, ends_on=today(), reason="Settled", by=case_manager, now=timezone.now())
    assert [each.word for each in consent_words(client_file, today=today())] == ["Share with treating providers"]
    assert consent_status(Consent.objects.as_page().get(party=insurer), today()).word == "Instruction ended"
