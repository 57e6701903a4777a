"""The brief of a long file fits one sheet of A4."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clients.models import Client
from tests.factories.accounts import UserFactory
from tests.factories.audit import AuditEventFactory
from tests.factories.careplans import GoalFactory
from tests.factories.clients import (
    AlertFactory,
    ComplaintFactory,
    PartyFactory,
    PersonAroundFactory,
    PromiseFactory,
    RiskFactory,
    TimelineEntryFactory,
)
from tests.factories.reviews import ReviewFactory

pytestmark = pytest.mark.browser

LONG = "Zwischenfall mit langen Worten und noch einem Satz dahinter, der nicht endet. " * 30


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page(?!s)", pdf))


def printed(page, address):
    page.goto(address)
    page.emulate_media(media="print")
    return page.pdf(format="A4", prefer_css_page_size=True)


@pytest.fixture
def long_file(client_file, case_manager):
    now, today = timezone.now(), timezone.localdate()
    Client.objects.filter(pk=client_file.pk).update(what_matters=LONG, communication=LONG[:1000])
    reader = {"client": client_file.reference, "verb": "plan.opened", "actor_id": str(case_manager.pk)}
    AuditEventFactory(**reader, at=now - timedelta(days=400))
    for number in range(12):
        GoalFactory(client=client_file, title=LONG[:160])
        RiskFactory(client=client_file, hazard=LONG[:160], in_place=LONG[:2000], review_on=today)
        AlertFactory(client=client_file, words=LONG[:160])
        PromiseFactory(client=client_file, what=LONG[:200], to_whom=LONG[:160], due_on=today)
        ComplaintFactory(client=client_file, answer_due_on=today)
        instruction = client_file.instructions.get(ends_on=None)
        PartyFactory(client=client_file, instruction=instruction, firm=LONG[:160], contact_name=LONG[:120])
        PersonAroundFactory(client=client_file, name=LONG[:160], relation=LONG[:120], may_be_told="everything")
        at = now - timedelta(days=30 * number)
        TimelineEntryFactory(client=client_file, at=at, entered_at=at, title=LONG[:200])
    ReviewFactory(client=client_file, finished_at=now, held_on=today, next_steps=LONG[:2000], by=UserFactory())
    return client_file


def test_the_brief_of_a_long_file_fits_one_page(signed_in_page, case_manager, long_file):
    pdf = printed(signed_in_page(case_manager), reverse("practice:brief", args=[long_file.reference]))
    assert pages_of(pdf) == 1


def test_a_page_that_does_not_fit_is_counted(signed_in_page, case_manager, long_file):
    """The negative control: the risks of the same file, in full, take more than a sheet."""
    pdf = printed(signed_in_page(case_manager), reverse("clients:safety", args=[long_file.reference]))
    assert pages_of(pdf) > 1
